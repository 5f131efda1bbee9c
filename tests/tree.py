"""The files of the project, for the tests that guard its shape; found by walking, since a copy may come without git."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOT_OURS = {"__pycache__", "data", "secrets"}  # as .gitignore has it
HIDDEN_BUT_OURS = {".ci"}


def tracked(*suffixes: str) -> list[Path]:
    """Every file of the project as a path from the root, in order; only those with a named suffix if any is named."""
    files = []
    for folder, inner, names in os.walk(ROOT):
        inner[:] = [name for name in inner if name in HIDDEN_BUT_OURS or not (name in NOT_OURS or name.startswith("."))]
        files += [Path(folder, name).relative_to(ROOT) for name in names if not name.startswith(".coverage")]
    return sorted(file for file in files if not suffixes or file.suffix in suffixes)
