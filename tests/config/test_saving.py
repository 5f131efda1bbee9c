"""Files that are replaced whole or not at all."""

import stat
from pathlib import Path

import pytest

from config.document import Document
from config.problems import ConfigError, Problem
from config.saving import rewrite, text_of
from inbox.errors import NotAllowed


def nothing(before: Document, after: Document) -> None:
    """Let everything be saved."""


def more(before: Document) -> str:
    """One line more."""
    return text_of(before) + "b: 2\n"


def test_a_file_keeps_its_rights_and_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text("a: 1\n")
    (tmp_path / "real.yaml").chmod(0o640)
    (tmp_path / "link.yaml").symlink_to("real.yaml")

    rewrite(tmp_path / "link.yaml", "link.yaml", more, nothing)

    assert (tmp_path / "link.yaml").is_symlink()
    assert (tmp_path / "real.yaml").read_text() == "a: 1\nb: 2\n"
    assert stat.S_IMODE((tmp_path / "real.yaml").stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.yaml", "real.yaml"]


def test_what_is_refused_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: 1\n")

    def refuse(before: Document, after: Document) -> None:
        raise ConfigError([Problem("a.yaml", 2, "b", "no")])

    with pytest.raises(NotAllowed, match=r"Not saved: a.yaml:2: b: no"):
        rewrite(tmp_path / "a.yaml", "a.yaml", more, refuse)

    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.yaml", "a: 1\n")]


def test_what_somebody_saves_meanwhile_is_kept(tmp_path: Path) -> None:
    file, seen = tmp_path / "a.yaml", []
    file.write_text("a: 1\n")

    def meanwhile(before: Document, after: Document) -> None:
        seen.append(before.raw)
        if len(seen) == 1:
            file.write_text("c: 3\n")

    rewrite(file, "a.yaml", more, meanwhile)

    assert file.read_text() == "c: 3\nb: 2\n"


def test_somebody_who_never_stops_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("a: 0\n")

    def meanwhile(before: Document, after: Document) -> None:
        file.write_bytes(before.raw + b"# again\n")

    with pytest.raises(NotAllowed, match="somebody is changing"):
        rewrite(file, "a.yaml", more, meanwhile)


def test_a_file_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match="this file is missing"):
        rewrite(tmp_path / "a.yaml", "a.yaml", more, nothing)
