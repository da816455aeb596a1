"""Plain git processes in a clean environment, with typed errors."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from pathlib import Path

from ordertool.errors import StoreError
from ordertool.language import system_words, text

# All that may pass of git's own variables. A hook sets others that bind git to another repository; a user may have set
# some that change what paths mean, where it traces to, or who it takes us for.
_MAY_PASS = frozenset((
    "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH", "GIT_TEMPLATE_DIR",
    "GIT_SSH", "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH",
))  # fmt: skip
_SETTINGS = (
    "-c", "gc.auto=0", "-c", "core.fsync=objects,reference,index", "-c", "core.quotePath=false",
    "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "core.logAllRefUpdates=true",
    "-c", "core.attributesFile=/dev/null", "-c", "core.commentChar=#", "-c", "trailer.separators=:",
)  # fmt: skip


def clean_environment() -> dict[str, str]:
    """The environment for git: ours, without what binds git to another repository or another language."""
    env = {name: value for name, value in os.environ.items() if name in _MAY_PASS or not name.startswith("GIT_")}
    env.update(LC_ALL="C", GIT_TERMINAL_PROMPT="0", GIT_OPTIONAL_LOCKS="0")
    return env


class Git:
    """Runs git in one work tree.

    `held` is the lock's descriptor; children inherit it, so a killed parent leaves the book locked until its git is
    done.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.held: int | None = None
        self.objects = Objects(self)

    def start(self, *args: str, index: Path | None = None, writes: bool = True) -> subprocess.Popen[bytes]:
        """Start git with pipes on both ends; on another index if one is given.

        Raises:
            StoreError: git is not installed.
        """
        try:
            return subprocess.Popen(
                ["git", *_SETTINGS, "-C", os.fspath(self.root), *args],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=clean_environment() | ({} if index is None else self._elsewhere(index)),
                pass_fds=(self.held,) if writes and self.held is not None else (),
                # What only reads is not stopped by ^C: the answer to a move that stands is still read through it.
                process_group=None if writes else 0,
            )
        except FileNotFoundError:
            raise StoreError(text("git is not installed"), text("install git 2.30 or newer")) from None
        except OSError as error:
            raise StoreError(
                text("git cannot be started: {error}", error=system_words(error)),
                text("nothing was written; mend that and try again"),
            ) from error

    def _elsewhere(self, index: Path) -> dict[str, str]:
        # The work tree is told too, for `core.bare` or `core.worktree` may say otherwise.
        return {"GIT_INDEX_FILE": os.fspath(index), "GIT_WORK_TREE": os.fspath(self.root)}

    def tries(self, *args: str, stdin: bytes = b"", index: Path | None = None) -> tuple[int, bytes, bytes]:
        """Run git and return its exit code, output and error output."""
        process = self.start(*args, index=index)
        out, err = process.communicate(stdin)
        return process.returncode, out, err

    def run(self, *args: str, stdin: bytes = b"", index: Path | None = None) -> bytes:
        """Run git and return its output.

        Raises:
            StoreError: git failed; its own words are in the message.
        """
        code, out, err = self.tries(*args, stdin=stdin, index=index)
        if code:
            raise git_failed(args[0], err)
        return out


def git_failed(command: str, err: bytes) -> StoreError:
    """The error for a git command that failed, with git's last word on why."""
    lines = [line for line in err.decode("utf-8", "replace").splitlines() if line.strip()]
    said = [line for line in lines if line.startswith(("fatal:", "error:"))] or lines  # hints may follow it
    return StoreError(
        text("git {command} failed: {said}", command=command, said=said[-1].strip() if said else "?"),
        text("nothing was written; mend that and try again"),
    )


class Objects:
    """One `git cat-file --batch` process: objects by name, one after another."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._process: subprocess.Popen[bytes] | None = None

    def get(self, name: str) -> tuple[str, bytes] | None:
        """Id and content of an object such as `HEAD` or `<commit>:<path>`, or None when there is none.

        Raises:
            StoreError: git ended unexpectedly.
        """
        asked = name.encode("utf-8", "surrogateescape")
        if b"\n" in asked:  # which the lines of a batch cannot name
            code, out, _err = self._git.tries("rev-parse", "--verify", "--quiet", name)
            return self.get(out.decode().strip()) if code == 0 else None
        if self._process is None:
            # It only reads, and may outlive the lock: it must not keep it held.
            self._process = self._git.start("cat-file", "--batch", writes=False)
        pipe_in, pipe_out = self._process.stdin, self._process.stdout
        assert pipe_in is not None
        assert pipe_out is not None
        try:
            pipe_in.write(asked + b"\n")
            pipe_in.flush()
            header = pipe_out.readline()
        except BrokenPipeError:
            header = b""
        if not header:
            err = self._process.stderr.read() if self._process.stderr else b""
            self.close()
            raise git_failed("cat-file", err)
        words = header.rsplit(b" ", 2)
        if not words[-1].strip().isdigit():
            return None
        content = pipe_out.read(int(words[2]))
        pipe_out.read(1)
        return words[0].decode(), content

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            for pipe in (process.stdin, process.stdout, process.stderr):
                if pipe is not None:
                    with suppress(BrokenPipeError):  # git has ended already, and what it was asked is still in the pipe
                        pipe.close()
            process.wait()
