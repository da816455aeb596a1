"""The README's session runs as written; only the ids differ."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NEWEST = "python3 -c \"import json,sys; print(json.load(sys.stdin)[-1]['id'][-5:])\""


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_session_in_the_readme_works_as_written(readme, tmp_path):
    text = (ROOT / readme).read_text("utf-8")
    session = text.split("<!-- session: begin -->")[1].split("<!-- session: end -->")[0]
    commands = [line.strip() for line in session.splitlines() if line.startswith("    ")]
    assert len(commands) > 30
    script = ["set -euo pipefail"]
    for command in commands:
        script.append(command.replace("7K3FQ", "$ORDER").replace("4H8TR", "$CLIENT"))
        if command.startswith("ordertool inquire"):
            script.append(f"ORDER=$(ordertool list --json | {NEWEST})")
        if command.startswith("ordertool client add"):
            script.append(f"CLIENT=$(ordertool client list --json | {NEWEST})")
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    (bin_ / "ordertool").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m ordertool "$@"\n')
    (bin_ / "ordertool").chmod(0o755)
    env = os.environ | {
        "PATH": f"{bin_}:{os.environ['PATH']}",
        "ORDERTOOL_NOW": "2026-11-23T09:00",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        ["bash", "-c", "\n".join(script)], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search("0 (problems|个问题)|，0 ", done.stdout)
    assert not re.search("Traceback|Error:", done.stderr)
