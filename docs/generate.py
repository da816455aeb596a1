"""Writes the pages that are made from the code: the workflow, the command line, the coverage of the policy.

`python docs/generate.py` writes all of them, in English and Chinese; tests/test_docs.py says when they are old.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import itertools
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

HERE = Path(__file__).resolve().parent
LANGUAGES = ("en", "zh_CN")
PAGES = {"en": ("workflow.md", "cli.md", "policy-coverage.md"), "zh_CN": ("workflow.zh.md", "cli.zh.md")}


def main(args: Sequence[str]) -> int:
    """Write the pages of each language; help lines are made when a command is imported, so each has a process."""
    if args[:1] == ["--language"]:
        write(args[1], Path(args[2]))
        return 0
    folder = str(args[0]) if args else str(HERE)
    for language in LANGUAGES:
        subprocess.run([sys.executable, __file__, "--language", language, folder], check=True)
    return 0


def write(language: str, folder: Path) -> None:
    """Write the pages of one language."""
    from ordertool.language import use_language

    os.environ |= {"COLUMNS": "80", "NO_COLOR": "1"}
    use_language(language)
    makers = {"workflow": workflow, "cli": command_line, "policy-coverage": policy_coverage}
    for page in PAGES[language]:
        made = "".join(f"{line}\n" for line in makers[page.split(".")[0]]())
        (folder / page).write_text(made, "utf-8")


def made_by(english: str, chinese: str) -> str:
    """A sentence in the language in use. These pages are for developers, so their frame is not in the catalogue."""
    from ordertool.language import language

    return chinese if language() == "zh_CN" else english


# The workflow


def workflow() -> Iterator[str]:
    """The table of moves: a diagram, every row, and who answers at each stage."""
    from ordertool.rules.workflow import TABLE

    yield made_by("# The workflow", "# 操作表")
    yield ""
    yield made_by(
        "Made from `ordertool/rules/workflow.py` and `ordertool/rules/duty.py` by `python docs/generate.py`.",
        "由 `python docs/generate.py` 根据 `ordertool/rules/workflow.py` 和 `ordertool/rules/duty.py` 生成。",
    )
    yield ""
    yield from _diagram([row for row in TABLE if row.kind == "order"])
    yield ""
    yield made_by("## Moves of an order", "## 订单的操作")
    yield ""
    yield from _rows([row for row in TABLE if row.kind == "order"])
    yield ""
    yield made_by(
        "## Moves on the files of clients, staff, meetings and assessments", "## 客户档案、人员档案、会议和考核的操作"
    )
    yield ""
    yield from _rows([row for row in TABLE if row.kind != "order"])
    yield ""
    yield made_by("## Who answers for the next step", "## 下一步由谁负责")
    yield ""
    yield made_by(
        "At each stage the first row that fits. The soonest of its limits is the due time. On hold, nobody is late.",
        "每个状态取第一条符合的。几个时限中最早到期的就是到期时间。暂停期间不计时。",
    )
    yield ""
    yield from _steps()


def _diagram(rows: Sequence[Any]) -> Iterator[str]:
    """Stages, and the moves that lead from one to another; what may happen at every open stage leads from all."""
    from ordertool.language import _
    from ordertool.records.order import STAGES
    from ordertool.reports.screen import stage_name
    from ordertool.rules.workflow import row as row_of

    cancel = row_of("order", "cancel")
    assert cancel is not None
    edges: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        for start, end in outcomes(row):
            if start != end:
                start_ = "open" if row.frm == cancel.frm else "[*]" if start == "new" else start
                verbs = edges.setdefault((start_, end), [])
                verbs += [] if _(row.verb) in verbs else [_(row.verb)]
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield f'    state "{made_by("open", "未结束")}" as open {{'
    for stage in (stage for stage in STAGES if stage in cancel.frm):
        yield f'        state "{stage_name(stage)}" as {stage}'
    inside = {pair for pair in edges if set(pair) <= cancel.frm}
    yield from (
        f"        {start} --> {end}: {', '.join(edges[start, end])}" for start, end in edges if (start, end) in inside
    )
    yield "    }"
    for stage in (stage for stage in STAGES if stage not in cancel.frm):
        yield f'    state "{stage_name(stage)}" as {stage}'
    yield from (
        f"    {start} --> {end}: {', '.join(edges[start, end])}" for start, end in edges if (start, end) not in inside
    )
    yield "    archived --> [*]"
    yield "```"
    yield ""
    yield made_by(
        "A hold is a mark, not a stage: `hold` and `resume` are open to every open order. `undo` leads back to where the "
        "order stood before the move that it takes back.",
        "暂停是标记，不是状态：未结束的订单都可以暂停和恢复。撤销使订单回到被撤销的操作之前的状态。",
    )


def outcomes(row: Any) -> list[tuple[str, str]]:
    """From which stage a row leads to which: where that follows from the record, every case of it is tried."""
    found = set()
    for start in row.frm:
        if not callable(row.to):
            found.add((start, row.to or start))
            continue
        for some, missing, unsigned in _cases(row.at, start):
            order = SimpleNamespace(
                stage=start, delivered=lambda some=some: some, missing=lambda m=missing: m, unsigned=unsigned,
                open_actions=some, open_complaints=(),  # of a meeting; of an order
            )  # fmt: skip
            found.add((start, row.to(order)))
    order_of = ("new", "listed", *_every_stage())
    return sorted(found, key=lambda pair: (order_of.index(pair[0]), order_of.index(pair[1])))


def _every_stage() -> tuple[str, ...]:
    """The stages of an order, then those that only a meeting or an assessment has."""
    from ordertool.records import assessment, meeting, order

    return tuple(dict.fromkeys((*order.STAGES, *meeting.STAGES, *assessment.STAGES)))


def _cases(place: str, start: str) -> Iterator[tuple[bool, bool, bool]]:
    """How an order can stand after a move: whether something was delivered, is missing, and waits for its slip."""
    for some, missing, unsigned in itertools.product((True, False), repeat=3):
        possible = some or (missing and not unsigned)
        if place == "delivery[]":  # the last delivery has no slip yet
            possible = possible and (missing or unsigned)
        if place == "delivery[].slips[]":  # a slip brings no goods
            possible = possible and some and missing == (start == "active")
        if possible:
            yield some, missing, unsigned


def _rows(rows: Sequence[Any]) -> Iterator[str]:
    """A table of moves. What a condition refuses is its docstring, which is in English alone."""
    from ordertool.language import _, language
    from ordertool.rules.permissions import right_name, role_name

    english = language() == "en"
    head = (
        ["move", "from", "to", "who", "clause", "command", "conditions beside stage, role and time"]
        if english
        else ["操作", "从", "到", "谁", "条款", "命令"]
    )
    yield from _table(head)
    for row in rows:
        name = right_name if row.kind == "order" else role_name
        command = row.command or row.verb
        cells = [
            _(row.verb) if english else f"{_(row.verb)} `{row.verb}`",
            _stages(row.frm),
            _stages({end for _start, end in outcomes(row)}) if row.to else "",
            ", ".join(str(name(right)) for right in row.who),
            row.clause.number,
            f"`{command}`" if row.kind == "order" else f"`{row.kind} {command}`",
        ]
        if english:
            conditions = (*row.ready, *row.when)
            cells.append("; ".join(dict.fromkeys(_said(condition) for condition in conditions)))
        yield f"| {' | '.join(cells)} |"


def _said(condition: Any) -> str:
    """What a condition asks, from the first line of its docstring, without the clause."""
    line = (inspect.getdoc(condition) or "").partition("\n")[0].partition(" (P")[0].rstrip(".")
    return line[0].lower() + line[1:]


def _stages(stages: Any) -> str:
    """Stages in the order of an order's life, a longer stretch by its ends."""
    from ordertool.language import _

    every = _every_stage()
    places = [every.index(stage) for stage in every if stage in stages]
    if not places:
        return "–"
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    words = []
    for run in runs:
        names = [_(every[place]) for place in run]
        words += [f"{names[0]} … {names[-1]}"] if len(names) > 2 else names  # noqa: PLR2004
    return ", ".join(words)


