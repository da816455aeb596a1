"""Reads one record (an order, a client, a staff file, the policy) from YAML that people edit by hand.

YAML 1.2's core schema over libyaml's fast parser. PyYAML's own loader reads `no` as False and `0123` as 83, keeps
the last of two equal keys and expands alias bombs, so the values are built here from the parser's events. What
libyaml lets pass although YAML forbids it is refused as well: another reader would take it differently.

Codes and phone numbers stay what was typed: a whole number with a leading zero or a plus sign is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from yaml import events
from yaml.cyaml import CParser
from yaml.error import YAMLError

from ordertool.errors import InvalidError, Problem
from ordertool.language import N_, Text, text

MAX_BYTES = 1 << 20
MAX_DEPTH = 32
MAX_NODES = 50_000
_MAX_DIGITS = 100
_MAX_PROBLEMS = 100

# NEL, LS and PS end a line in YAML 1.1 but not in 1.2; readers disagree, so they may only come as escapes.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SUSPECT = frozenset("0123456789-+.~nNtTfF")
_WORDS: dict[str, bool | None] = dict.fromkeys(("", "~", "null", "Null", "NULL"))
_WORDS |= dict.fromkeys(("true", "True", "TRUE"), True) | dict.fromkeys(("false", "False", "FALSE"), False)
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]*)|0(?:o[0-7]+|x[0-9a-fA-F]+)")
_BROKEN = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NO_NUMBER = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_DIRECTIVE = re.compile(r"(?:\A|(?<=[\r\n]))%")
_COMMENT = re.compile(r"(?<!\S)#[^\r\n]*|(#)")
_HEADER = re.compile(r"[|>](?:[1-9][-+]?|[-+][1-9]?)?(?:[ \t]+(#[^\r\n]*)?)?(?=[\r\n]|\Z)")

_SYNTAX = {
    "mapping values are not allowed in this context": (
        N_("there is a colon where no value can stand"),
        N_("put text that holds a colon and a space in quotes"),
    ),
    "could not find expected ':'": (
        N_("this line is no key with a colon after it"),
        N_("write `name: value`, and indent the further lines of a text"),
    ),
    "did not find expected key": (
        N_("this does not fit the lines above it"),
        N_("check the indentation, and the quotes before it"),
    ),
    "found character that cannot start any token": (
        N_("no value can begin with this character"),
        N_("put the text in quotes, and indent with spaces, never with tabs"),
    ),
    "found unexpected end of stream": (N_("a quote is opened and never closed"), N_("close it on the same line")),
}


@dataclass(slots=True)
class Node:
    """A value and where it stands: libyaml's marks, whose `index` counts characters of `Document.text`.

    `items` holds the values of a list, or key and value of each entry of a mapping. `style` is that of a scalar,
    `flow` or `block`.
    """

    start: Any
    end: Any
    style: str
    data: Any
    items: Any = None
    key: Node | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A record as read: its plain data, and the place of every value."""

    data: dict[str, Any]
    root: Node = field(repr=False)
    text: str = field(repr=False)
    scalars: list[Any] = field(repr=False)

    def place(self, loc: Sequence[str | int]) -> tuple[int, int] | None:
        """Line and column (from 1) of the value at `loc`, or of the nearest thing around it that is there.

        Parts that name nothing are passed over, as Pydantic also names the branches of a union.
        """
        node, mark = self.root, self.root.start
        for part in loc:
            if isinstance(node.data, dict) and part in node.items:
                key, node = node.items[part]
                mark = key.start if node.start.index == node.end.index else node.start
            elif isinstance(node.data, list) and isinstance(part, int) and 0 <= part < len(node.items):
                node = node.items[part]
                mark = node.start
        return _place(mark)

    def comments(self) -> list[int]:
        """Where each comment begins."""
        found = [match.start() for match in _outside_scalars(self.text, self.scalars)]
        headers = (_HEADER.match(self.text, node.start_mark.index) for node in self.scalars if node.style in _BLOCK)
        return sorted(found + [header.start(1) for header in headers if header and header[1]])


