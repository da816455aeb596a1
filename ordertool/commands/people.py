"""People as they are named on the command line: by their id, or by a name that only one of the staff has."""

from __future__ import annotations

from ordertool.commands.frame import Request
from ordertool.errors import InvalidError
from ordertool.inputs import is_staff_id
from ordertool.language import listed, text


def person(request: Request, typed: str | None, option: str) -> str | None:
    """The id of the person that was typed; what is nobody's name stays as it is, for the move to judge.

    Raises:
        InvalidError: several have that name.
    """
    if typed is None or is_staff_id(typed):
        return typed
    found = [one.id for one in request.session.ctx.staff.all() if one.profile.name == typed.strip()]
    if len(found) > 1:
        raise InvalidError(
            text('{option}: "{typed}" is the name of several: {ids}', option=option, typed=typed, ids=listed(found)),
            text("give the id of the one you mean"),
        )
    return found[0] if found else typed
