"""A glance at the last commit, for a shell's completion: one git process, no models, no cache to go stale.

Records are not parsed, which would take longer than a blink: git finds the lines that ordertool writes. What a hand has
laid out otherwise is offered without its words. Nothing here judges or writes.
"""

from __future__ import annotations

import os
import sys
from itertools import takewhile

_QUIET = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1"}
_LINES = (
    "grep", "-z", "-a", "-E", "--full-name", "--no-line-number", "--no-column", "--no-color", "--no-textconv",
    "--no-recurse-submodules", "--threads=1",
)  # fmt: skip
_LOOK_ALIKES = str.maketrans("ILO", "110")
_WORDS = ("problem", "need", "text", "matters", "place", "name", "item")
"""What an item of a record is told by, the first that it has."""


def root_of(asked: str | None) -> str | None:
    """The top of the book at `asked`, else of the one that the working directory lies in; None without one."""
    folder = os.path.abspath(os.path.expanduser(asked or "."))  # noqa: PTH100, PTH111 (pathlib alone takes 5 ms)
    while True:
        names = (os.path.join(folder, name) for name in (".git", "policy.yaml"))  # noqa: PTH118
        if all(map(os.path.exists, names)):
            return folder
        above = os.path.dirname(folder)  # noqa: PTH120
        if asked or above == folder:
            return None
        folder = above


def orders(root: str) -> list[tuple[str, str, str]]:
    """Id, stage and client's name of every order outside the archive, the newest first."""
    found = []
    for path, lines in _found(root, ["^(stage|  client): *"], "orders").items():
        order = os.path.basename(path).removesuffix(".yaml")  # noqa: PTH119
        if order.startswith("SO-") and path.count("/") == 4:  # noqa: PLR2004 (orders/year/month/day/id, not a paper)
            values = _values(lines)
            found.append((order, values.get("stage", ""), values.get("client", "")))
    return found[::-1]


def clients(root: str) -> list[tuple[str, str]]:
    """Id and name of every client."""
    found = _found(root, ["^  name: *"], "clients")
    return [(_stem(path), _values(lines).get("name", "")) for path, lines in found.items()]


def meetings(root: str) -> list[tuple[str, str, str]]:
    """Id, stage and time of every meeting, the newest first."""
    found = [(_stem(path), _values(lines)) for path, lines in _found(root, ["^(stage|  when): *"], "meetings").items()]
    return [(one, values.get("stage", ""), values.get("when", "")[:16].replace("T", " ")) for one, values in found][
        ::-1
    ]


def actions(root: str, meeting: str) -> list[tuple[str, str]]:
    """Id and words of the actions in the newest minutes of a meeting that nobody has reported as done."""
    tail = tail_typed(meeting).rpartition("-")[2]
    if len(tail) < 3 or not tail.isalnum():  # noqa: PLR2004 (as short a tail names no meeting)
        return []
    found: dict[str, str] = {}
    done, item, here = set[str](), "", ""
    for lines in _found(root, ["^ *[-a-z_ ]+:"], f":(glob)meetings/**/MT-*{tail}.yaml").values():
        for line in lines:
            key, _, value = line.lstrip(" -").partition(":")
            here = key if line[:1].isalpha() else here
            if here == "minutes" and key == "actions":
                found.clear()
            elif here == "minutes" and key == "id" and _value(value).startswith("X"):
                item = _value(value)
            elif here == "minutes" and key == "what":
                found[item] = _value(value)
            elif here == "results" and key == "action":
                done.add(_value(value))
        break
    return [(action, what) for action, what in found.items() if action not in done]


def staff(root: str) -> list[tuple[str, str, str]]:
    """Id, name and department of everybody on the staff who has not left."""
    found = []
    for path, lines in _found(root, ["^  (name|department): *", "^left: *"], "staff").items():
        values = _values(lines)
        if "left" not in values:
            found.append((_stem(path), values.get("name", ""), values.get("department", "")))
    return found


