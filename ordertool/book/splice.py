"""Writes a changed record back into its file as people left it: only what changed is written anew.

Comments, blank lines, quotes, the order of keys and the kind of line ends stay as they are everywhere else, so a
commit shows what a move did and nothing more. What comes out is read again and compared before anyone may store it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Any

import yaml

from ordertool.book.yaml_reader import MAX_BYTES, Document, read
from ordertool.book.yaml_writer import dump, dump_items, dump_section, dump_text, fits_lines
from ordertool.errors import InvalidError
from ordertool.language import text

_BOM = "\ufeff".encode()
_NEWLINE = re.compile(r"\r\n|\r|\n")
# The rest of a line (none at the begin of one), and the indented comments below it.
_TAIL = re.compile(r"(?:(?<=[\r\n])|[^\r\n]*(?:\r\n?|\n)?)(?:(?:[ \t]*(?:\r\n?|\n))*[ \t]+#[^\r\n]*(?:\r\n?|\n)?)*")
_FLUSH_LIST = re.compile(r"^( *)[^\s#-].*:[ \t]*(?:#.*)?\n(?:[ \t]*(?:#.*)?\n)*\1- ", re.MULTILINE)
_ABSENT = object()
_Edit = tuple[int, int, str]
_Section = tuple[int, int, Any]  # a top-level key with its value: where its lines begin and end, and the value's node


def splice(old_text: bytes, old: Mapping[str, Any], new: Mapping[str, Any], path: str = "") -> bytes:
    """The file's text `old_text`, which says `old`, made to say `new` where the two differ.

    Both are plain data as the models dump it; the file may spell a value differently (`1850.0` for `"1850.00"`) or
    spell out a default. `path` is only named in messages.

    Raises:
        InvalidError: when the file cannot be read, or cannot be changed without losing something.
    """
    document = read(old_text, path)
    for attempt in (_by_sections, _whole):
        try:
            written = attempt(document, dict(old), dict(new)).encode()
            result = _BOM + written if old_text.startswith(_BOM) else written
            if len(result) > MAX_BYTES:
                break
            if _says(read(result).data, document.data, dict(old), dict(new)):
                return result
        except (_CannotError, InvalidError):
            continue
    else:
        raise InvalidError(
            text("{path}: this change cannot be written into the file without losing part of it", path=path or "-"),
            text("write the file in plain lines, `name: value`, without brackets over several lines, and try again"),
        )
    raise InvalidError(
        text("{path} would be larger than {limit} bytes", path=path or "-", limit=MAX_BYTES),
        text("shorten what you add; long texts belong into a paper: close the order, or hand one in"),
    )


class _CannotError(Exception):
    """This way of changing the text does not do for this text."""


def _section_end(source: str, node: yaml.Node) -> int:
    """Where the lines of a section end whose value is `node`."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    end: int = node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        # The blank lines below are not part of the text, unless it says so.
        while source[end - 1] in "\r\n" and "+" not in source[node.start_mark.index : node.start_mark.index + 3]:
            end -= 1
    tail = _TAIL.match(source, end)
    return tail.end() if tail else end


def _by_sections(document: Document, old: dict[str, Any], new: dict[str, Any]) -> str:
    """Change, add and delete whole sections of the text."""
    if document.root.flow_style or any(key.start_mark.column for key, _ in document.root.value):
        raise _CannotError
    source, sections = document.text, dict[str, _Section]()
    for name, node in document.root.value:
        sections[name.value] = (name.start_mark.index, _section_end(source, node), node)
    comments = list(document.comments())
    edits: list[_Edit] = []
    for key, (begin, end, node) in sections.items():
        before, after = old.get(key, _ABSENT), new.get(key, _ABSENT)
        if _equal(before, after):
            continue
        if after is _ABSENT:
            edits.append((begin, end, ""))
        elif _grows(node, before, after):
            edits.append((end, end, dump_items(after[len(before) :], node.start_mark.column)))
        elif inside := [comment[0] for comment in comments if begin < comment.start() < end]:
            was = {key: document.data[key]}
            edits.append((begin, end, _commented(source[begin:end], inside, was, {key: before}, {key: after})))
        else:
            edits.append((begin, end, dump_section(key, after)))
    return _applied(source, [*edits, *_additions(sections, old, new)])


def _commented(source: str, comments: list[str], was: Any, old: dict[str, Any], new: dict[str, Any]) -> str:
    """A section with comments between its lines; where they cannot stay there, they go above it."""
    with suppress(_CannotError, InvalidError):
        written = _round_trip(source, old, new)
        if _says(read(written.encode()).data, was, old, new):
            return written
    return "".join(f"{comment}\n" for comment in comments) + dump(new)


def _grows(node: yaml.Node, before: Any, after: Any) -> bool:
    """Whether a list only gets more items, below those it has."""
    if not isinstance(node, yaml.SequenceNode) or node.flow_style or not isinstance(before, list):
        return False
    return isinstance(after, list) and len(node.value) == len(before) and _equal(before, after[: len(before)])


def _additions(sections: dict[str, _Section], old: dict[str, Any], new: dict[str, Any]) -> Iterator[_Edit]:
    """New keys, each before the one that follows it in `new`, so that a log stays last."""
    order, ends = list(new), [end for _, end, _ in sections.values()]
    for position, key in enumerate(order):
        if key not in sections and not _equal(old.get(key, _ABSENT), new[key]):
            following = next((name for name in order[position + 1 :] if name in sections), None)
            above = list(sections).index(following) if following else len(ends)
            place = ends[above - 1] if above else next(iter(sections.values()))[0]
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


