"""Which clause of the company's policy is enforced where, read off the code itself; and which by nothing (L20).

Rows of the table name their clause. Conditions and clocks name theirs in their source, tests in theirs: what a source
says is read with `ast`. Declared here is only what no code can say: what a clause demands, where a principle stands
that has no row of its own, and what of a clause is left for later.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from ordertool.language import N_
from ordertool.records.policy import TimeLimits
from ordertool.rules.move import Move
from ordertool.rules.workflow import TABLE

DEMANDS = {
    "P0.1": N_("accuracy"), "P0.2": N_("timeliness"), "P0.3": N_("clear responsibility"), "P0.4": N_("confidentiality"),
    "P2.1a": N_("inquiries taken down"), "P2.1b": N_("inquiries answered or forwarded"),
    "P2.2a": N_("application form"), "P2.2b": N_("preliminary review"), "P2.2c": N_("submission and handover"),
    "P2.3a": N_("assignment"), "P2.3b": N_("assignment notice"), "P2.3c": N_("confirmation of receipt"),
    "P2.4a": N_("follow-up plan"), "P2.4b": N_("progress reports"), "P2.4c": N_("coordination of problems"),
    "P2.5a": N_("preparation of deliveries"), "P2.5b": N_("record of deliveries"), "P2.5c": N_("sign-off and closing"),
    "P2.5d": N_("archive"), "P2.6": N_("other ways out, hold, change, undo"),
    "P3.1": N_("duties of receptionists"), "P3.2": N_("duties of processors"), "P3.3": N_("duties of owners"),
    "P4.1a": N_("client file"), "P4.1b": N_("regular update of client files"), "P4.1c": N_("confidentiality of clients"),
    "P4.2a": N_("information in one place, in time"), "P4.2b": N_("permissions by duties"), "P4.2c": N_("backup"),
    "P5.1a": N_("intake meetings"), "P5.1b": N_("assistance between departments"), "P5.1c": N_("joint work"),
    "P5.2a": N_("contact with the client"), "P5.2b": N_("client told before delivery"), "P5.2c": N_("complaints"),
    "P6.1a": N_("intake timeliness"), "P6.1b": N_("accuracy of order information"), "P6.1c": N_("follow-up efficiency"),
    "P6.1d": N_("client satisfaction"), "P6.1e": N_("communication and coordination"),
    "P6.2a": N_("daily tracking as evidence"), "P6.2b": N_("client feedback"), "P6.2c": N_("assessment in writing"),
    "P6.3a": N_("rewards"), "P6.3b": N_("performance bonus"), "P6.3c": N_("training from results"),
    "P7.1a": N_("credit investigated"), "P7.1b": N_("credit policy by grade"), "P7.1c": N_("credit watched, payments"),
    "P7.2": N_("execution risk"), "P7.3": N_("information security"),
}  # fmt: skip
"""Each clause, and what it demands in a few words."""

DECLARED = {
    "P0.1": ("records.faults.validated", "checking.check_book"),
    "P0.2": ("rules.clocks", "rules.lateness.late_moves"),
    "P0.3": ("rules.duty.responsible", "rules.duties.duties"),
    "P2.3b": ("rules.telling.recipients", "notices.sending.flush"),
    "P2.3c": ("rules.escalation.reached",),
    "P4.2b": ("rules.permissions.role_refusal",),
    "P7.1b": ("rules.exposure.exposure", "rules.credit.verdict", "rules.permissions.may_see_figures"),
    "P5.2b": ("rules.conditions.delivery.told_in_time", "rules.conditions.delivery.prepared"),
    "P5.1a": ("rules.meetings.next_meeting", "reports.agenda.agenda"),
    "P5.1b": ("reports.bulletin.bulletin",),
    "P7.2": ("rules.risks.register", "rules.excuse.lateness", "records.amending.ChangeInput"),
    "P5.2a": ("rules.clocks.last_talk", "rules.duties.duties"),
    "P6.2b": ("rules.surveying.survey_wanted",),
    "P6.2c": ("assess.running.assess",),
    "P6.3a": ("assess.bonus.commended",),
    "P6.3b": ("assess.bonus.bonus_of", "assess.grading.grade_of"),
    "P6.3c": ("rules.file_duties.needed", "rules.file_duties.for_weak_indicators"),
}
"""Principles that hold everywhere, and clauses that are part of others (P2.5a, P2.4a, P2.6): what enforces them."""

ROLE_CLAUSES = {"P3.1": "receptionist", "P3.2": "processor", "P3.3": "owner"}
"""A role's duties are the moves that the table gives it."""

