"""The scoring itself: on a set small enough to know the answers."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.bench.quality.data import ALL, Rows, brands, sets
from tests.bench.quality.floors import machine, neighbour
from tests.bench.quality.regression import regress
from tests.bench.quality.report import lowest, one_rule, per_set, resources
from tests.bench.quality.score import METHODS, Scored, scored
from tests.bench.quality.train import bound, threshold

PHRASINGS = {
    "hours": ["when are you open", "what are your opening hours", "are you open on sunday"],
    "parcel": ["where is my parcel", "when will my parcel arrive", "my parcel has not come"],
}
QUESTIONS = [("when do you open", "hours"), ("where has my parcel gone", "parcel"), ("do you like jazz", None)]


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    """A set of two entries in a folder of its own."""
    folder = tmp_path / "faq"
    folder.mkdir()
    lines = [{"text": t, "intent": entry, "split": "train"} for entry, texts in PHRASINGS.items() for t in texts]
    lines += [{"text": text, "intent": entry, "split": "val"} for text, entry in QUESTIONS]
    (folder / "toy.jsonl").write_text("\n".join(map(json.dumps, lines)))
    (found,) = sets(tmp_path)
    return found


def test_the_first_phrasings_of_every_entry_are_taken(rows: Rows) -> None:
    assert [example.text for example in rows.examples(1)] == ["when are you open", "where is my parcel"]
    assert len(rows.examples(ALL)) == 6


@pytest.mark.parametrize("method", [neighbour, machine])
def test_the_plain_methods_learn(rows: Rows, method: type) -> None:
    learnt = method(rows.examples(ALL))

    assert [learnt.score(question.text)[0] for question in rows.questions[:2]] == ["hours", "parcel"]


def test_made_up_brands_are_the_same_every_time(rows: Rows) -> None:
    assert list(brands(rows, 3)) == list(brands(rows, 3))


def test_every_method_is_scored_and_shown(rows: Rows) -> None:
    found = [scored(rows, ALL, method) for method in METHODS]

    table = "\n".join([*per_set(found), *one_rule(found), *resources(found)])

    assert all(method in table for method in METHODS)
    assert [row.inside.tolist() for row in found] == [[True, True, False]] * 3


SCORES = Scored("m", "s", np.array([0.9, 0.8, 0.7, 0.6]), np.array([1, 1, 0, 1], bool), np.array([1, 1, 0, 1], bool))


def test_coverage_precision_and_leak_are_counted_from_a_score_on() -> None:
    assert SCORES.coverage(0.8) == pytest.approx(2 / 3)
    assert (SCORES.precision(0.8), SCORES.leak(0.8)) == (1.0, 0.0)
    assert (SCORES.precision(0.6), SCORES.leak(0.6)) == (0.75, 1.0)


@pytest.mark.parametrize(("target", "score"), [(1.0, 0.8), (0.75, 0.6)])
def test_the_lowest_score_that_is_precise_enough_is_found(target: float, score: float) -> None:
    assert lowest(SCORES, target) == score


def test_few_answers_prove_little() -> None:
    ten, thousand = np.ones(10, bool), np.ones(1000, bool)

    assert bound(ten, ten) < 0.9 < 0.99 < bound(thousand, thousand) < 1
    assert threshold([(np.full(10, 0.9), ten)]) == 0.91  # nothing is answered from there on
    assert threshold([(np.full(1000, 0.9), thousand)]) == 0.5


def test_the_regression_learns_what_tells_right_from_wrong() -> None:
    figures = np.random.default_rng(0).normal(size=(2000, 2))
    right = figures[:, 0] + 0.1 * figures[:, 1] > 0

    chances = regress(figures, right, np.ones(2000)).probabilities(figures)

    assert ((chances > 0.5) == right).mean() > 0.97


def test_without_a_folder_it_says_so_and_ends() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.bench.quality"], capture_output=True, text=True, check=True, env={"PATH": ""}
    )

    assert "SANGAM_QUALITY" in ended.stdout
