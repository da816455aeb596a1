"""The company's rules of the satisfaction survey in policy.yaml: which clients are asked after which orders (P6.2b)."""

from typing import Annotated, Literal

from pydantic import model_validator

from ordertool.records.base import Record
from ordertool.records.exact_numbers import Money, Quantity
from ordertool.records.values import fault, whole


class SurveyRules(Record):
    """Which orders are surveyed: none, all, or of all a `share` such as 0.3, or on average one of `every` so many.

    `min_value` is the least total, in the company's currency; for `not_within_days` after a client was asked, they are
    not asked again.
    """

    sample: Literal["all", "none"] = "none"
    share: Quantity | None = None
    every: Annotated[int, whole(1, 1000)] | None = None
    min_value: Money | None = None
    not_within_days: Annotated[int, whole(0, 3650)] = 0

    @model_validator(mode="after")
    def _one_sample(self) -> "SurveyRules":
        if self.share is not None and (self.every is not None or self.share > 1):
            raise fault("two_samples", "needs a share up to 1, or every, not both")
        return self
