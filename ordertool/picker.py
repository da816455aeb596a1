"""A list on the terminal to choose one row of: by arrows, by number, or by typing a part of it.

It draws on stderr, for stdout may be going into a file. prompt_toolkit, which knows about terminals, Chinese input and
widths, is imported by those who pick, and by nobody else.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ordertool.language import _, text
from ordertool.reports.screen import cut, visible, width

if TYPE_CHECKING:
    from prompt_toolkit.application import Application
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.key_binding import KeyBindings

_ROWS = 12
_AROUND = 13
"""Lines that the list leaves to the title, the head, the preview and the hint."""


class Choice(NamedTuple):
    """One row: what it stands for, its cells, and what is told of it while it is the one (names and values)."""

    value: str
    cells: Sequence[str]
    about: Callable[[], Sequence[tuple[str, str]]] = lambda: ()


class Picking:
    """What is on the screen: the rows that fit what was typed, and which of them is the one."""

    def __init__(self, head: Sequence[str], choices: Sequence[Choice]) -> None:
        self._rows = [[visible(cell) for cell in choice.cells] for choice in choices]
        self._head = head
        self._widths = [max(width(row[place]) for row in (head, *self._rows)) for place in range(len(head))]
        self._searched = [" ".join((choice.value, *choice.cells)).casefold() for choice in choices]
        self.choices = choices
        self.fitting = list(range(len(choices)))
        self.at = 0
        self._top = 0

    def type(self, typed: str) -> None:
        """Take what was typed: a row's number, or words that all must stand in a row."""
        words = typed.casefold().split()
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0  # noqa: PLR2004
        if 1 <= number <= len(self.choices):
            self.fitting = list(range(len(self.choices)))
            self.at = number - 1
            return
        self.fitting = [place for place, row in enumerate(self._searched) if all(word in row for word in words)]
        self.at = 0

    def move(self, by: int) -> None:
        """Go some rows down, or up."""
        self.at = max(0, min(self.at + by, len(self.fitting) - 1))

    def one(self) -> Choice | None:
        """The row that is taken by Enter."""
        return self.choices[self.fitting[self.at]] if self.fitting else None

    def lines(self, cells: int, rows: int) -> list[tuple[str, str]]:
        """Head and rows, as many as fit, with their style; the rows keep their numbers."""
        rows = max(3, min(rows, _ROWS))
        self._top = max(min(self._top, self.at), self.at - rows + 1, 0)
        if len(self.fitting) <= rows:
            self._top = 0
        wide = len(str(len(self.choices)))
        found = [("bold", cut(f"  {' ' * wide}  {self._line(self._head)}", cells))]
        for place in range(self._top, min(self._top + rows, len(self.fitting))):
            number = self.fitting[place]
            mark = "›" if place == self.at else " "
            line = cut(f"{mark} {number + 1:>{wide}}  {self._line(self._rows[number])}", cells)
            found.append(("reverse" if place == self.at else "", line))
        below = len(self.fitting) - self._top - rows
        if below > 0:
            more = text("{count} more below", count=below)
            found.append(("italic", cut(f"  {more}", cells)))
        if not self.fitting:
            nothing = _("nothing fits")
            found.append(("", f"  {nothing}"))
        return found

    def _line(self, row: Sequence[str]) -> str:
        return "  ".join(cell + " " * (self._widths[i] - width(cell)) for i, cell in enumerate(row)).rstrip()

    def preview(self, cells: int) -> list[tuple[str, str]]:
        """What is told of the one."""
        one = self.one()
        told = [(name, visible(value.replace("\n", " "))) for name, value in one.about() if value] if one else []
        wide = max((width(name) for name, _value in told), default=0)
        return [("", cut(f"  {name}{' ' * (wide - width(name))}  {value}", cells)) for name, value in told]


def pick(title: str, head: Sequence[str], choices: Sequence[Choice]) -> str:
    """Let one row be chosen, and answer with what it stands for.

    Raises:
        KeyboardInterrupt: Esc, ^C or ^D.
    """
    value = _application(title, Picking(head, choices)).run()
    if value is None:
        raise KeyboardInterrupt
    return value


def _application(title: str, picking: Picking) -> Application[str | None]:
    from prompt_toolkit.application import Application  # noqa: PLC0415 (a tenth of a second, for those who pick)
    from prompt_toolkit.buffer import Buffer  # noqa: PLC0415
    from prompt_toolkit.input.defaults import create_input  # noqa: PLC0415
    from prompt_toolkit.layout import BufferControl, FormattedTextControl, HSplit, Layout, VSplit, Window  # noqa: PLC0415
    from prompt_toolkit.output.defaults import create_output  # noqa: PLC0415

    output = create_output(stdout=sys.stderr)
    typed = Buffer(multiline=False, on_text_changed=lambda buffer: picking.type(buffer.text.strip()))
    hint = _("↑ ↓ or a number: choose   letters: search   Enter: take   Esc: leave")

    def shown() -> StyleAndTextTuples:
        size = output.get_size()
        cells = size.columns - 1
        parts = [*picking.lines(cells, size.rows - _AROUND), ("", ""), *picking.preview(cells), ("", "")]
        lines: StyleAndTextTuples = [(style, f"{line}\n") for style, line in parts]
        return [*lines, ("italic", cut(hint, cells))]

    asked = f"{title} "
    entry = VSplit([
        Window(FormattedTextControl([("bold", asked)]), width=width(asked), dont_extend_width=True, height=1),
        Window(BufferControl(typed), height=1),
    ])  # fmt: skip
    layout = Layout(HSplit([entry, Window(FormattedTextControl(shown), always_hide_cursor=True)]))
    found: Application[str | None] = Application(
        layout, key_bindings=_keys(picking), erase_when_done=True, input=create_input(sys.stdin), output=output
    )
    found.ttimeoutlen = found.timeoutlen = 0.05  # what Esc stands for is known at once
    return found


def _keys(picking: Picking) -> KeyBindings:
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent  # noqa: PLC0415

    keys = KeyBindings()
    for names, by in (
        (("up", "c-p", "s-tab"), -1),
        (("down", "c-n", "tab"), 1),
        (("pageup",), -_ROWS),
        (("pagedown",), _ROWS),
    ):
        for name in names:
            keys.add(name)(lambda _event, by=by: picking.move(by))

    @keys.add("enter")
    def _take(event: KeyPressEvent) -> None:
        one = picking.one()
        if one is not None:
            event.app.exit(result=one.value)

    @keys.add("escape", eager=True)
    @keys.add("c-c")
    @keys.add("c-d")
    def _leave(event: KeyPressEvent) -> None:
        event.app.exit(result=None)

    return keys
