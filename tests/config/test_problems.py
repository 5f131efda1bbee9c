"""How a mistake is told."""

import pytest

from config.problems import ConfigError, Problem, nearest
from inbox.errors import SetupError


def test_a_problem_is_a_line_that_editors_jump_from() -> None:
    assert str(Problem("config/bot.yaml", 3, "web.port", "must be a whole number")) == (
        "config/bot.yaml:3: web.port: must be a whole number"
    )
    assert str(Problem("config/bot.yaml", 1, "", "this file is missing")) == "config/bot.yaml:1: this file is missing"


def test_an_error_has_every_problem_once_in_order() -> None:
    first, second = Problem("a.yaml", 2, "x", "wrong"), Problem("a.yaml", 10, "a", "wrong")
    error = ConfigError([second, first, second])

    assert error.problems == (first, second)
    assert str(error) == "a.yaml:2: x: wrong\na.yaml:10: a: wrong"
    assert isinstance(error, SetupError)


@pytest.mark.parametrize(
    ("word", "hint"),
    [("tokn", "did you mean token?"), ("qqq", "known here: name, token"), ("TOKEN", "known here: name, token")],
)
def test_the_nearest_known_word_is_offered(word: str, hint: str) -> None:
    assert nearest(word, ["token", "name"]) == hint


def test_where_nothing_is_known_nothing_is_offered() -> None:
    assert nearest("a", []) == ""
