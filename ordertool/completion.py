"""What a shell may offer for the word being typed. Answered before typer is imported: a shell waits for it.

The shells' scripts (`shells/ordertool.bash`, `.zsh`, `.fish`) call `ordertool __complete SHELL …`. The first line of the answer
says how to take the rest: `words` with their descriptions after a tab, or `files` or `folders`, which the shell knows
better. Commands and options come from `shells/*.tsv` (see `command_table`), records from the last commit.
Nothing is ever said on stderr: a mistake here must not spoil the line that somebody is typing.
"""

from __future__ import annotations

import os
import sys

from ordertool.book import glance
from ordertool.languages import asked_language, language_from

_FILES = {"FILE": "files", "DIR": "folders"}
_SHARED = {"--json": False, "--dry-run": False, "--book": True, "--as": True, "--at": True, "--lang": True}
"""What may stand before the command, and whether a value follows."""
_SAFE = "._-=:"
"""Signs that need no quotes in any shell; a word with others is not offered."""
_LONGEST = 60

Offer = tuple[str, str]


def complete(args: list[str]) -> int:
    """Answer a shell: `zsh WORD…` or `fish WORD…`, the last one unfinished, or `bash LINE CURRENT TYPE COLUMNS`."""
    try:
        answer = _answer(args)
    except Exception:
        if os.environ.get("ORDERTOOL_DEBUG"):
            raise
        answer = ["words"]
    os.write(1, "".join(f"{line}\n" for line in answer).encode("utf-8", "replace"))
    return 0


def _answer(args: list[str]) -> list[str]:
    shell, *rest = args
    words = _split(rest[0])[1:] if shell == "bash" else rest
    place = _Place(words)
    how, offers = place.offers()
    if how != "words":
        return [how]
    offers = [(word, _readable(about)) for word, about in offers if _is_safe(word)]
    if shell == "bash":
        return ["words", *_for_bash(offers, words[-1], *rest[1:])]
    return ["words", *(f"{word}\t{about}".rstrip() for word, about in offers)]


class _Command:
    """One command of the table."""

    def __init__(self, name: str, stages: str, items: str) -> None:
        self.name = name
        self.stages = set(filter(None, stages.split(",")))
        self.section, _, self.done = items.partition("/")
        self.arguments: list[str] = []
        self.options: list[tuple[list[str], str, str, str]] = []

    def option(self, typed: str) -> tuple[list[str], str, str, str] | None:
        """Names, placeholder (none for a flag), marks and help of an option."""
        return next((option for option in self.options if typed in option[0]), None)


