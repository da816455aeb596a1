"""The company's rules for the training of its people, in policy.yaml (P7.3, P6.3c)."""

from ordertool.records.base import Record
from ordertool.records.calendar_days import CalendarDays
from ordertool.records.values import Role


class TrainingRule(Record):
    """One kind of training: how long one holds, whose it is (everybody's without roles), and how soon newcomers have it."""

    every: CalendarDays
    roles: tuple[Role, ...] = ()
    within: CalendarDays = 90