LATER = {
    "P0.4": N_("amounts and contacts stay out of commit messages and notices; files are not encrypted yet"),
    "P2.2a": N_("the form as an Excel workbook comes later"),
    "P2.5d": N_("papers are checked by their hash; nothing is sealed yet"),
    "P4.2b": N_("operating; viewing and shared repositories come later"),
    "P7.3": N_("trainings with their due list; encryption, and keys that are taken back, come later"),
}
"""What of a clause nothing enforces yet, where something does enforce a part of it."""

_CLAUSE = re.compile(r"P[0-7]\.[0-9][a-e]?")
_DECIDING = ("rules.", "session", "making", "saving", "checking", "audit", "assess.")
"""The modules that decide; what shows a clause to a reader does not enforce it."""
_LIMITS = ("_limit", "limit_from", "limit_on")
"""The functions that start the clock of a limit by a clause."""


class Found(NamedTuple):
    """A clause named in the source: where (`module.function`), and of which limit of policy.yaml, if of one."""

    clause: str
    module: str
    name: str
    limit: str = ""

    @property
    def place(self) -> str:
        """Module and function."""
        return f"{self.module}.{self.name}"


class Coverage(NamedTuple):
    """One clause: the moves of its rows, the conditions, limits and functions that enforce it, what keeps its data."""

    clause: str
    moves: tuple[str, ...]
    conditions: dict[str, tuple[str, ...]]
    limits: tuple[str, ...]
    functions: tuple[str, ...]
    commands: tuple[str, ...]
    tests: dict[str, tuple[str, ...]] | None

    @property
    def enforced(self) -> bool:
        """Whether anything refuses, computes or counts by this clause."""
        return bool(self.moves or self.conditions or self.limits or self.functions)

    def document(self) -> dict[str, Any]:
        """The clause as `--json` gives it."""
        return {
            "clause": self.clause,
            "demand": DEMANDS[self.clause],
            "enforced": self.enforced,
            "later": LATER.get(self.clause),
            "moves": list(self.moves),
            "commands": list(self.commands),
            "conditions": {name: list(moves) for name, moves in self.conditions.items()},
            "limits": list(self.limits),
            "functions": list(self.functions),
            "tests": None if self.tests is None else {file: list(names) for file, names in self.tests.items()},
        }


def coverage() -> tuple[Coverage, ...]:
    """Every clause, in order."""
    sources = Sources()
    return tuple(sources.covered(clause) for clause in DEMANDS)


def lessons() -> dict[str, tuple[str, ...]]:
    """The lessons from other systems (L1 …) that tests carry in their names, with the files of those tests."""
    found: dict[str, dict[str, None]] = {}
    for path in sorted((Sources().tests).glob("test_*.py")):
        for name in re.findall(r"^def test_((?:and_|L[0-9]+_)+)", path.read_text("utf-8"), re.MULTILINE):
            for lesson in re.findall("L[0-9]+", name):
                found.setdefault(lesson, {})[path.stem] = None
    return {lesson: tuple(found[lesson]) for lesson in sorted(found, key=lambda one: int(one[1:]))}


def limit_clauses() -> dict[str, str]:
    """The clause behind each limit of policy.yaml."""
    return {found.limit: found.clause for found in Sources().named if found.limit}