class _Place:
    """Where in the command line the cursor stands."""

    def __init__(self, words: list[str]) -> None:
        self.typed = words[-1]
        self.before = words[:-1]
        self.lines = _table(language_from(asked_language(words), os.environ))
        self.book = glance.root_of(self._value_of("--book") or os.environ.get("ORDERTOOL_BOOK"))

    def _value_of(self, option: str) -> str | None:
        for place, word in enumerate(self.before):
            if word == option and place + 1 < len(self.before):
                return self.before[place + 1]
            if word.startswith(f"{option}="):
                return word.partition("=")[2]
        return None

    def offers(self) -> tuple[str, list[Offer]]:
        """How to take the offers, and the words with what is said of them."""
        words = list(self.before)
        while words and words[0].partition("=")[0] in _SHARED:
            with_value = _SHARED[words[0].partition("=")[0]] and "=" not in words[0]
            if with_value and len(words) == 1:
                return self._values({"--book": "DIR", "--as": "STAFF", "--lang": "LANG"}.get(words[0], ""), None)
            words = words[2 if with_value else 1 :]
        nouns = [line[1] for line in self.lines if line[0] == "N"]
        path = words[: 2 if words and words[0] in nouns else 1]
        if not path or (path == [words[0]] and words[0] in nouns):
            return "words", self._starting(self._commands(path))
        command = self._command(" ".join(path))
        return ("words", []) if command is None else self._parameters(command, words[len(path) :])

    def _commands(self, path: list[str]) -> list[Offer]:
        """The commands, or those of a noun."""
        names = [(line[1], line[4]) for line in self.lines if line[0] in {"C", "N"}]
        if path:
            return [(name.partition(" ")[2], about) for name, about in names if name.startswith(f"{path[0]} ")]
        return [(name, about) for name, about in names if " " not in name]

    def _command(self, name: str) -> _Command | None:
        found = None
        for key, word, third, fourth, about in self.lines:
            if found is not None and key not in "AO":
                break
            if found is not None and key == "A":
                found.arguments.append(word)
            elif found is not None:
                found.options.append((word.split(","), third, fourth, about))
            elif key == "C" and word == name:
                found = _Command(word, third, fourth)
        return found

    def _parameters(self, command: _Command, words: list[str]) -> tuple[str, list[Offer]]:
        """The options, or the values of the option or the argument that comes here."""
        given: list[str] = []
        used: set[str] = set()
        awaited = ""
        for word in words:
            name, equals, _ = word.partition("=")
            option = command.option(name) if word.startswith("-") and not awaited else None
            if awaited:
                awaited = ""
            elif option is not None:
                used.update(option[0])
                awaited = "" if equals else option[1]
            else:
                given.append(word)
        if awaited:
            return self._values(awaited, command, given)
        name, equals, value = self.typed.partition("=")
        option = command.option(name)
        if equals and option is not None:
            how, offers = self._values(option[1], command, given, value)
            return how, [(f"{name}={word}", about) for word, about in offers]
        place = min(len(given), len(command.arguments) - 1)
        if not self.typed.startswith("-") and command.arguments:
            placeholder = command.arguments[place]
            if len(given) < len(command.arguments) or placeholder.endswith("..."):
                return self._values(placeholder.strip("[]."), command, given)
        offers = [
            (max(names, key=len), about)
            for names, _placeholder, marks, about in command.options
            if "*" in marks or not used & set(names)
        ]
        return "words", self._starting(offers)

    def _values(
        self, placeholder: str, command: _Command | None, given: list[str] | None = None, typed: str | None = None
    ) -> tuple[str, list[Offer]]:
        """What may stand for a placeholder such as `ID` or `STAFF|DEPARTMENT`."""
        typed = self.typed if typed is None else typed
        if placeholder in _FILES:
            return _FILES[placeholder], []
        offers: list[Offer] = []
        for one in placeholder.split("|"):
            offers += [
                (line[2], line[4])
                for line in self.lines
                if line[0] == "V" and line[1] == one and (typed or line[3] != "~")
            ]
            if self.book is not None:
                offers += self._of_the_book(one, self.book, command, given or [])
        return "words", self._starting(offers, typed)

    def _of_the_book(self, placeholder: str, book: str, command: _Command | None, given: list[str]) -> list[Offer]:
        new = command is not None and command.stages == {"new"} and not given
        if placeholder == "ID":
            return self._orders(book, command.stages if command else set())
        if placeholder == "CLIENT":
            return _with_tails([(client, name) for client, name in glance.clients(book)])
        if placeholder == "MEETING":
            return self._meetings(book, command.stages if command else set())
        if placeholder == "ACTION" and given:
            return glance.actions(book, given[0])
        if placeholder == "STAFF" and not new:
            return [(person, name) for person, name, _department in glance.staff(book)]
        if placeholder == "DEPARTMENT":
            return list(dict.fromkeys((department, "") for _id, _name, department in glance.staff(book)))
        if placeholder in ("ITEM", "DELIVERY") and command and given:
            return glance.items(book, given[0], command.section, command.done)
        if placeholder == "PHASE" and given:
            return glance.items(book, given[0], "plans", newest=True)
        if placeholder == "LINE=NUMBER" and given:
            return [(f"{line}=", item) for line, item in glance.items(book, given[0], "form")]
        return []

    def _orders(self, book: str, stages: set[str]) -> list[Offer]:
        """The orders that a move may start from, by their tails, with the client and the stage."""
        names = {line[2]: line[4] or line[2] for line in self.lines if line[:2] == ["V", "STAGE"]}
        found = [
            (order, " · ".join(filter(None, (client, names.get(stage, stage)))))
            for order, stage, client in glance.orders(book)
            if not stages or not stage or stage in stages
        ]
        if self.typed.upper().startswith("SO"):
            return found
        return _with_tails(found)

    def _meetings(self, book: str, stages: set[str]) -> list[Offer]:
        """The meetings that a move may start from, by their tails, with the time."""
        return _with_tails(
            [
                (meeting, when)
                for meeting, stage, when in glance.meetings(book)
                if not stages or not stage or stage in stages
            ]
        )

    def _starting(self, offers: list[Offer], typed: str | None = None) -> list[Offer]:
        """The offers that begin with what was typed; an id in any letters, or a part of the name beside it."""
        typed = self.typed if typed is None else typed
        if not typed:
            return offers
        as_id = glance.tail_typed(typed)
        found = [one for one in offers if one[0].startswith((typed, as_id))]
        return found or ([] if typed.isascii() else [one for one in offers if typed in one[1]])