def _whole(document: Document, old: dict[str, Any], new: dict[str, Any]) -> str:
    return _applied(document.text, [(0, len(document.text), _round_trip(document.text, old, new))])


def _round_trip(source: str, old: dict[str, Any], new: dict[str, Any]) -> str:
    """Change single values and leave the comments between them, by way of ruamel.yaml."""
    from ruamel.yaml import YAML, nodes, resolver, tag  # noqa: PLC0415 (slow to import, and seldom needed)

    class AsWritten(resolver.VersionedResolver):
        # Takes every value for text, so that 0123, +86 and 1850.00 are written as they were read.
        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
            if kind is not nodes.ScalarNode:
                return super().resolve(kind, value, implicit)
            return tag.Tag(suffix=f"tag:yaml.org,2002:{'str' if value or not implicit[0] else 'null'}")

    editor, written = YAML(), io.StringIO()
    editor.Resolver = AsWritten
    editor.preserve_quotes = True
    editor.width = 1 << 30
    editor.explicit_start = source.startswith("---") or "\n---" in source
    offset = 0 if _FLUSH_LIST.search(source) else 2
    editor.indent(mapping=2, sequence=offset + 2, offset=offset)
    try:
        tree = editor.load(_NEWLINE.sub("\n", source))
        _update(tree, old, new)
        editor.dump(tree, written)
    except Exception as error:  # it fails in many ways on comments in odd places
        raise _CannotError from error
    return written.getvalue()


def _update(tree: Any, old: dict[str, Any], new: dict[str, Any]) -> None:
    for key in [key for key in tree if key in old and key not in new]:
        del tree[key]
    order = list(new)
    for position, key in enumerate(order):
        if key in tree:
            tree[key] = _updated(tree[key], old.get(key, _ABSENT), new[key])
        elif not _equal(old.get(key, _ABSENT), new[key]):
            following = next((name for name in order[position:] if name in tree), None)
            tree.insert(list(tree).index(following) if following else len(tree), key, _fresh(new[key]))


def _updated(node: Any, old: Any, new: Any) -> Any:
    """`node`, changed within as far as it may be, else something new in its place."""
    if _equal(old, new):
        return node
    if isinstance(node, dict) and isinstance(old, dict) and isinstance(new, dict) and new:
        _update(node, old, new)
        return node
    if not (isinstance(node, list) and isinstance(old, list) and isinstance(new, list) and len(node) == len(old)):
        return _fresh(new)
    names, kept = _names(new), dict(zip(_names(old), old, strict=True))
    for index, name in reversed(list(enumerate(kept))):
        if name not in names:
            del node[index], kept[name]
    if not kept or list(kept) != names[: len(kept)]:
        return _fresh(new)
    for index, before in enumerate(kept.values()):
        node[index] = _updated(node[index], before, new[index])
    node.extend(_fresh(item) for item in new[len(kept) :])
    return node


def _names(items: list[Any]) -> list[Any]:
    """What tells the items of a list apart: their ids where each has its own, else their places."""
    ids = [item["id"] for item in items if isinstance(item, dict) and isinstance(item.get("id"), str)]
    return ids if len(set(ids)) == len(items) else list(range(len(items)))


def _fresh(value: Any) -> Any:
    """`value` as ruamel.yaml is to write it."""
    from ruamel.yaml import comments, scalarstring  # noqa: PLC0415

    if isinstance(value, dict):
        return comments.CommentedMap({key: _fresh(inner) for key, inner in value.items()})
    if isinstance(value, list | tuple):
        return comments.CommentedSeq([_fresh(item) for item in value])
    if isinstance(value, Decimal):
        return scalarstring.DoubleQuotedScalarString(f"{value:f}")
    if not isinstance(value, str):  # said outright to be plain, or it would take over the quotes of what it replaces
        return scalarstring.PlainScalarString("null" if value is None else str(value).lower())
    if dump_text(value) == value:
        return value
    return (scalarstring.LiteralScalarString if fits_lines(value) else scalarstring.DoubleQuotedScalarString)(value)


def _equal(one: Any, other: Any) -> bool:
    """Whether two values are the same and of one kind: `1 == True`, but their spelling differs."""
    return repr(one) == repr(other)


def _says(said: Any, before: Any, old: Any, new: Any) -> bool:
    """Whether the file now says `new`: as it did `before` where nothing changed, else in any words that mean it."""
    if old == new and said == before:
        return True
    if isinstance(said, dict) and isinstance(new, dict):
        each = [values if isinstance(values, dict) else {} for values in (said, before, old, new)]
        return all(_says(*(values.get(key, _ABSENT) for values in each)) for key in said.keys() | new.keys())
    if isinstance(said, list) and isinstance(new, list):
        was: dict[Any, tuple[Any, Any]] = {}
        if isinstance(before, list) and isinstance(old, list):
            was = dict(zip(_names(old), zip(before, old, strict=False), strict=False))
        items = zip(said, _names(new), new, strict=False)
        return len(said) == len(new) and all(
            _says(item, *was.get(name, (_ABSENT, _ABSENT)), after) for item, name, after in items
        )
    return _equal(said, f"{new:f}" if isinstance(new, Decimal) else new)
