"""`ordertool completion`: what a shell needs to complete commands, orders, people and words."""

from __future__ import annotations

from importlib.resources import files
from typing import Annotated

from typer import Argument

from ordertool.commands.frame import Answer, Request, command
from ordertool.errors import UsageError
from ordertool.language import N_, _, listed, text
from ordertool.nearest import did_you_mean

SHELLS = ("bash", "zsh", "fish")


@command(
    help=N_("Print what makes your shell complete commands, orders and people"),
    example="ordertool completion fish > ~/.config/fish/completions/ordertool.fish",
)
def run(
    _request: Request,
    shell: Annotated[
        str,
        Argument(
            metavar="SHELL",
            help=_(
                "bash: into ~/.local/share/bash-completion/completions/ordertool, or source it in ~/.bashrc. "
                "zsh: into a file _ordertool in a folder of fpath, before compinit. "
                "fish: into ~/.config/fish/completions/ordertool.fish."
            ),
        ),
    ],
) -> Answer:
    """Print a shell's completion."""
    if shell not in SHELLS:
        there = text("there are: {names}", names=listed(SHELLS))
        raise UsageError(text("there is no completion for {shell}", shell=shell), did_you_mean(shell, SHELLS) or there)
    script = (files("ordertool") / "shells" / f"ordertool.{shell}").read_text("utf-8")
    return Answer({"shell": shell, "script": script}, [script.removesuffix("\n")])
