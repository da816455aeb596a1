"""The company's rules for the files of its clients, in policy.yaml (P4.1b)."""

from ordertool.records.base import Record
from ordertool.records.calendar_days import CalendarDays


class ClientRules(Record):
    """How often the keeper of a client's file says that it is still right; null: never asked for."""

    confirm_every: CalendarDays | None = 180
