"""Makes the virtual environment of every make target from a hash-locked list, with nothing but python3 and pip.

    python3 .ci/bootstrap.py requirements.lock [.venv]

Needs no ensurepip and no python3-venv package: the environment is made without pip and filled by the pip outside it.
"""

import fcntl
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - this file is what tells people that their Python is too old
    version = ".".join(map(str, sys.version_info[:3]))
    sys.exit(f"Sangam needs Python 3.11 or newer; this is {version}. Name a newer one: make PYTHON=python3.12 demo")

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
BASE = getattr(sys, "_base_executable", sys.executable)  # inside an activated environment there is no pip


def main(lock: Path, venv: Path) -> None:
    """Bring `venv` up to `lock`. When it is there already this reads two small files and starts nothing."""
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    with Path(__file__).open() as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # two make commands at once: the second waits, then finds the work done
        done = read_state(venv)
        usable = done.get("python", PYTHON) == PYTHON and (venv / "bin" / "python").exists()
        if usable and done.get(lock.name) == digest:
            return
        if not usable:
            shutil.rmtree(venv, ignore_errors=True)
            done = {}
        fill(lock, venv)
        state_file(venv).write_text(json.dumps({**done, "python": PYTHON, lock.name: digest}))


def state_file(venv: Path) -> Path:
    """Where it is written which locks the environment holds."""
    return venv / "sangam.json"


def read_state(venv: Path) -> dict[str, str]:
    """Which locks the environment holds. A cut-short install left an empty file: counted as made by no Python."""
    try:
        return dict(json.loads(state_file(venv).read_text()))
    except FileNotFoundError:
        return {}
    except ValueError:
        return {"python": "none"}


def fill(lock: Path, venv: Path) -> None:
    """Make the environment if it is not there and install the lock; ends the program with a sentence if that fails."""
    print(f"Installing {lock.name} into {venv} (once; about half a minute) ...", flush=True)
    venv.mkdir(exist_ok=True)
    state_file(venv).write_text("")
    pip = [BASE, "-m", "pip", "--python", str(venv / "bin" / "python"), "--disable-pip-version-check", "--no-input"]
    install = ["install", "--require-hashes", "--no-deps", "--only-binary=:all:", "-qq", "-r", str(lock)]
    try:
        if not (venv / "bin" / "python").exists():
            subprocess.run([BASE, "-m", "venv", "--without-pip", str(venv)], check=True)
        subprocess.run(pip + install, check=True, stdin=subprocess.DEVNULL)
    except subprocess.CalledProcessError:
        sys.exit(
            f"{lock.name} could not be installed; the reason is above. Sangam needs pip 22.3 or newer for {BASE}"
            " (Debian: apt install python3-pip) and, this once, a Python package index."
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else ".venv"))