def _steps() -> Iterator[str]:
    from ordertool.language import _
    from ordertool.rules.duty import STEPS
    from ordertool.rules.permissions import right_name

    yield from _table(
        made_by("stage|who|next|limits|clause", "状态|责任人|下一步|时限|条款").split("|"),
    )
    for step in STEPS:
        who = made_by("reception", "接待") if step.who == "reception" else str(right_name(step.who))
        limits = ", ".join(_limit(clocks) for clocks in step.limits)
        yield f"| {_(step.stage)} | {who} | {', '.join(map(_, step.next))} | {limits} | {step.clause.number} |"


def _limit(clocks: Any) -> str:
    """The limit of policy.yaml that a clock runs on, or what else it follows."""
    name = inspect.getclosurevars(clocks).nonlocals.get("name")
    return f"`{name}`" if name else str(clocks.__name__).strip("_").replace("_", " ")


def _table(head: Sequence[str]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"


# The command line


def command_line() -> Iterator[str]:
    """Every command's own help."""
    from ordertool.command_list import NOUNS, commands

    yield made_by("# The command line", "# 命令")
    yield ""
    yield made_by(
        "Made from the commands' own help by `python docs/generate.py`.",
        "由 `python docs/generate.py` 根据各命令自己的帮助生成。",
    )
    yield from _help("")
    for name in commands():
        yield from _help(name)
        for verb in commands(name) if name in NOUNS else ():
            yield from _help(f"{name} {verb}")


def _help(command: str) -> Iterator[str]:
    from ordertool.cli import main as cli

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = cli([*command.split(), "--help"])
    assert code == 0, command
    yield ""
    yield f"{'##' if ' ' not in command else '###'} {f'ordertool {command}'.strip()}"
    yield ""
    yield "```text"
    yield from out.getvalue().rstrip().splitlines()
    yield "```"


# The coverage of the policy


def policy_coverage() -> Iterator[str]:
    """Each clause, with the rows, conditions, limits and tests behind it."""
    from ordertool.reports.coverage import DEMANDS, LATER, coverage, lessons

    found = coverage()
    yield "# Which clause is enforced where"
    yield ""
    yield "Read off the code by `ordertool policy coverage`, written by `python docs/generate.py`. A row of the table refuses by"
    yield "stage, role and time ([workflow.md](workflow.md)); conditions refuse beside that; limits are lines of policy.yaml."
    yield ""
    yield from _table(
        ["clause", "demand", "moves", "conditions, code", "limits", "tests that name it", "in part: what is left"]
    )
    for one in found:
        if one.enforced:
            code = ", ".join(f"`{name}`" for name in (*one.conditions, *one.functions))
            moves = ", ".join(f"`{move}`" for move in one.moves)
            limits, tests = ", ".join(one.limits), ", ".join(one.tests or ())
            yield f"| {one.clause} | {DEMANDS[one.clause]} | {moves} | {code} | {limits} | {tests} | {LATER.get(one.clause, '')} |"
    yield ""
    yield "## Enforced by nothing yet"
    yield ""
    for one in found:
        if not one.enforced:
            later = f": {LATER[one.clause]}" if one.clause in LATER else ""
            yield f"- {one.clause} {DEMANDS[one.clause]}{later}"
    yield ""
    yield "## Lessons from other systems"
    yield ""
    yield "Each has tests that carry its number in their names."
    yield ""
    for lesson, tests in lessons().items():
        yield f"- {lesson}: {', '.join(tests)}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
