"""A form, or another text, in the user's own editor: all input is gathered there before any lock is taken (P2.2a)."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ordertool.book.yaml_reader import Document, read
from ordertool.book.yaml_writer import dump_section
from ordertool.errors import InvalidError, UsageError
from ordertool.language import Text, _, text
from ordertool.records.amending import LINE_FIELDS
from ordertool.records.intake import Form

_FALLBACK = ("sensible-editor", "nano", "vi")


def edited_form(order_id: str, values: dict[str, Any]) -> tuple[Document, Path]:
    """A form's plain values as the user left them in the editor, and the file they are kept in until they are stored.

    Raises:
        UsageError: there is no editor, it failed, or nothing was changed.
        InvalidError: the text is no sound document; the file is kept and named.
    """
    return edited(
        order_id,
        form_text(order_id, values),
        lambda place: text(
            "what you typed is kept; mend it and go on: ordertool draft {id} --from {path}", id=order_id, path=place
        ),
    )


def edited(record_id: str, begin: str, go_on: Callable[[Path], Text]) -> tuple[Document, Path]:
    """A text as the user left it in the editor, and the file it is kept in until it is stored; `go_on` says how to.

    Raises:
        UsageError: there is no editor, it failed, or nothing was changed.
        InvalidError: the text is no sound document; the file is kept and named.
    """
    with tempfile.NamedTemporaryFile(
        "w", prefix=f"{record_id}-", suffix=".yaml", encoding="utf-8", delete=False
    ) as file:
        file.write(begin)
    place = Path(file.name)
    try:
        code = subprocess.run([*_editor(), os.fspath(place)], check=False).returncode
    except OSError as error:
        place.unlink()
        raise UsageError(
            text("the editor {editor} cannot be started", editor=_editor()[0]), text("set VISUAL or EDITOR to yours")
        ) from error
    said = place.read_bytes() if place.is_file() else begin.encode()
    if said.decode("utf-8", "replace") == begin:
        place.unlink(missing_ok=True)
        if code:
            raise UsageError(
                text("the editor {editor} failed: exit {code}", editor=_editor()[0], code=code),
                text("set VISUAL or EDITOR to yours"),
            )
        raise UsageError(
            text("nothing was changed in the editor"), text("save the file before you close it, or name fields: --set")
        )
    try:
        return read(said, os.fspath(place)), place
    except InvalidError as error:
        raise InvalidError(error.message, go_on(place), error.problems) from None


def kept(error: InvalidError, order_id: str, place: Path) -> InvalidError:
    """The same error, naming the file in which what was typed is kept."""
    hint = text(
        "what you typed is kept; mend it and go on: ordertool draft {id} --from {path}", id=order_id, path=place
    )
    return InvalidError(error.message, hint, error.problems)


def form_text(order_id: str, values: dict[str, Any]) -> str:
    """The form as people fill it in: every field, those without a value empty."""
    parts = [
        "# " + str(text("Order application form {id}; lines that begin with # do not count.", id=order_id)) + "\n",
        "# " + _("payment: account:30 (days), prepayment:30 (percent) or cash-on-delivery") + "\n",
    ]
    for name in Form.model_fields:
        value = values.get(name)
        if value not in (None, []):
            parts.append(dump_section(name, value))
        elif name == "lines":
            sample = "".join(f"{'-' if field == LINE_FIELDS[0] else ' '} {field}:\n" for field in LINE_FIELDS)
            parts.append("lines:\n" + "".join(f"#  {line}\n" for line in sample.splitlines()))
        else:
            parts.append(f"{name}:\n")
    return "".join(parts)


def _editor() -> list[str]:
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if named:
        return shlex.split(named)
    from shutil import which  # noqa: PLC0415 (seldom asked)

    return [next((name for name in _FALLBACK if which(name)), _FALLBACK[-1])]
