"""How a book's git stands: its settings, its history and where copies of it are."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from ordertool.book.book import ATTRIBUTES, Book
from ordertool.book.git import Git
from ordertool.errors import StoreError
from ordertool.findings import Finding, fine, note, problem, same
from ordertool.language import Text, listed, text

_OLDEST = (2, 30)
_MANY_COMMITS = 1000
_MANY_LOOSE = 20_000
_UNDER_WAY = {
    "MERGE_HEAD": "git merge --abort", "rebase-merge": "git rebase --abort", "rebase-apply": "git rebase --abort",
    "CHERRY_PICK_HEAD": "git cherry-pick --abort", "REVERT_HEAD": "git revert --abort", "BISECT_LOG": "git bisect reset",
}  # fmt: skip
"""What git keeps while something is under way, and how it is called off."""


def git_version() -> Finding:
    """Whether git is there and new enough."""
    try:
        said = Git(Path("/")).run("--version").decode()
    except StoreError as error:
        return problem("git", error.message, error.hint or text("install git 2.30 or newer"))
    found = re.search(r"(\d+)\.(\d+)[.\d]*", said)
    if found is None or (int(found[1]), int(found[2])) < _OLDEST:
        return problem("git", text("{said} is too old", said=said.strip()), text("install git 2.30 or newer"))
    return fine("git", same(f"git {found[0]}"))


def git_findings(book: Book) -> Iterator[Finding]:
    """Settings, history, copies; nothing but the fault itself when git will not work here at all."""
    code, _out, err = book.git.tries("rev-parse", "--git-dir")
    if code:
        words = err.decode("utf-8", "replace").strip().splitlines()
        yield problem("git", text("git does not work here: {said}", said=words[0] if words else "?"), _owner(book.root))
        return
    yield from _settings(book)
    yield _attributes(book)
    yield _hooks(book)
    yield from _head(book)
    yield from _history(book)
    yield from _copies(book)


def _owner(root: Path) -> Text:
    """Git refuses a folder that belongs to somebody else."""
    return text(
        "see who owns {path}: git works only in its owner's folders, or in those of git's safe.directory", path=root
    )


def config(book: Book, name: str) -> str:
    """A setting of git's as the user has it, whatever ordertool itself tells git; "" without one."""
    out = book.git.tries("config", "--show-scope", "--get-all", name)[1].decode("utf-8", "replace")
    scoped = [line.partition("\t") for line in out.splitlines()]
    return next((value for scope, _tab, value in reversed(scoped) if scope != "command"), "")


def _settings(book: Book) -> Iterator[Finding]:
    if config(book, "core.bare") == "true":
        yield problem(
            "core.bare", text("git takes this book for a bare repository"), same("git config core.bare false")
        )
    if config(book, "commit.gpgsign") == "true":
        yield note(
            "commit.gpgsign",
            text("git signs your commits, ordertool does not sign its own yet"),
            text("an unsigned book rests on honour: see who may write to it"),
        )


def _attributes(book: Book) -> Finding:
    """Records are kept byte for byte, whatever core.autocrlf says, as long as the book's lines stand in .gitattributes."""
    there = book.snapshot().content(ATTRIBUTES)
    missing = book.attributes(there)
    if missing is None:
        return fine("gitattributes", text("git leaves records as they are (.gitattributes)"))
    lines = missing[len(there or b"") :].decode().strip().splitlines()
    advice = text("write into .gitattributes, and commit it: {lines}", lines=listed(lines))
    crlf = config(book, "core.autocrlf")
    if crlf in ("true", "input"):
        return problem("gitattributes", text("core.autocrlf={value} changes the lines of records", value=crlf), advice)
    return problem("gitattributes", text("the book's lines are missing from .gitattributes"), advice)


