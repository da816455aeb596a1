"""Writes a changed record back into its file as people left it: only what changed is written anew.

Comments, blank lines, quotes, the order of keys and the kind of line ends stay as they are everywhere else, so a
commit shows what a move did and nothing more. What comes out is read again and compared before anyone may store it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import yaml

from ordertool.book.yaml_reader import Document, read
from ordertool.book.yaml_writer import dump_items, dump_section, dump_text, fits_lines
from ordertool.errors import InvalidError
from ordertool.language import text

_BOM = "\ufeff".encode()
_NEWLINE = re.compile(r"\r\n|\r|\n")
_REST_OF_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?")
_INDENTED_COMMENTS = re.compile(r"(?:(?:[ \t]*(?:\r\n|\r|\n))*[ \t]+#[^\r\n]*(?:\r\n|\r|\n)?)*")
_INDENTATION = re.compile(r"^( *)[^\s#-][^\n]*:[ \t]*(?:#[^\n]*)?\n(?:[ \t]*(?:#[^\n]*)?\n)*( *)(-)?", re.MULTILINE)
_ABSENT = object()
_Edit = tuple[int, int, str]


def splice(old_text: bytes, old: Mapping[str, Any], new: Mapping[str, Any], path: str = "") -> bytes:
    """The file's text, made to say `new` where that differs from `old`, which the text says now.

    Args:
        old_text: The file as it is.
        old: Its content as plain data; the file may spell a value differently (`1850.0` for `"1850.00"`).
        new: The content it is to have.
        path: The file's path, for messages.

    Raises:
        InvalidError: when the file cannot be read, or cannot be changed without losing something.
    """
    document = read(old_text, path)
    for attempt in (_by_sections, _whole):
        try:
            written = attempt(document, old, new).encode()
            result = _BOM + written if old_text.startswith(_BOM) else written
            if _says(read(result).data, document.data, old, new):
                return result
        except (_CannotError, InvalidError):
            continue
    raise InvalidError(
        text("{path}: this change cannot be written into the file without losing part of it", path=path or "-"),
        text("write the file in plain lines, `name: value`, without brackets over several lines, and try again"),
    )


class _CannotError(Exception):
    """This way of changing the text does not do for this text."""


class _Section:
    """A top-level key with its value: whole lines, with the indented comments below them."""

    def __init__(self, document: Document, key: yaml.Node, value: yaml.Node) -> None:
        if key.start_mark.column:
            raise _CannotError
        self.value = value
        self.begin: int = key.start_mark.index
        self.end = _last(_INDENTED_COMMENTS, document.text, _content_end(document.text, value))


def _last(pattern: re.Pattern[str], source: str, position: int) -> int:
    match = pattern.match(source, position)
    return match.end() if match else position


def _content_end(source: str, node: yaml.Node) -> int:
    """Where the last line of `node` ends."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    end: int = node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        if "+" in source[node.start_mark.index : node.start_mark.index + 3]:
            return end  # the blank lines below belong to the text
        while source[end - 1] in "\r\n":
            end -= 1
    return _last(_REST_OF_LINE, source, end)


