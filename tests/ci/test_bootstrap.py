"""Holds .ci/bootstrap.py to its promise with a package of one line, a real pip and no network."""

import base64
import hashlib
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

BOOTSTRAP = Path(__file__).parents[2] / ".ci" / "bootstrap.py"
PYTHON = f"{sys.base_prefix}/bin/python3"  # not ours: it has no pip


def build_wheel(folder: Path, version: str) -> str:
    """Write `river`, a package that knows its version, as a wheel into the folder; returns its line of a lock."""
    info = f"river-{version}.dist-info"
    files = {
        "river.py": f"VERSION = {version!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: river\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{name},sha256={digest(text)},{len(text)}\n" for name, text in files.items())
    wheel = folder / f"river-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as parts:
        for name, text in (files | {f"{info}/RECORD": f"{record}{info}/RECORD,,\n"}).items():
            parts.writestr(name, text)
    return f"river=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


def digest(text: str) -> str:
    """A hash as the RECORD of a wheel writes it."""
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def bootstrap(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run it in the folder, with no index to ask and no settings of this machine's pip."""
    alone = {"PATH": os.environ["PATH"], "HOME": str(folder), "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(folder)}
    command = [PYTHON, str(BOOTSTRAP), "river.lock"]
    alone["PIP_CONFIG_FILE"] = os.devnull
    return subprocess.run(command, cwd=folder, env=alone, capture_output=True, text=True, check=False)


def version_inside(folder: Path) -> str:
    """What the environment's own Python says is installed."""
    command = [str(folder / ".venv/bin/python"), "-c", "import river; print(river.VERSION)"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder whose environment holds river 1."""
    (tmp_path / "river.lock").write_text(build_wheel(tmp_path, "1"))
    first = bootstrap(tmp_path)
    assert first.returncode == 0, first.stderr
    return tmp_path


def test_a_clean_folder_gets_an_environment_with_the_locked_packages(installed: Path) -> None:
    assert version_inside(installed) == "1"


def test_a_warm_start_installs_nothing_and_says_nothing(installed: Path) -> None:
    (installed / "river-1-py3-none-any.whl").unlink()
    began = time.monotonic()
    again = bootstrap(installed)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert time.monotonic() - began < 2  # 0.05 s on a quiet machine; an install takes longer than this


def test_a_changed_lock_is_installed(installed: Path) -> None:
    (installed / "river.lock").write_text(build_wheel(installed, "2"))
    assert bootstrap(installed).returncode == 0
    assert version_inside(installed) == "2"


def test_an_install_that_was_cut_short_is_done_again_from_nothing(installed: Path) -> None:
    (installed / ".venv/sangam.json").write_text("")
    next((installed / ".venv").rglob("river.py")).unlink()  # pip would call this package installed
    assert bootstrap(installed).returncode == 0
    assert version_inside(installed) == "1"


def test_an_environment_whose_python_went_away_is_made_again(installed: Path) -> None:
    (installed / ".venv/bin/python").unlink()
    assert bootstrap(installed).returncode == 0
    assert version_inside(installed) == "1"


def test_a_package_that_is_not_what_the_lock_says_is_refused_and_never_counts_as_installed(tmp_path: Path) -> None:
    build_wheel(tmp_path, "1")
    (tmp_path / "river.lock").write_text(f"river==1 --hash=sha256:{'0' * 64}\n")
    for _ in range(2):
        refused = bootstrap(tmp_path)
        assert refused.returncode == 1
        assert "river.lock could not be installed; the reason is above" in refused.stderr
