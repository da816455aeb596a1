"""What policy.yaml says of what clients owe: when it is due, how late it is, which letters go out, who is watched (P7.1c)."""

from typing import Annotated, Literal

from pydantic import model_validator

from ordertool.records.base import Record
from ordertool.records.values import fault, whole

Letter = Literal["first", "second", "final"]
LETTERS: tuple[Letter, ...] = ("first", "second", "final")
"""The dunning letters, in their order."""
_Days = Annotated[int, whole(0, 3650)]


class DunningRules(Record):
    """From how many days late on a letter goes out, and how many days lie at least between two on the same debt."""

    first: _Days = 1
    second: _Days = 15
    final: _Days = 30
    apart: _Days = 7

    @model_validator(mode="after")
    def _one_after_another(self) -> "DunningRules":
        if not self.first <= self.second <= self.final:
            raise fault("letters_out_of_order", "has letters whose days late do not rise from first to final")
        return self


class WatchRules(Record):
    """What is a sign that a client may not pay: a debt so many days late (null: none is), a grade that was lowered."""

    overdue: _Days | None = 30
    grade_lowered: bool = True


class ReceivablesRules(Record):
    """What starts an account period, the days of grace after it, the ends of the ageing bands, letters, signs."""

    period_from: Literal["delivery", "sign-off", "invoice"] = "sign-off"
    grace: _Days = 0
    ageing: tuple[_Days, ...] = (0, 30, 60, 90)
    dunning: DunningRules = DunningRules()
    watch: WatchRules = WatchRules()

    @model_validator(mode="after")
    def _bands_rise(self) -> "ReceivablesRules":
        if not self.ageing or list(self.ageing) != sorted(set(self.ageing)):
            raise fault("bands_out_of_order", "has ageing bands whose days do not rise")
        return self
