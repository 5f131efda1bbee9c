"""run.py itself with a brand and documents: what check says of them, and the commands about them."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.config_files import folder
from tests.tree import ROOT


def said(place: Path, *words: str) -> str:
    """What run.py writes."""
    command = [sys.executable, "run.py", "--config", str(place / "config"), *words]
    plain = {**os.environ, "NO_COLOR": "1", "TERM": "dumb"}
    return subprocess.run(command, cwd=ROOT, env=plain, capture_output=True, text=True, check=True).stdout


def test_check_names_stale_lines_and_documents_that_cannot_be_read_and_passes(tmp_path: Path) -> None:
    (folder(tmp_path) / "brand.yaml").write_text("values:\n  - {text: We repair., owner: olga, review: 2020-01-01}\n")
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "a.pdf").write_text("broken")
    (tmp_path / "knowledge" / "b.md").write_text("Wash the stole by hand.")

    notes = [line for line in said(tmp_path, "check").splitlines() if line.startswith("note")]

    assert [note.partition(";")[0] for note in notes] == [
        "note  config/brand.yaml:2: values: should have been read again by 2020-01-01",
        "note  knowledge/a.pdf:1: cannot be read (PdfStreamError)",
    ]
    found = json.loads(said(tmp_path, "brand", "find", "how to wash a stole", "--json"))["passages"]
    assert [one["text"] for one in found] == ["Wash the stole by hand."]
    assert "We repair." in said(tmp_path, "brand")
