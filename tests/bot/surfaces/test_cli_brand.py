"""The commands about the brand's own words, on real files."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.surfaces.cli.brand import commands
from config.brand_book import book_of
from tests.config_files import folder, loaded

FILE = """\
owner: olga
values:
  - {id: repair, text: We repair., review: 2026-01-01}
  - {id: answer, text: "We answer.\\nAlways.", review: 2027-01-01}
products:
  - {id: stole, name: Stole, price: '₹ 1,850'}
weaknesses: {id: slow, text: Slow before holidays.}
"""
TODAY = date(2026, 11, 27)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a brand and a document."""
    (folder(tmp_path) / "brand.yaml").write_text(FILE, "utf-8")
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "care.md").write_text("# Care\n\nWash the stole by hand.\n")
    return tmp_path


def said(place: Path, *words: str, code: int = 0) -> str:
    """What a command writes."""
    app = commands(*book_of(lambda: loaded(place)), lambda: TODAY)
    result = CliRunner().invoke(app, words)
    assert result.exit_code == code, result.output
    return result.stdout if code == 0 else result.stderr


def test_every_line_is_shown_with_owner_and_review_and_stale_ones_are_marked(place: Path) -> None:
    lines = said(place).splitlines()

    assert lines == [
        "repair\t!\tolga\t2026-01-01\tvalues\tWe repair.",
        "answer\t\tolga\t2027-01-01\tvalues\tWe answer. / Always.",
        "stole\t\tolga\t-\tproducts\tStole / Price: ₹ 1,850",
        "slow\t\tolga\t-\tweaknesses\tSlow before holidays.",
    ]


def test_the_lines_in_json(place: Path) -> None:
    (repair, _, _, slow) = json.loads(said(place, "--json"))["lines"]

    assert repair == {
        "id": "repair",
        "section": "values",
        "network": None,
        "title": "Values",
        "text": "We repair.",
        "owner": "olga",
        "review": "2026-01-01",
        "public": True,
        "stale": ["should have been read again by 2026-01-01; see whether it still holds, then write a later review"],
    }
    assert slow["public"] is False


def test_what_an_answer_would_rest_on_is_found(place: Path) -> None:
    assert said(place, "find", "how", "much", "is", "the", "stole").splitlines()[0].startswith("brand:stole\tproduct")
    found = json.loads(said(place, "find", "wash a stole", "--json", "--limit", "1"))
    assert found["words"] == "wash a stole"
    assert [(one["kind"], one["title"], one["text"]) for one in found["passages"]] == [
        ("document", "care.md › Care", "Wash the stole by hand.")
    ]
    assert said(place, "find", "holidays") == ""


def test_a_line_is_added_and_changed(place: Path) -> None:
    assert said(place, "add", "claims", "All dyes are natural.", "--owner", "noor").startswith("Added as claims-")
    said(place, "set", "repair", "--review", "2027-06-01")

    lines = {line["section"]: line for line in json.loads(said(place, "--json"))["lines"]}
    assert (lines["claims"]["text"], lines["claims"]["owner"]) == ("All dyes are natural.", "noor")
    assert "{id: repair, text: We repair., review: 2027-06-01}" in (place / "config" / "brand.yaml").read_text("utf-8")


def test_what_cannot_be_done_is_said_with_its_code(place: Path) -> None:
    assert "did you mean claims?" in said(place, "add", "clams", "x", code=3)
    assert "has this line already" in said(place, "add", "values", "We repair.", code=1)
    assert "no line nobody" in said(place, "set", "nobody", "--owner", "x", code=3)
    said(place, "set", "repair", "--review", "soon", code=2)
    (place / "config" / "brand.yaml").write_text("valus: x\n")
    assert "config/brand.yaml:1: valus: unknown key; did you mean values?" in said(place, code=5)


def test_a_brand_that_says_nothing(place: Path) -> None:
    (place / "config" / "brand.yaml").write_text("")

    assert said(place) == ""
    assert json.loads(said(place, "--json")) == {"lines": []}
