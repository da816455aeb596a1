"""Set up and run, with Python 3.11 and git alone: `python3 run.py demo`, `python3 run.py test [pytest's options]`."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"demo": "requirements.lock", "test": "requirements-dev.lock"}


def need(fine: bool, message: str) -> None:
    """Stop with one line when something is missing."""
    if not fine:
        sys.exit(f"run.py: {message}")


def set_up(lock: Path) -> None:
    """Make .venv and install the lock, by hashes, unless that was done for exactly this lock."""
    stamp = VENV / f".{lock.stem}.stamp"
    wanted = hashlib.sha256(lock.read_bytes() + (HERE / "pyproject.toml").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"run.py: installing {lock.name} into {VENV} …", file=sys.stderr)
    uv = shutil.which("uv")
    if not PYTHON.exists():
        made = subprocess.run([uv, "venv", "-q", VENV] if uv else [sys.executable, "-m", "venv", VENV], check=False)
        need(made.returncode == 0, "no virtual environment could be made; on Debian: apt-get install python3-venv")
    pip = [uv, "pip", "install", "-q", "--python", PYTHON] if uv else [PYTHON, "-m", "pip", "install", "-q"]
    pip += [] if uv else ["--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", lock], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", HERE], check=True)
    stamp.write_text(wanted)


def main(args: list[str]) -> int:
    """Run the demo or the tests."""
    need(len(args) > 0 and args[0] in LOCKS, "say what to run: python3 run.py demo, or python3 run.py test")
    need(sys.version_info >= (3, 11), f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}")
    need(shutil.which("git") is not None, "git is needed; on Debian: apt-get install git")
    set_up(HERE / LOCKS[args[0]])
    if args[0] == "demo":
        return subprocess.call([PYTHON, "-m", "ordertool.demo", *args[1:]])
    cores = str(os.cpu_count() or 1)
    return subprocess.call([PYTHON, "-m", "pytest", "-n", cores, *args[1:]], cwd=HERE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
