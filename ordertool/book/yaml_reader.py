"""Reads one record (an order, a client, a staff file, the policy) from YAML that people edit by hand.

YAML 1.2's core schema over libyaml's fast parser. PyYAML's own loader reads `no` as False and `0123` as 83, keeps
the last of two equal keys and expands alias bombs, so values are built here from its nodes. What libyaml lets pass
although YAML forbids it is refused as well, for another reader would take it differently. Codes and phone numbers
stay what was typed: a whole number with a leading zero or a plus sign is text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, NoReturn

import yaml

from ordertool.book.yaml_scalars import plain_value
from ordertool.errors import InvalidError, Problem
from ordertool.language import N_, text

MAX_BYTES = 1 << 20
MAX_DEPTH = 32
MAX_NODES = 50_000
_MAX_PROBLEMS = 50
_BLOCKS = ("|", ">")
_DECORATIONS = {"&": "anchor", "!": "tag"}
_MAY_BE_NO_TEXT = frozenset("0123456789-+.~nNtTfF") | {""}

# NEL, LS and PS end a line in YAML 1.1 but not in 1.2; readers disagree, so they may only come as escapes.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_LINE_BREAK = re.compile(r"\r\n?|\n")
_DIRECTIVE = re.compile(r"(?:\A|(?<=[\r\n]))%")
_COMMENT = re.compile(r"(?<!\S)#[^\r\n]*|(#)")
_BLANK_THEN_COMMENT = re.compile(r"[^\r\n]*[ \r\n]*[\r\n]( +)#")

# What libyaml says, by a part of it, in words for those who never heard of YAML.
_SYNTAX = {
    "mapping values": N_("there is a colon where no value can stand"),
    "expected ':'": N_("this line is no name with a colon after it"),
    "expected key": N_("this does not fit the lines above it"),
    "cannot start any token": N_("no value can begin with this character"),
    "tab character": N_("a tab stands where only spaces may"),
    "end of stream": N_("a quote is opened and never closed"),
    "alias": N_("anchors and aliases are not used in a book"),
    "occurrence": N_("anchors and aliases are not used in a book"),
    "another document": N_("a second record begins here"),
}
_LOOK = N_("check the indentation (spaces, no tabs), quotes and brackets here; text with a colon goes in quotes")
# What is wrong, and what to do next.
_FAULTS = {
    "syntax": (N_("this is not YAML: {detail}"), _LOOK),
    "too_large": (N_("is larger than {limit} bytes"), N_("keep attachments outside the record")),
    "too_many": (N_("holds more values than a record may"), N_("shorten it")),
    "too_deep": (N_("is nested deeper than a record may be"), N_("check its brackets and dashes")),
    "not_utf8": (N_("is not UTF-8 text"), N_("save the file as UTF-8")),
    "control_character": (N_("holds a control character or line break ({point})"), N_("delete that character")),
    "empty": (N_("is empty"), N_("check that it is the right file")),
    "not_a_mapping": (N_("must be a mapping of names to values"), N_("begin each line with a name and a colon")),
    "directive": (N_("lines with % are not used in a book"), N_("delete the line")),
    "anchor": (N_("anchors and aliases are not used in a book"), N_("write the value out where it is needed")),
    "tag": (N_("tags are not used in a book"), N_("delete the tag; put text in quotes")),
    "duplicate_key": (N_("{key} is here more than once"), N_("keep one of them")),
    "key_not_text": (N_("a name must be text"), N_("put it in quotes")),
    "no_value": (N_("{written} can be kept neither as text nor as a number"), N_("put it in quotes if it is text")),
    "comment": (N_("a comment needs a space before its #"), N_("put a space before the #")),
    "indentation": (N_("the further lines of a value must be indented"), N_("indent them below its name")),
}


class Document(NamedTuple):
    """A record as read; the `index` of a node's marks counts characters of `text`, `scalars` stand in its order."""

    data: dict[str, Any]
    root: yaml.MappingNode
    text: str
    scalars: list[yaml.ScalarNode]

    def place(self, loc: Sequence[str | int]) -> tuple[int, int] | None:
        """Line and column (from 1) of the value at `loc`, or of the nearest thing around it that is there."""
        node: Any = self.root
        mark = node.start_mark
        for part in loc:  # one that names nothing is passed over: Pydantic names the branches of a union too
            if isinstance(node, yaml.MappingNode) and (pair := [pair for pair in node.value if pair[0].value == part]):
                key, node = pair[0]
                mark = key.start_mark if node.start_mark.index == node.end_mark.index else node.start_mark
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and 0 <= part < len(node.value):
                node = node.value[part]
                mark = node.start_mark
        return mark.line + 1, mark.column + 1

    def comments(self) -> Iterator[re.Match[str]]:
        """Each comment; group 1 is set where a `#` stands that may not begin one."""
        ends = [scalar.end_mark.index for scalar in self.scalars]
        position = self.text.find("#")
        while position >= 0:
            after = bisect_right(ends, position)
            if after < len(ends) and self._holds(self.scalars[after], position):
                position = self.text.find("#", ends[after])
            elif comment := _COMMENT.match(self.text, position):
                yield comment
                position = self.text.find("#", comment.end())

    def _holds(self, scalar: yaml.ScalarNode, position: int) -> bool:
        begin = scalar.start_mark.index  # the first line of a block scalar, from | on, is not yet its text
        return begin <= position and (scalar.style not in _BLOCKS or "\n" in self.text[begin:position])