class Sources:
    """The package's own source and, beside it in a checkout, its tests."""

    def __init__(self) -> None:
        self.package = Path(str(files("ordertool")))
        self.tests = self.package.parent / "tests"

    @cached_property
    def named(self) -> list[Found]:
        """Every clause that the code names as a value, outside the table's rows."""
        found: list[Found] = []
        for path in sorted(self.package.rglob("*.py")):
            module = ".".join(path.relative_to(self.package).with_suffix("").parts)
            if module.startswith(_DECIDING) and not module.startswith(("rules.workflow", "rules.table")):
                tree = ast.parse(path.read_text("utf-8"))
                found += [one for node in tree.body for one in _in_node(node, module)]
        return found

    @cached_property
    def tested(self) -> list[Found] | None:
        """Every clause that a test names; None where there are no tests."""
        if not self.tests.is_dir():
            return None
        found = []
        for path in sorted(
            {*self.tests.glob("test_*.py")} - {self.tests / "test_policy.py"}
        ):  # which tests these lists
            text = path.read_text("utf-8")
            for node in ast.parse(text).body:
                if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                    said = ast.get_source_segment(text, node) or ""
                    said += "".join(ast.get_source_segment(text, one) or "" for one in node.decorator_list)
                    found += [Found(clause, path.stem, node.name) for clause in sorted(set(_CLAUSE.findall(said)))]
        return found

    def covered(self, clause: str) -> Coverage:
        """What enforces one clause."""
        rows = [row for row in TABLE if row.clause.number == clause]
        role = ROLE_CLAUSES.get(clause)
        rows += [row for row in TABLE if role in row.who and row.kind == "order"]
        here = [found for found in self.named if found.clause == clause]
        asked = {name: tuple(_name(row) for row in TABLE if name in _conditions(row)) for name in sorted(_names(here))}
        conditions = {name: moves for name, moves in asked.items() if moves}
        others = {found.place for found in here if not found.limit and found.name not in conditions}
        made = [*rows, *(row for row in TABLE if set(conditions) & _conditions(row))]
        tests: dict[str, tuple[str, ...]] = {}
        for found in self.tested or ():
            if found.clause == clause:
                tests[found.module] = (*tests.get(found.module, ()), found.name)
        return Coverage(
            clause,
            tuple(dict.fromkeys(map(_name, rows))),
            conditions,
            tuple(dict.fromkeys(found.limit for found in here if found.limit)),
            (*DECLARED.get(clause, ()), *sorted(others)),
            tuple(dict.fromkeys(map(_command, made))),
            None if self.tested is None else tests,
        )


def _names(found: list[Found]) -> set[str]:
    return {one.name for one in found if one.module.startswith("rules.conditions")}


def _in_node(node: ast.stmt, module: str) -> Iterator[Found]:
    """The clauses that a top-level statement names as values, with the limits of the calls that name both."""
    name = getattr(node, "name", None) or _target(node)
    told = set()
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in _LIMITS:
            words = [word for argument in call.args if not isinstance(argument, ast.Call) for word in _words(argument)]
            for clause in filter(_CLAUSE.fullmatch, words):
                told.add(clause)
                yield from (Found(clause, module, name, word) for word in words if word in TimeLimits.model_fields)
    yield from (Found(word, module, name) for word in {*_words(node)} - told if _CLAUSE.fullmatch(word))


def _words(node: ast.AST) -> Iterator[str]:
    """The strings in a piece of code."""
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def _target(node: ast.stmt) -> str:
    targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
    return getattr(targets[0], "id", "")


def _conditions(row: Move) -> set[str]:
    return {condition.__name__ for condition in (*row.ready, *row.when)}


def _name(row: Move) -> str:
    return row.verb if row.kind == "order" else f"{row.kind} {row.verb}"


def _command(row: Move) -> str:
    if " " in row.command:  # of another noun
        return row.command
    return _name(row._replace(verb=row.command)) if row.command else _name(row)
