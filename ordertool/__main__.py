"""Where `ordertool` and `python -m ordertool` begin. What must be quick is answered before anything is imported."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress

_UNDISTURBED = 100_000
"""Objects made before the collector of cycles looks for garbage; a command is over before there is much of it."""


def main() -> int:
    """Run ordertool and end with its exit code."""
    code = _ended()
    if os.environ.get("ORDERTOOL_DEBUG"):
        return code  # what watches the process (coverage, a profiler) still has its say
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    # Nothing is left to be closed; to dismantle some hundred modules takes a twentieth of a whole command.
    os._exit(code)


def _ended() -> int:
    try:
        _open_streams()
        code = _run(sys.argv[1:])
        if "signal" in sys.modules:  # it has answered; what is left is to end
            sys.modules["signal"].signal(2, sys.modules["signal"].SIG_IGN)
    except KeyboardInterrupt:  # before the command line is there to answer it, or when it has answered
        return 130
    return code


def _open_streams() -> None:
    """Open nothing in place of a standard stream that was closed, or the next file would take its number."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, name) is None:
            os.dup2(os.open(os.devnull, os.O_RDWR), number)
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))


def _run(args: list[str]) -> int:
    gc.set_threshold(_UNDISTURBED)
    # A plug-in of pydantic's that happens to be installed beside us has no business in a company's records.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if args in (["--version"], ["-V"]):
        from ordertool import __version__  # noqa: PLC0415

        print(f"ordertool {__version__}")
        return 0
    if args[:1] == ["__complete"]:
        from ordertool.completion import complete  # noqa: PLC0415

        return complete(args[1:])
    from ordertool.language import use_language  # noqa: PLC0415
    from ordertool.languages import asked_language, language_from, spoken  # noqa: PLC0415

    # The words of every command are made when its module is imported, so the language comes first.
    asked = asked_language(args)
    use_language(language_from(asked if asked and spoken(asked) else None, os.environ))
    from ordertool.cli import main as cli  # noqa: PLC0415

    return cli(args)


if __name__ == "__main__":
    sys.exit(main())