def read(data: bytes, path: str = "") -> Document:
    """Read the record in `data`; `path` is only named in messages.

    Raises:
        InvalidError: when it is not one plain YAML mapping; its problems say what is wrong and where.
    """
    return _Reading(path).read(data)


class _Composer(yaml.CBaseLoader):
    """Composes nodes within limits; what plain text means is not decided here."""

    nodes = depth = 0

    def resolve(self, *_: object) -> str:
        return ""

    def descend_resolver(self, *_: object) -> None:  # on the way into a node, where libyaml recurses without end
        self.nodes += 1
        self.depth += 1
        if self.nodes > MAX_NODES or self.depth > MAX_DEPTH:
            raise yaml.YAMLError("too_deep" if self.depth > MAX_DEPTH else "too_many")

    def ascend_resolver(self) -> None:  # on the way out
        self.depth -= 1


class _Reading:
    """Reads one record and collects what is wrong with it."""

    def __init__(self, path: str) -> None:
        self.path, self.text, self.decorated = path, "", False
        self.problems: list[Problem] = []
        self.scalars: list[yaml.ScalarNode] = []

    def read(self, data: bytes) -> Document:
        self._decode(data)
        root = self._compose()
        self.decorated = "&" in self.text or "!" in self.text
        if found := _DIRECTIVE.search(self.text, 0, root.start_mark.index):
            self._wrong("directive", found.start())
        document = Document(self._value(root, -1), root, self.text, self.scalars)
        for comment in document.comments():
            if comment[1]:
                self._wrong("comment", comment.start())
        for scalar in self.scalars if "?" in self.text else ():
            # libyaml takes the ? of {?a: b} for a sign of its own; in YAML 1.2 it belongs to the text.
            if self.text[max(0, scalar.start_mark.index - 1) : scalar.start_mark.index] == "?":
                self._wrong("no_value", scalar.start_mark.index - 1, written=f"?{scalar.value[:40]}")
        if self.problems:
            self._refuse()
        return document

    def _decode(self, data: bytes) -> None:
        if len(data) > MAX_BYTES:
            self._refuse("too_large", limit=MAX_BYTES)
        try:
            self.text = data.decode().removeprefix("\ufeff")  # which Windows editors put there; it says nothing
        except UnicodeDecodeError as error:
            self.text = data[: error.start].decode()
            self._refuse("not_utf8", len(self.text))
        if found := _CONTROL.search(self.text):
            self._refuse("control_character", found.start(), point=f"U+{ord(found[0]):04X}")

    def _compose(self) -> yaml.MappingNode:
        try:
            root = _Composer(self.text).get_single_node()
        except yaml.YAMLError as error:
            said = str(getattr(error, "problem", None) or error)
            # An open quote is missed only at the end of the file; where it was opened helps more.
            mark = getattr(error, "context_mark" if "end of stream" in said else "problem_mark", None)
            detail = next((text(words) for part, words in _SYNTAX.items() if part in said), said)
            self._refuse(said if said in _FAULTS else "syntax", mark and mark.index, detail=detail)
        if not isinstance(root, yaml.MappingNode):
            self._refuse("not_a_mapping" if root and root.value else "empty")
        return root

    def _value(self, node: Any, indent: int) -> Any:
        """The plain value of `node`, whose further lines must be indented by more than `indent`."""
        if self.decorated and (mark := self.text[node.start_mark.index : node.start_mark.index + 1]) in _DECORATIONS:
            self._refuse(_DECORATIONS[mark], node.start_mark.index)  # at once: an anchor may even hold itself
        if isinstance(node, yaml.ScalarNode):
            self.scalars.append(node)
            return self._scalar(node, indent) if node.style or node.value[:1] in _MAY_BE_NO_TEXT else node.value
        if node.flow_style:
            self._check_lines(node, indent)
        else:
            indent = node.start_mark.column
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, indent) for item in node.value]
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = self._value(key_node, indent)
            if not isinstance(key, str):
                self._refuse("key_not_text", key_node.start_mark.index)
            if key in mapping:
                self._wrong("duplicate_key", key_node.start_mark.index, key=key)
            mapping[key] = self._value(value_node, indent)
        return mapping

    def _scalar(self, node: yaml.ScalarNode, indent: int) -> Any:
        written = node.value
        if not node.style:
            try:
                return plain_value(written)
            except ValueError:
                self._wrong("no_value", node.start_mark.index, written=written[:40])
        elif node.style not in _BLOCKS:
            self._check_lines(node, indent)
        elif not written.strip("\n"):
            # Blank lines alone: where a comment is indented like the text, YAML takes it for the text.
            found = _BLANK_THEN_COMMENT.match(self.text, node.start_mark.index)
            if found and len(found[1]) > indent:
                self._wrong("indentation", found.end())
        return written

    def _check_lines(self, node: yaml.Node, indent: int) -> None:
        """Further lines of quoted text and of brackets must be indented, which libyaml does not ask."""
        if node.start_mark.line == node.end_mark.line:
            return
        comment = "#" if isinstance(node, yaml.CollectionNode) else ""
        outdented = rf"[\r\n](?! {{{indent + 1}}})[ \t]*[^ \t\r\n{comment}]"
        if found := re.compile(outdented).search(self.text, node.start_mark.index, node.end_mark.index):
            self._wrong("indentation", found.end() - 1)

    def _wrong(self, kind: str, index: int | None = None, **values: object) -> None:
        before = [] if index is None else _LINE_BREAK.split(self.text[:index])
        line, column = (len(before), len(before[-1]) + 1) if before else (None, None)
        self.problems.append(Problem(text(_FAULTS[kind][0], **values), self.path, line, column, kind=kind))
        if len(self.problems) >= _MAX_PROBLEMS:
            self._refuse()

    def _refuse(self, kind: str = "", index: int | None = None, **values: object) -> NoReturn:
        if kind:
            self._wrong(kind, index, **values)
        first, more = self.problems[0], len(self.problems) - 1
        said = N_("{where}: {what} (and {more} more)") if more else N_("{where}: {what}")
        message = text(said, where=first.place() or "-", what=first.message, more=more)
        raise InvalidError(message, text(_FAULTS[first.kind][1]), self.problems) from None