def _by_sections(document: Document, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """Change, add and delete whole sections of the text."""
    if document.root.flow_style:
        raise _CannotError
    sections = {key.value: _Section(document, key, value) for key, value in document.root.value}
    comments = [comment.start() for comment in document.comments()]
    edits: list[_Edit] = []
    for key, section in sections.items():
        if key not in new and key in old:
            edits.append((section.begin, section.end, ""))
        elif key in new and not _equal(old.get(key, _ABSENT), new[key]):
            commented = any(section.begin < comment < section.end for comment in comments)
            edits.append(_changed(document.text, section, commented, {key: old.get(key)}, {key: new[key]}))
    edits += _additions(sections, old, new)
    return _applied(document.text, edits)


def _changed(source: str, section: _Section, commented: bool, old: dict[str, Any], new: dict[str, Any]) -> _Edit:
    ((key, before),), after, node = old.items(), *new.values(), section.value
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and isinstance(before, list):
        grown = isinstance(after, list) and len(node.value) == len(before) < len(after)
        if grown and _equal(before, after[: len(before)]):
            return section.end, section.end, dump_items(after[len(before) :], node.start_mark.column)
    if commented:
        return section.begin, section.end, _round_trip(source[section.begin : section.end], old, new)
    return section.begin, section.end, dump_section(key, after)


def _additions(sections: dict[str, _Section], old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[_Edit]:
    """New keys, each before the one that follows it in `new`, so that a log stays last."""
    order, in_file = list(new), list(sections)
    for position, key in enumerate(order):
        if key in sections or _equal(old.get(key, _ABSENT), new[key]):
            continue
        following = next((name for name in order[position + 1 :] if name in sections), None)
        above = in_file.index(following) - 1 if following else len(in_file) - 1
        place = sections[in_file[above]].end if above >= 0 else sections[in_file[0]].begin
        yield place, place, dump_section(key, new[key])


def _applied(source: str, edits: list[_Edit]) -> str:
    found = _NEWLINE.search(source)
    newline = found[0] if found else "\n"
    result, done = "", 0
    for begin, end, lines in sorted(edits, key=lambda edit: edit[:2]):  # what is added at one place keeps its order
        result += source[done:begin]
        if lines and result and result[-1] not in "\r\n":
            result += newline
        result += lines.replace("\n", newline)
        done = end
    return result + source[done:]


def _whole(document: Document, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    found = _NEWLINE.search(document.text)
    return _round_trip(document.text, old, new).replace("\n", found[0] if found else "\n")


def _round_trip(source: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """Change single values and leave the comments between them, by way of ruamel.yaml."""
    from ruamel.yaml import YAML  # noqa: PLC0415 (slow to import, and seldom needed)
    from ruamel.yaml.nodes import ScalarNode  # noqa: PLC0415
    from ruamel.yaml.resolver import VersionedResolver  # noqa: PLC0415
    from ruamel.yaml.tag import Tag  # noqa: PLC0415

    class AsWritten(VersionedResolver):
        """Takes every value for text, so that `0123`, `+86` and `1850.00` are written as they were read."""

        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
            if kind is not ScalarNode:
                return super().resolve(kind, value, implicit)
            return Tag(suffix=f"tag:yaml.org,2002:{'str' if value or not implicit[0] else 'null'}")

    source = _NEWLINE.sub("\n", source)
    editor = YAML()
    editor.Resolver = AsWritten
    editor.preserve_quotes = True
    editor.width = 1 << 30
    editor.explicit_start = source.startswith("---") or "\n---" in source
    steps = {dash: len(inner) - len(outer) for outer, inner, dash in reversed(_INDENTATION.findall(source))}
    offset = steps.get("-", 2)
    editor.indent(mapping=steps.get("", 2), sequence=offset + 2, offset=offset)
    written = io.StringIO()
    try:
        tree = editor.load(source)
        _update(tree, old, new)
        editor.dump(tree, written)
    except Exception as error:  # it fails in many ways on comments in odd places
        raise _CannotError from error
    return written.getvalue()


def _update(tree: Any, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    for key in [key for key in tree if key in old and key not in new]:
        del tree[key]
    order = list(new)
    for position, key in enumerate(order):
        before = old.get(key, _ABSENT)
        if _equal(before, new[key]):
            continue
        if key in tree:
            tree[key] = _updated(tree[key], before, new[key])
        else:
            following = next((name for name in order[position:] if name in tree), None)
            tree.insert(list(tree).index(following) if following else len(tree), key, _fresh(new[key]))


def _updated(node: Any, old: Any, new: Any) -> Any:
    """`node`, changed within as far as it may be, else something new in its place."""
    if isinstance(node, dict) and isinstance(old, Mapping) and isinstance(new, Mapping) and new:
        _update(node, old, new)
        return node
    if not (isinstance(node, list) and isinstance(old, list) and isinstance(new, list) and len(node) == len(old)):
        return _fresh(new)
    kept, after = list(old), _ids(new)
    by_id = None not in (*after, *_ids(old))
    for index in reversed(range(len(old))):
        if (by_id and _ids(old)[index] not in after) or (not by_id and index >= len(new)):
            del node[index], kept[index]
    if not new or (by_id and _ids(kept) != after[: len(kept)]):
        return _fresh(new)
    for index, before in enumerate(kept):
        if not _equal(before, new[index]):
            node[index] = _updated(node[index], before, new[index])
    node.extend(_fresh(item) for item in new[len(kept) :])
    return node


def _ids(items: list[Any]) -> list[Any]:
    return [item.get("id") if isinstance(item, Mapping) else None for item in items]


def _fresh(value: Any) -> Any:
    """`value` as ruamel.yaml is to write it."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq  # noqa: PLC0415
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString  # noqa: PLC0415

    if isinstance(value, Mapping):
        return CommentedMap({key: _fresh(inner) for key, inner in value.items()})
    if isinstance(value, list | tuple):
        return CommentedSeq([_fresh(item) for item in value])
    if isinstance(value, Decimal):
        return DoubleQuotedScalarString(f"{value:f}")
    if not isinstance(value, str):
        return None if value is None else str(value).lower()
    if dump_text(value) == value:
        return value
    return LiteralScalarString(value) if fits_lines(value) else DoubleQuotedScalarString(value)


def _equal(one: Any, other: Any) -> bool:
    """Whether two values are the same and of one kind (`1 == True` is not)."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_equal(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_equal, one, other))
    return isinstance(one, bool) is isinstance(other, bool) and bool(one == other)


def _says(said: Any, before: Any, old: Any, new: Any) -> bool:
    """Whether what the file now says is `new`: in the words it had before where nothing changed, else in any."""
    if _equal(old, new) and _equal(said, before):
        return True
    keys: Any = ()
    if isinstance(said, Mapping) and isinstance(new, Mapping):
        keys = said.keys() | new.keys()  # one that only the file has spells out a default; only in `new`, it is one
    elif isinstance(said, list) and isinstance(new, list) and len(said) == len(new):
        keys = range(len(new))
    elif isinstance(said, str | int | Decimal) and isinstance(new, str | int | Decimal):
        return str(said) == str(new) or (_number(said) is not None and _number(said) == _number(new))
    else:
        return said is new
    return all(_says(*(_at(values, key) for values in (said, before, old, new))) for key in keys)


def _at(values: Any, key: Any) -> Any:
    if isinstance(values, Mapping):
        return values.get(key, _ABSENT)
    return values[key] if isinstance(values, list) and key < len(values) else _ABSENT


def _number(value: Any) -> Decimal | None:
    try:
        return None if isinstance(value, bool) else Decimal(value)
    except InvalidOperation:
        return None