def _hooks(book: Book) -> Finding:
    """Hooks run for commits made by hand, never for ordertool's; some change what is committed."""
    asked = config(book, "core.hooksPath")
    folder = book.root / Path(asked).expanduser() if asked else book.common / "hooks"
    try:
        found = sorted(
            place.name for place in folder.iterdir() if place.suffix != ".sample" and os.access(place, os.X_OK)
        )
    except OSError:
        found = []
    if not found:
        return fine("hooks", text("no hooks"))
    return note(
        "hooks",
        text("hooks run for commits made by hand, not for ordertool's: {names}", names=listed(found)),
        text("see that none of them changes records: {folder}", folder=folder),
    )


def _head(book: Book) -> Iterator[Finding]:
    code, out, _err = book.git.tries("symbolic-ref", "--quiet", "--short", "HEAD")
    branch = out.decode("utf-8", "replace").strip()
    if book.snapshot().commit is None:
        yield problem("head", text("the book has no commit"), text("ordertool init DIR makes a book"))
    elif code:
        yield problem(
            "head",
            text("HEAD is on no branch: what is entered now is lost when you switch"),
            text("git switch -c NAME keeps it, git switch main leaves it"),
        )
    else:
        yield fine("head", text("on branch {name}", name=branch))
    for name, way_out in _UNDER_WAY.items():
        if (book.git_dir / name).exists():
            yield problem(
                "under-way",
                text("something of git's is under way ({name})", name=name),
                text("finish it, or call it off: {command}", command=way_out),
            )


def _history(book: Book) -> Iterator[Finding]:
    if (book.common / "shallow").exists():
        yield problem(
            "shallow",
            text("this clone is shallow: what is older cannot be read, undone or audited"),
            same("git fetch --unshallow"),
        )
    if config(book, "extensions.partialClone") or config(book, "remote.origin.promisor") == "true":
        yield note(
            "partial",
            text("this clone is partial: older records are fetched when they are looked at"),
            text("stay online for reports and the audit, or clone it whole"),
        )
    _code, replaced, _err = book.git.tries("for-each-ref", "--format=%(refname)", "refs/replace")
    if replaced.strip() or (book.common / "info" / "grafts").exists():
        yield problem(
            "replaced", text("git shows other history than was committed"), text("git replace -d NAME; see info/grafts")
        )
    code, counted, _err = book.git.tries("rev-list", "--count", "HEAD")
    commits = int(counted) if code == 0 else 0
    graph = book.common / "objects" / "info"
    if commits > _MANY_COMMITS and not ((graph / "commit-graph").exists() or (graph / "commit-graphs").exists()):
        yield note(
            "commit-graph",
            text("{count} commits without a commit-graph: logs of records are slow", count=commits),
            same("git commit-graph write --reachable --changed-paths"),
            lambda: _write_graph(book),
        )
    else:
        yield fine("history", text("{count} commits", count=commits))
    loose = book.git.tries("count-objects")[1].split()
    if loose and int(loose[0]) > _MANY_LOOSE:
        yield note("loose", text("{count} loose objects", count=int(loose[0])), text("git gc, when nobody works"))


def _write_graph(book: Book) -> Text:
    book.git.run("commit-graph", "write", "--reachable", "--changed-paths")
    return text("wrote the commit-graph")


def _copies(book: Book) -> Iterator[Finding]:
    """Where copies of the book are, as far as this clone knows without asking them."""
    remotes = book.git.tries("remote")[1].decode("utf-8", "replace").split()
    if not remotes:
        yield note(
            "remote", text("no remote: this may be the only copy of the book"), same("git remote add origin ADDRESS")
        )
        return
    code, out, _err = book.git.tries("rev-list", "--left-right", "--count", "HEAD...@{upstream}")
    if code:
        yield note(
            "remote",
            text("this branch follows none of the remotes ({names})", names=listed(remotes)),
            same(f"git push -u {remotes[0]} HEAD"),
        )
        return
    ahead, behind = map(int, out.split())
    if ahead or behind:
        yield note(
            "remote",
            text("{ahead} commits here only, {behind} there only, as last seen", ahead=ahead, behind=behind),
            text("git fetch, then git push")
            if not behind
            else text("git pull --ff-only; what stands on both sides needs sync"),
        )
    else:
        yield fine("remote", text("as far as {names}", names=listed(remotes)))
