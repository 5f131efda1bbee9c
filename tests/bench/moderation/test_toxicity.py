"""The measuring itself: on rows few enough to know the answers, and what is said when there is no data."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.moderation import shipped, toxicity
from tests.bench.moderation.data import ANY, CHOSEN, KEPT, SOURCES, Row, found, missing, rows
from tests.bench.moderation.report import placed, share, table

FOLDER = {
    "hatecheck": [
        {"text": "All foreigners are vermin.", "y": 1, "func": "derog_h", "templ": "2"},
        {"text": "Foreigners bring us joy.", "y": 0, "func": "ident_nh", "templ": "3"},
    ],
    "mhc": [{"text": "Alle Ausländer sind Abschaum", "y": 1, "func": "derog_h", "templ": "4", "lang": "german"}],
    "surge_toxicity": [{"text": "you absolute moron", "y": 1}, {"text": "what a nice jar", "y": 0}],
    "openai1680": [{"text": "show us your tits", "labels": {"S": 1, "H": 0, "V": 0}, "any": 1}],
    "germeval2018": [{"text": "Du bist ein Vollidiot", "y": 1}],
    "youtube_spam": [{"text": "check out my channel", "y": 1}, {"text": "I love this song", "y": 0}],
    "sms_spam": [{"text": "see you at six", "y": 0}],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A row or two of each set."""
    inner = tmp_path / "moderation"
    inner.mkdir()
    for name, listed in FOLDER.items():
        (inner / f"{name}.jsonl").write_text("\n".join(map(json.dumps, listed)))
    return inner


def test_rows_know_what_they_are_and_to_which_half_they_belong(folder: Path) -> None:
    hate, joy = rows(folder, "hatecheck")
    (german,) = rows(folder, "mhc")
    (sexual,) = rows(folder, "openai1680")

    assert (hate.truth, hate.half, hate.ability, hate.language) == ({"hate": True}, CHOSEN, "derog_h", "en")
    assert (joy.truth, joy.half) == ({"hate": False}, KEPT)
    assert german.language == "de"
    assert sexual.truth == {"hate": False, "threat": False, "sexual": True}
    assert missing(folder) == []
    assert found(folder.parent) == folder


def test_precision_recall_and_what_is_left_at_99_percent() -> None:
    scores = {"a": 0.9, "b": 0.8, "c": 0.7, "d": 0.2}
    some = [Row(text, {ANY: text != "b"}, KEPT) for text in scores]

    right = toxicity.right(lambda row: {ANY: scores[row.text]}, some, ANY)

    assert (right.true, right.false, right.missed) == (2, 1, 1)
    assert (right.precision, right.recall) == ("66.7", "66.7")
    assert right.sure == pytest.approx(100 / 3)


@pytest.mark.parametrize(
    ("pairs", "recall"),
    [
        ([], 0),
        ([(0.9, False)], 0),
        ([(0.9, True), (0.9, False)], 0),
        ([(0.0, True)], 0),
        ([(0.9, True)] * 199 + [(0.5, False)] + [(0.4, True)], 100),
    ],
)
def test_equal_scores_are_taken_together(pairs: list[tuple[float, bool]], recall: float) -> None:
    assert toxicity.surely(pairs) == recall


def test_the_report_has_a_table_of_each_kind(folder: Path) -> None:
    page = "\n".join(toxicity.report(folder))

    assert f"| hatecheck, hate, {CHOSEN} | 1 | 100.0 | 100.0 |" in page
    assert "| de | 100.0 | 100.0 | – | – |" in page
    assert "| derog_h | 1 | 100.0 | – |" in page
    assert "| youtube_spam | 1 | 0.0 | 0.0 |" in page


def test_the_shipped_rules_are_counted_by_what_they_do() -> None:
    some = [
        shipped.Seen(bad=True, hidden=True, held=False, rules=("spam",)),
        shipped.Seen(bad=True, hidden=False, held=True, rules=("insult", "spam")),
        shipped.Seen(bad=False, hidden=False, held=True, rules=("insult",)),
    ]

    assert shipped.by_set({"x": some}, {"x": some})[2] == "| x | 2 | 1 | 50.0 | 0.0 | 100.0 | 100.0 | 50.0 | 100.0 |"
    assert shipped.by_rule(some)[2:] == ["| spam | 2 | 100.0 |", "| insult | 2 | 50.0 |"]


def test_tables_go_between_their_marks_and_nowhere_else() -> None:
    page = "# A\n<!-- one -->\nold\n<!-- /one -->\nrest\n"

    assert placed(page, "one", table(["a", "b"], [["x", 1]])) == (
        "# A\n<!-- one -->\n\n| a | b |\n| --- | ---: |\n| x | 1 |\n\n<!-- /one -->\nrest\n"
    )
    assert placed(placed(page, "one", ["new"]), "one", ["new"]) == placed(page, "one", ["new"])
    with pytest.raises(ValueError, match="has no place for two: write <!-- two -->"):
        placed(page, "two", [])
    assert (share(1, 3), share(0, 0)) == ("33.3", "–")


def test_without_data_it_says_where_they_are_from_and_ends_with_code_2(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.bench.moderation", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert all(f"{source.name}.jsonl: {source.what} ({source.licence})" in done.stdout for source in SOURCES)