_BLOCK = ("|", ">")
_PLAIN = ("", None)


def read(data: bytes, path: str = "") -> Document:
    """Read the record in `data`; `path` is only named in messages.

    Raises:
        InvalidError: when it is not one plain YAML mapping; its problems say what is wrong and where.
    """
    return _Reading(path).read(data)


def _place(mark: Any) -> tuple[int, int]:
    return mark.line + 1, mark.column + 1


def _outside_scalars(source: str, scalars: Sequence[Any]) -> Iterator[re.Match[str]]:
    """Each comment; group 1 is set where a `#` stands that may not begin one."""
    position = 0
    for scalar in scalars:
        yield from _COMMENT.finditer(source, position, scalar.start_mark.index)
        position = scalar.end_mark.index
    yield from _COMMENT.finditer(source, position)


class _Reading:
    """The state of reading one record."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.text = ""
        self.problems: list[Problem] = []
        self.hint: Text | None = None
        self.open: list[Node] = []
        self.scalars: list[Any] = []
        self.root: Node | None = None
        self.nodes = self.documents = 0

    def read(self, data: bytes) -> Document:
        self._decode(data)
        handlers = {
            events.ScalarEvent: self._scalar,
            events.MappingStartEvent: self._begin,
            events.SequenceStartEvent: self._begin,
            events.MappingEndEvent: self._end,
            events.SequenceEndEvent: self._end,
            events.DocumentStartEvent: self._document,
            events.AliasEvent: self._anchor,
        }
        try:
            following = CParser(self.text).get_event
            while (event := following()) is not None:
                if handle := handlers.get(type(event)):
                    handle(event)
        except YAMLError as error:
            self._syntax(error)
        if self.root is None:
            self._stop(None, "empty", text("is empty"), text("check that it is the right file"))
        if "#" in self.text:
            for match in _outside_scalars(self.text, self.scalars):
                if match[1]:
                    before = self.text[: match.start()]
                    self._wrong(self._place_after(before), "syntax", *_COMMENT_FAULT)
        if self.problems:
            self._refuse()
        return Document(self.root.data, self.root, self.text, self.scalars)

    def _decode(self, data: bytes) -> None:
        if len(data) > MAX_BYTES:
            said = text("is larger than {limit} bytes", limit=MAX_BYTES)
            self._stop(None, "too_large", said, text("keep attachments outside the record"))
        try:
            # A byte order mark at the very start is what Windows editors leave behind; it says nothing.
            self.text = data.decode().removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            place = self._place_after(data[: error.start].decode())
            self._stop(place, "not_utf8", text("is not UTF-8 text"), text("save the file as UTF-8"))
        if found := _CONTROL.search(self.text):
            said = text("holds a control character or line break ({point})", point=f"U+{ord(found[0]):04X}")
            place = self._place_after(self.text[: found.start()])
            self._stop(place, "control_character", said, text("delete that character"))

    # What is wrong

    def _place_after(self, before: str) -> tuple[int, int]:
        before = before.replace("\r\n", "\n").replace("\r", "\n")
        return before.count("\n") + 1, len(before) - before.rfind("\n")

    def _wrong(self, place: tuple[int, int] | None, kind: str, message: Text, hint: Text) -> None:
        line, column = place or (None, None)
        self.problems.append(Problem(message, path=self.path, line=line, column=column, kind=kind))
        self.hint = self.hint or hint
        if len(self.problems) >= _MAX_PROBLEMS:
            self._refuse()

    def _stop(self, place: tuple[int, int] | None, kind: str, message: Text, hint: Text) -> NoReturn:
        self._wrong(place, kind, message, hint)
        self._refuse()

    def _refuse(self) -> NoReturn:
        first, more = self.problems[0], len(self.problems) - 1
        where = first.place() or text("the record")
        message = text("{where}: {what}", where=where, what=first.message)
        if more:
            message = text("{where}: {what} (and {more} more)", where=where, what=first.message, more=more)
        raise InvalidError(message, self.hint, self.problems) from None
