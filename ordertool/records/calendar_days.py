"""A length in calendar days, `180d`: for what runs on weekends and holidays too."""

import re
from typing import Annotated

from pydantic_core import core_schema

from ordertool.records.values import Checked, fault

_PATTERN = r"[1-9][0-9]{0,3}d"


def _days(value: object) -> int:
    if isinstance(value, str) and re.fullmatch(_PATTERN, value):
        return int(value[:-1])
    raise fault("not_days", "must be a number of calendar days such as 180d")


CalendarDays = Annotated[
    int,
    Checked(
        core_schema.no_info_plain_validator_function(
            _days,
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda days: f"{days}d", return_schema=core_schema.str_schema(), when_used="json"
            ),
        ),
        {"description": "a number of calendar days such as 180d", "type": "string", "pattern": f"^{_PATTERN}$"},
    ),
]
