"""The measuring of spam itself: on rows few enough to know the answers."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.bench.moderation.spam_data import HELD, MESSAGES, OWN, Row, examples, folds, rows
from tests.bench.moderation.spam_evaluate import Judged, caught, lowest, mcc
from tests.bench.moderation.spam_fit import EXACTLY, Recipe, logistic, scored, see, teach
from tests.bench.moderation.spam_plain import rules
from tests.bench.moderation.spam_train import calibrated

ROWS = [
    Row("check out my channel please", "one", True),
    Row("please subscribe to my channel 2", "one", True),
    Row("visit my page, free videos", "two", True),
    Row("I love this song", "one", False),
    Row("what a beautiful voice", "two", False),
    Row("she is the best", "two", False),
]


def test_rows_are_read_and_what_was_taken_out_of_clean_ones_gives_nothing_away(tmp_path: Path) -> None:
    (tmp_path / "youtube_spam.jsonl").write_text(json.dumps({"text": "hi", "video": "v1", "y": 1}) + "\n")
    (tmp_path / "sms_spam.jsonl").write_text(json.dumps({"text": "at &lt;#&gt; pm", "y": 0}) + "\n")

    comment, message, *others = rows(tmp_path)

    assert (comment.place, comment.spam) == ("v1", True)
    assert (message.place, message.text, message.spam) == (MESSAGES, "at 5 pm", False)
    assert {row.place for row in others} == {OWN, HELD}


def test_what_is_held_is_clean_and_stands_nowhere_else() -> None:
    held = {row.text for row in examples() if row.place == HELD}

    assert held.isdisjoint(row.text for row in examples() if row.place == OWN)
    assert not any(row.spam for row in examples() if row.place == HELD)
    assert {row.language for row in examples()} == {"en", "es", "hi", "gu", "hi-Latn", "ru", "ar", "zh"}


def test_doubles_are_left_out_together() -> None:
    found = [Row(f"call {number} now!", "one", True) for number in range(20)]

    assert sorted(int(part.sum()) for part in folds(found, np.ones(20, bool), 5)) == [0, 0, 0, 0, 20]
    assert [int(part.sum()) for part in folds(found, np.ones(20, bool), 5, together=False)] == [4] * 5


def test_the_model_learns_and_what_is_held_back_teaches_nothing() -> None:
    seen = see([*ROWS, Row("held", HELD, False), Row("ok, see you at home", MESSAGES, False)])
    alike = seen.kernels(Recipe())

    given = teach(seen, alike, np.ones(8, bool), Recipe())

    assert ((scored(alike, given)[:6, 0] > 0) == seen.spam[:6]).all()
    assert not given[6].any()


def test_the_regression_is_the_one_that_the_slope_at_its_end_says() -> None:
    dice = np.random.default_rng(0)
    figures = dice.normal(size=(60, 3)).astype(np.float32)
    spam = figures[:, 0] + dice.normal(size=60) > 0
    alike = figures @ figures.T

    weights = logistic(alike, spam, np.ones(60), 0.5, EXACTLY)

    chance = 1 / (1 + np.exp(-(alike @ weights)))
    assert np.abs(figures.T @ (spam - chance) - 0.5 * figures.T @ weights).max() < 0.05


def test_a_probability_means_what_it_says() -> None:
    dice = np.random.default_rng(1)
    scores = dice.normal(size=4000) * 2
    spam = dice.random(4000) < 1 / (1 + np.exp(-(2 * scores - 1)))

    slope, lift = calibrated(scores, spam)

    assert (slope, lift) == (pytest.approx(2, abs=0.2), pytest.approx(-1, abs=0.2))


def test_figures_are_counted_as_they_are_named() -> None:
    spam = np.array([1, 1, 0, 0], bool)
    scores = np.array([3.0, 1.0, 2.0, 0.0])

    assert (mcc(spam, spam), mcc(spam, ~spam), mcc(spam, np.ones(4, bool))) == (1, -1, 0)
    assert caught(Judged(np.ones(4, bool), scores, (), spam), spam) == 0.5
    assert lowest(np.arange(1000.0), np.zeros(1000, bool)) == 994  # five stand above it


def test_the_plain_rules_are_plain() -> None:
    assert (rules(ROWS) > 0).tolist() == [True, True, True, False, False, False]