def _table(language: str) -> list[list[str]]:
    path = os.path.join(os.path.dirname(__file__), "shells", f"{language}.tsv")  # noqa: PTH118, PTH120
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 (pathlib alone takes 5 ms)
        return [[*line.split("\t"), "", "", "", ""][:5] for line in file.read().split("\n")]


def _with_tails(records: list[Offer]) -> list[Offer]:
    """Records by the tails of their ids, as people type them; those that share a tail by their whole ids."""
    tails = [record.rpartition("-")[2] for record, _about in records]
    twice = {tail for tail in tails if tails.count(tail) > 1} if len(set(tails)) < len(tails) else set()
    return [(record if tail in twice else tail, about) for tail, (record, about) in zip(tails, records, strict=True)]


def _split(line: str) -> list[str]:
    """The words of a bash command line as far as the cursor; the last is the one being typed."""
    words, word, quote, begun = [], "", "", False
    chars = iter(line)
    for char in chars:
        if char == "\\" and quote != "'":
            word, begun = word + next(chars, ""), True
        elif quote:
            quote, word = ("", word) if char == quote else (quote, word + char)
        elif char in "\"'":
            quote, begun = char, True
        elif char.isspace():
            if begun:
                words.append(word)
            word, begun = "", False
        else:
            word, begun = word + char, True
    return [*words, word]


def _for_bash(offers: list[Offer], typed: str, current: str, kind: str, columns: str) -> list[str]:
    """Lines for bash: what it puts in place of `current`, which is what stands after the last `=` or `:`.

    Descriptions stand beside the words where it lists them; where it goes on to the next one, or there is but one, only the word.
    """
    done = len(typed) - len(current) if typed.endswith(current) else 0
    words = [word[done:] if word.startswith(typed[:done]) else word for word, _about in offers]
    if len(offers) == 1 or kind in ("37", "42"):  # %: the next one takes the place of the last, *: all are put there
        return words
    wide = max((len(word) for word in words), default=0)
    room = max(int(columns or 80) - wide - 6, 0)
    return [
        f"{word:<{wide}}  ({_cut(about, room)})" if about and room > _LEAST else word
        for word, (_word, about) in zip(words, offers, strict=True)
    ]


_LEAST = 10


def _cut(words: str, cells: int) -> str:
    """Words in so many cells; every character beyond Latin counts two, for a table of widths would take its time."""
    used = 0
    for place, char in enumerate(words):
        used += 1 if char < "\u2e80" else 2
        if used > cells:
            return words[: max(place - 1, 0)] + "…"
    return words


def _is_safe(word: str) -> bool:
    return all(char.isalnum() or char in _SAFE for char in word)


def _readable(about: str) -> str:
    """A description without what could move the cursor or turn the line."""
    return _cut("".join(char if char.isprintable() else " " for char in about), _LONGEST)


assert sys.platform != "win32"  # the shells are those of Linux, macOS and WSL
