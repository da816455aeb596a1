"""`ordertool schema`: the JSON Schemas of records and policy, for editors."""

from __future__ import annotations

import json
from typing import Annotated

from typer import Argument, Option

from ordertool.book.paths import expanded
from ordertool.commands.frame import Answer, Request, command
from ordertool.errors import StoreError, UsageError
from ordertool.language import N_, _, listed, text
from ordertool.records.schemas import KINDS, schema_of, schema_text


@command(help=N_("The JSON Schemas of a book's files, for editors"), example="ordertool schema --out schemas")
def run(
    _request: Request,
    kind: Annotated[
        str | None,
        Argument(metavar="[KIND]", help=_("order, client, staff, meeting or policy; without it, all of them.")),
    ] = None,
    out: Annotated[
        str | None, Option(metavar="DIR", help=_("Write them there; a book's lie in its folder schemas."))
    ] = None,
) -> Answer:
    """Show or write schemas."""
    if kind is not None and kind not in KINDS:
        raise UsageError(text("there is no schema {kind}", kind=kind), text("there are: {kinds}", kinds=listed(KINDS)))
    kinds = KINDS if kind is None else (kind,)
    document = schema_of(kind) if kind else {one: schema_of(one) for one in kinds}
    if out is None:
        return Answer(document, lambda: [json.dumps(document, ensure_ascii=False, indent=2)])
    folder = expanded(out)
    places = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for one in kinds:
            places.append(folder / f"{one}.schema.json")
            places[-1].write_bytes(schema_text(one))
    except OSError as error:
        raise StoreError(
            text("{path} cannot be written: {error}", path=folder, error=error.strerror), text("choose another folder")
        ) from error
    return Answer(document, [str(place) for place in places])
