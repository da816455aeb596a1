"""Sheets of evidence: every move that counted or was left out, with a way back to its score (P6.2a).

There may be hundreds of thousands of rows: they are written as XML, each text once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from xlsxwriter.worksheet import Worksheet

from ordertool.language import _
from ordertool.reports.assessment_evidence import Chunk
from ordertool.reports.assessment_layout import Layout, evidence_heads
from ordertool.reports.assessment_paper import Paper
from ordertool.reports.excel import HEAD, Book, put, serial, xml_text
from ordertool.reports.screen import width

_SHORT = 12
"""Characters of a commit's name that git knows it by."""
_FITS = 56
"""Cells of a reason that stand in one line."""
_AT_A_TIME = 5000
_GREY = {"font_color": "#7F7F7F", "bg_color": "#F2F2F2"}
_LINK = {"font_color": "#0563C1", "align": "center"}
_KINDS = (
    "text", "text", "text", "text", "text", "text", "time", "time", "figure", "figure", "text", "text", "text", "link", "long"
)  # fmt: skip
"""What the columns hold; `long` is a reason that takes several lines."""
_WHY, _LONG = 11, 14


def add_evidence(
    book: Book,
    page: Worksheet,
    about: tuple[str, str, Sequence[Chunk]],
    paper: Paper,
    layout: Layout,
    progress: Callable[[int], None],
) -> None:
    """Fill a sheet with the evidence of one indicator."""
    indicator, _title, chunks = about
    heads = evidence_heads()
    for column, (head, wide) in enumerate(heads):
        put(page, 0, column, head, book.look(**HEAD))
        page.set_column(column, column, wide)
    last = chunks[-1].row + len(chunks[-1].evidence) - 1
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, last, len(heads) - 1)
    page.repeat_rows(0)
    counted, left_out = ([_style(book, kind, grey) for kind in _KINDS] for grey in ({}, _GREY))

    def rows() -> Iterator[str]:
        for chunk in chunks:
            back = _back(layout.score_cell(chunk.one, indicator))
            yield from _rows(chunk, paper, counted, left_out, back, progress)

    page.follow_with(rows(), last, len(heads) - 1)


def _rows(
    chunk: Chunk, paper: Paper, counted: list[int], left_out: list[int], back: str, progress: Callable[[int], None]
) -> Iterator[str]:
    """The rows of a chunk as XML."""
    name, department, zone = _inline(chunk.one.name), _inline(chunk.one.department), paper.zone
    words = {True: _inline(_("counted")), False: _inline(_("left out"))}
    for number, one in enumerate(chunk.evidence, chunk.row + 1):
        s, why = counted if one.of else left_out, str(one.why)
        due = "" if one.due is None else f"<v>{serial(one.due.astimezone(zone))!r}</v>"
        yield (
            f'<row r="{number}"><c r="A{number}" s="{s[0]}"{name}</c><c r="B{number}" s="{s[1]}"{department}</c>'
            f'<c r="C{number}" s="{s[2]}"{_inline(one.order)}</c><c r="D{number}" s="{s[3]}"{_move(one.move)}</c>'
            f'<c r="E{number}" s="{s[4]}"{_inline(one.item)}</c><c r="F{number}" s="{s[5]}"{_commit(one.commit)}</c>'
            f'<c r="G{number}" s="{s[6]}"><v>{serial(one.at.astimezone(zone))!r}</v></c><c r="H{number}" s="{s[7]}">{due}</c>'
            f'<c r="I{number}" s="{s[8]}"><v>{one.got:f}</v></c><c r="J{number}" s="{s[9]}"><v>{one.of:f}</v></c>'
            f'<c r="K{number}" s="{s[10]}"{words[bool(one.of)]}</c><c r="L{number}" s="{s[_why(why)]}"{_inline(why)}</c>'
            f'<c r="M{number}" s="{s[12]}"{_inline(str(one.clause))}</c><c r="N{number}" s="{s[13]}"{back}</c></row>'
        )
        if not number % _AT_A_TIME:
            progress(_AT_A_TIME)


@lru_cache(100_000)
def _inline(words: str) -> str:
    """The rest of a cell that holds words, after its style."""
    return f' t="inlineStr">{xml_text(words)}' if words else ">"


def _move(verb: str) -> str:
    return _inline(_(verb) if verb else "")


def _commit(commit: str) -> str:
    return f' t="inlineStr"><is><t>{escape(commit[:_SHORT])}</t></is>' if commit else ">"


def _back(score: str) -> str:
    """A link to the score, as a formula, so that it stays with its row when the sheet is sorted."""
    place = f"#{score}".replace('"', '""').replace("$", "")
    return f' t="str"><f>{escape(f"""HYPERLINK("{place}","↑")""", quote=False)}</f><v>↑</v>'


def _why(words: str) -> int:
    return _LONG if 2 * len(words) > _FITS and width(words) > _FITS else _WHY


def _style(book: Book, kind: str, more: dict[str, Any]) -> int:
    """A cell's style by its number."""
    own = {"text_wrap": True} if kind == "long" else _LINK if kind == "link" else {}
    return int(book.look("text" if own else kind, **own | more)._get_xf_index())  # noqa: SLF001 (XML needs the number)
