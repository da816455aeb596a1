"""Written pages and letters from Jinja templates: the company's own from the book's last commit, else the package's.

Templates run in a sandbox, and what comes from records is escaped, always, in Markdown (.md) its marks; in a letter (.txt)
there is nothing to escape but what could hide or turn text. A company's template may build on the package's:
`{% extends "ordertool/confirmation.html" %}`.
"""

from __future__ import annotations

import re
import signal
import threading
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from importlib.resources import files
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from ordertool.book.snapshot import Snapshot
from ordertool.errors import InvalidError, Problem
from ordertool.language import _, language, text
from ordertool.reports import amounts
from ordertool.reports.markdown import escaped
from ordertool.reports.screen import visible
from ordertool.reports.statement import kind_words
from ordertool.reports.words import payment_words


class _Environment(ImmutableSandboxedEnvironment):
    """A sandbox in which no product and no text grows beyond measure."""

    intercepted_binops = frozenset(("*", "**", "%"))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002 (as Jinja calls it)
        """A product or a rest of plain numbers that people write; powers, repeated and padded text are refused."""
        if operator == "**" or not all(isinstance(one, int | float | Decimal) for one in (left, right)):
            raise SecurityError("only numbers may be multiplied or divided")
        return left * right if operator == "*" else left % right

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Nothing that pads text to any width."""
        return not (isinstance(obj, str) and attr in _PADDING) and super().is_safe_attribute(obj, attr, value)


_PADDING = frozenset(("ljust", "rjust", "center", "zfill", "format", "format_map", "expandtabs"))
_LONGEST = 10
"""Seconds that a page may take: a hundred lines take a tenth of one."""
_FOLDER = "templates/"
_OURS = "ordertool/"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*\.(html|md|txt)")
_FILTERS = (
    amounts.money, amounts.price, amounts.quantity, amounts.size, amounts.capitals, amounts.day, amounts.moment,
)  # fmt: skip


def page(name: str, data: Mapping[str, Any], snapshot: Snapshot) -> str:
    """A page from a template and data.

    Raises:
        InvalidError: the company's template is broken; with its file and line.
    """
    own: set[str] = set()

    def load(asked: str) -> tuple[str, str, None] | None:
        packaged = asked.removeprefix(_OURS)
        if not _NAME.fullmatch(packaged):
            return None
        if asked == packaged:
            data = snapshot.content(_FOLDER + asked)
            if data is not None:
                own.add(_FOLDER + asked)
                return _decoded(data, _FOLDER + asked), _FOLDER + asked, None
        place = files("ordertool") / "templates" / packaged
        return (place.read_text("utf-8"), _OURS + _FOLDER + packaged, None) if place.is_file() else None

    environment = _Environment(
        loader=FunctionLoader(load),
        autoescape=name.endswith(".html"),
        undefined=StrictUndefined,
        finalize=next((shown for end, shown in _ENDS.items() if name.endswith(end)), _plain),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for unsafe in ("safe", "center", "format", "indent"):
        del environment.filters[unsafe]
    environment.globals |= {"_": _, "text": text, "language": language()}
    environment.filters |= {one.__name__: one for one in _FILTERS} | {"terms": payment_words, "moved": kind_words}
    try:
        with _in_time():
            return environment.get_template(name).render(data)
    except InvalidError:
        raise
    except TemplateSyntaxError as error:
        raise _broken(error.filename or name, error.lineno, error.message or "") from None
    except Exception as error:
        if not own:
            raise
        # It is the company's template that fails: at the innermost of its lines, else by what it lacks for ours.
        lines = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in own]
        said = str(error) if isinstance(error, TemplateError) else f"{type(error).__name__}: {error}"
        said = f"{error.name}?" if isinstance(error, TemplateNotFound) else said
        raise _broken(lines[-1].filename if lines else min(own), lines[-1].lineno if lines else None, said) from None


@contextmanager
def _in_time() -> Iterator[None]:
    """Let a template that would run for ever fail; off the main thread, where no alarm rings, it may run."""

    def ring(_signal: int, _frame: object) -> None:
        raise TemplateError(_("it takes too long"))

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(_LONGEST)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _shown(value: Any) -> Markup:
    """A value as it is printed: nothing for None, and whatever may hide or turn text shown as its code.

    It is escaped here and not left to the template, which might say `{% autoescape false %}`.
    """
    return value if isinstance(value, Markup) else escape(_plain(value))


def _plain(value: Any) -> str:
    """A value in a letter: nothing for None, and whatever may hide or turn text shown as its code."""
    words = "" if value is None else str(value)
    return "\n".join(visible(line) for line in words.split("\n"))


def _in_markdown(value: Any) -> str:
    """A value in Markdown: in one line, without mark-up."""
    return "" if value is None else escaped(" ".join(str(value).split()))


_ENDS = {".html": _shown, ".md": _in_markdown}


def _decoded(data: bytes, path: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise _broken(path, data[: error.start].count(b"\n") + 1, _("is not UTF-8 text")) from None


def _broken(path: str, line: int | None, said: str) -> InvalidError:
    problem = Problem(text("the template is broken: {said}", said=said), path=path, line=line, kind="template")
    return InvalidError(
        text("{where}: {what}", where=problem.place(), what=problem.message),
        text("mend the template and commit it, or take it out of the book"),
        [problem],
    )
