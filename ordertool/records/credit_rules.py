"""The company's credit policy in policy.yaml: what each grade is allowed, and what a gate does (P7.1b)."""

from typing import Annotated, Literal

from pydantic import Field

from ordertool.records.base import Record
from ordertool.records.exact_numbers import CURRENCY, CreditLimit, Quantity
from ordertool.records.values import Role, whole

Gate = Literal["off", "warn", "ask", "refuse"]
"""What happens at a move that goes beyond the limit: nothing; it is told; it takes an override; it is refused."""


class GradeTerms(Record):
    """What clients of a grade are allowed: a credit limit, days on account, least percent in advance.

    Which terms of payment they may have at all is said by `review.payment_by_grade`. What is left out is not set: of the
    limit, the company's counts then; zero is a limit too, and `unlimited` is none (L9).
    """

    limit: CreditLimit | None = None
    days: Annotated[int, whole(0, 365)] | None = None
    prepayment: Annotated[int, whole(0, 100)] | None = None


class Gates(Record):
    """What is done at each move that would take the client beyond the limit (L12)."""

    draft: Gate = "warn"
    submit: Gate = "ask"
    change: Gate = "ask"
    deliver: Gate = "ask"
    reopen: Gate = "ask"


def _usual_grades() -> dict[Literal["A", "B", "C", "D", "none"], GradeTerms]:
    return {
        "A": GradeTerms(days=90),
        "B": GradeTerms(days=60),
        "C": GradeTerms(prepayment=30),
        "D": GradeTerms(prepayment=50),
    }


class CreditRules(Record):
    """Limits by grade and for all, gates, clients without a valid assessment, overrides, who sees figures, rates.

    A rate is what one unit of a currency is worth in the company's.
    """

    grades: dict[Literal["A", "B", "C", "D", "none"], GradeTerms] = Field(default_factory=_usual_grades)
    limit: CreditLimit | None = None
    gates: Gates = Field(default_factory=Gates)
    unassessed: Literal["wait", "refuse", "pass"] = "wait"
    override: tuple[Literal["manager", "finance"], ...] = ("manager", "finance")
    figures: tuple[Role, ...] = ("finance", "manager", "auditor")
    rates: dict[Annotated[str, CURRENCY], Quantity] = {}

    def terms_of(self, grade: str) -> GradeTerms:
        """What a grade is allowed; `none` for who has no valid assessment."""
        return self.grades.get(grade) or GradeTerms()  # type: ignore[call-overload]
