"""The company's rules of assignment in policy.yaml: who may own an order, and how work is shared (P2.3a)."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from ordertool.records.base import Record
from ordertool.records.exact_numbers import Money, Quantity
from ordertool.records.values import Line, Slug, fault, whole

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class OrderTraits(Record):
    """Which orders a rule is about: those that have one of each list that is given, and lie in the value band.

    `value_from` is included, `value_below` is not; both in the company's currency. `weekdays` are those of the decision.
    """

    types: tuple[Slug, ...] = ()
    domains: tuple[Slug, ...] = ()
    regions: tuple[Line, ...] = ()
    value_from: Money | None = None
    value_below: Money | None = None
    weekdays: tuple[Weekday, ...] = ()

    @model_validator(mode="after")
    def _band_is_one(self) -> "OrderTraits":
        if self.value_from is not None and self.value_below is not None and self.value_below <= self.value_from:
            raise fault("empty_band", "has a value_below that is not above its value_from")
        return self


class OwnerTraits(Record):
    """Whom a rule is about, never by name (L4): those who have one of each list that is given.

    `same` compares a person with the order: its domain is one of theirs, its client's region is, or they owned the
    client's last order. Who names no domain or no region covers them all.
    """

    same: tuple[Literal["domain", "region", "owner"], ...] = ()
    domains: tuple[Slug, ...] = ()
    regions: tuple[Line, ...] = ()
    departments: tuple[Slug, ...] = ()

    @model_validator(mode="after")
    def _names_somebody(self) -> "OwnerTraits":
        if not (self.same or self.domains or self.regions or self.departments):
            raise fault("nobody_named", "says of no owner: give same, domains, regions or departments")
        return self


class AssignmentRule(Record):
    """One rule: of these orders, those owners are required, preferred or excluded.

    `worth` counts for a preference: by how many hundredths of their share somebody preferred may be busier than
    others and still be chosen.
    """

    name: Line
    when: OrderTraits = Field(default_factory=OrderTraits)
    then: Literal["required", "preferred", "excluded"]
    who: OwnerTraits
    worth: Annotated[int, whole(1, 1000)] = 5

    @model_validator(mode="after")
    def _only_a_preference_has_a_worth(self) -> "AssignmentRule":
        if self.then != "preferred" and "worth" in self.model_fields_set:
            raise fault("worth_of_no_preference", "has a worth, which counts only for what is preferred")
        return self


class Pace(Record):
    """How fast work may come to one person: at most `times` their fair share of what was given out in `days`.

    Working days, today included. Whoever is above it is passed over while somebody else can take the order, so that
    a newcomer, or somebody who comes back, is not flooded. A quarter of their share is never too much.
    """

    times: Quantity = Decimal("1.5")
    days: Annotated[int, whole(1, 60)] = 5


class AssignmentRules(Record):
    """Who may own an order, and how work is shared; `share` counts for people without a capacity or a weight."""

    rules: tuple[AssignmentRule, ...] = ()
    weights: dict[Slug, Quantity] = {}
    share: Annotated[int, whole(1, 1000)] = 10
    pace: Pace = Field(default_factory=Pace)

    @model_validator(mode="after")
    def _each_has_its_name(self) -> "AssignmentRules":
        names = [rule.name for rule in self.rules]
        twice = next((name for place, name in enumerate(names) if name in names[:place]), None)
        if twice is not None:
            raise fault("rule_named_twice", "has two rules of the name {name}", name=twice)
        return self

    @property
    def look_back(self) -> bool:
        """Whether a rule that binds asks who owned the client's last order."""
        return any("owner" in rule.who.same for rule in self.rules if rule.then != "preferred")

    def weight(self, order_type: str | None) -> Decimal:
        """What an order of a type weighs: its own weight, else that of `default`, else one order."""
        return self.weights.get(order_type or "default", self.weights.get("default", Decimal(1)))