def items(root: str, order: str, section: str, done: str = "", *, newest: bool = False) -> list[tuple[str, str]]:
    """Id and words of the items in a section of an order, without those that have the key `done`.

    With `newest` the section is a list of versions, and the items are those in the newest.
    """
    tail = tail_typed(order).rpartition("-")[2]
    if len(tail) < 3 or not tail.isalnum():  # noqa: PLR2004 (as short a tail names no order)
        return []
    found: dict[str, dict[str, str]] = {}
    here, item, column = "", None, 0
    for lines in _found(root, ["^ *[-a-z_ ]+:"], f":(glob)orders/**/SO-*{tail}.yaml").values():
        for line in _newest(lines, section) if newest else lines:
            words = line.lstrip(" -")
            key, _, value = words.partition(":")
            at = len(line) - len(words)
            if at == 0:
                here, item = key, None
            elif here == section:
                if item is None or at <= column:
                    if line.lstrip().startswith("- "):
                        item, column = None, at
                    if key == "id" and item is None:
                        item, column = found.setdefault(_value(value), {}), at
                if item is not None and at == column:
                    item[key] = _value(value)
        break
    return [
        (name, next((about[word] for word in _WORDS if about.get(word)), ""))
        for name, about in found.items()
        if name.isalnum() and (not done or done not in about)
    ]


def _newest(lines: list[str], section: str) -> list[str]:
    """A section that is a list of versions, as if it held the lists in the newest of them alone."""
    start = next((place for place, line in enumerate(lines) if line.startswith(f"{section}:")), len(lines))
    within = list(takewhile(lambda line: line[:1] in " -", lines[start + 1 :]))
    top = len(within[0]) - len(within[0].lstrip(" -")) if within else 0
    depths = [len(line) - len(line.lstrip(" -")) for line in within]
    last = max((n for n, line in enumerate(within) if depths[n] == top and line.lstrip().startswith("- ")), default=0)
    return [
        *lines[start : start + 1],
        *(line for line, depth in zip(within[last:], depths[last:], strict=True) if depth > top),
    ]


def tail_typed(typed: str) -> str:
    """An id or a tail of one as people type it, in the letters that ids are made of."""
    head, dash, tail = typed.strip().upper().rpartition("-")
    return head + dash + tail.translate(_LOOK_ALIKES)


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".yaml")


def _values(lines: list[str]) -> dict[str, str]:
    """The first value of each key."""
    found: dict[str, str] = {}
    for line in lines:
        key, _, value = line.strip().partition(":")
        found.setdefault(key, _value(value))
    return found


def _value(written: str) -> str:
    """The text of a scalar on one line."""
    value = written.strip()
    quote = value[:1]
    if quote in {'"', "'"} and value.rfind(quote) > 0:
        inside = value[1 : value.rfind(quote)]
        return inside.replace('\\"', '"').replace("\\\\", "\\") if quote == '"' else inside.replace("''", "'")
    return "" if value in {"|", "|-", ">", ">-"} else value.partition(" #")[0].rstrip()


def _found(root: str, patterns: list[str], where: str) -> dict[str, list[str]]:
    """The lines of the last commit's files below `where` that fit, by path."""
    args = [part for pattern in patterns for part in ("-e", pattern)]
    found: dict[str, list[str]] = {}
    for line in _git(root, *_LINES, *args, "HEAD", "--", where).split("\n"):
        name, nul, words = line.partition("\0")
        if nul and name.endswith(".yaml"):
            found.setdefault(name.removeprefix("HEAD:"), []).append(words)
    return found


def _git(root: str, *args: str) -> str:
    """What git answers, "" when it fails. `subprocess` alone would take a fifth of the time there is."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | _QUIET
    out, into = os.pipe()
    nowhere = os.open(os.devnull, os.O_RDWR)
    try:
        pid = os.posix_spawnp(
            "git",
            ["git", "-c", "core.fsmonitor=false", "-C", root, *args],
            environment,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, nowhere, 0),
                (os.POSIX_SPAWN_DUP2, into, 1),
                (os.POSIX_SPAWN_DUP2, nowhere, 2),
            ],
        )
    finally:
        os.close(into)
        os.close(nowhere)
    with open(out, "rb") as answer:  # noqa: PTH123 (a pipe has no path)
        data = answer.read()
    os.waitpid(pid, 0)
    return data.decode(sys.getfilesystemencoding(), "replace")
