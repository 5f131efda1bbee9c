"""Story files: that the one of the demo holds together, and what is wrong with one that does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import ValidationError
from ruamel.yaml import YAML

from bot.playground.demo import FILES
from bot.playground.story import Scene, Story, Where, read_story

SMALL: dict[str, Any] = {
    "people": {"asha": {"name": "Asha", "language": "gu"}},
    "posts": {
        "kiln": {"text": "The kiln is open", "minutes_ago": 5},
        "cups": {"text": "New cups", "minutes_ago": 9, "where": "facebook"},
    },
    "manners": {"gu": {"thanks": ["આભાર"], "ask_on": ["અને?"]}},
    "opening": [],
    "later": [{"who": "asha", "steps": [{"say": "કેમ છો?"}]}],
}


def test_the_story_of_the_demo_is_told_in_six_languages() -> None:
    story = read_story(FILES / "story.yaml")

    assert {story.people[scene.who].language for scene in story.opening} == {"en", "gu", "hi", "es", "zh", "ar"}


def test_the_demo_opens_with_everything_that_a_desk_has_to_bear() -> None:
    story = read_story(FILES / "story.yaml")
    kinds = {type(step).__name__ for scene in story.opening for step in scene.steps}

    assert {scene.where for scene in story.opening} == set(get_args(Where))
    assert kinds >= {"Say", "Change", "Pause", "Await"}
    assert all(scene.after <= 2 for scene in story.opening)
    assert {(post.where, post.ad) for post in story.posts.values()} >= {("facebook", True), ("instagram", False)}


def test_both_networks_of_meta_are_written_to_in_gujarati_and_hindi_and_one_answer_is_urgent() -> None:
    story = read_story(FILES / "story.yaml")
    scenes = [scene for scene in (*story.opening, *story.later) if scene.where.startswith(("facebook", "instagram"))]
    oldest = max(story.opening, key=lambda scene: scene.minutes_ago or 0)

    assert {story.people[scene.who].language for scene in scenes} >= {"en", "gu", "hi", "es", "ar"}
    assert (oldest.where, 23 * 60 < story.begins() < 24 * 60) == ("messenger", True)


@pytest.mark.parametrize(
    ("scene", "words"),
    [
        ({"who": "bhavin", "steps": [{"say": "?"}]}, "nobody is called bhavin"),
        ({"who": "asha", "where": "comments", "steps": [{"say": "?"}]}, "which is no post"),
        ({"who": "asha", "post": "kiln", "steps": [{"say": "?"}]}, "which is no post"),
        ({"who": "asha", "where": "comments", "post": "cups", "steps": [{"say": "?"}]}, "which is no post there"),
        ({"who": "asha", "where": "facebook comments", "post": "kiln", "steps": [{"say": "?"}]}, "no post there"),
        ({"who": "asha", "post": "nothing", "steps": [{"say": "?"}]}, "comments below nothing"),
        ({"who": "asha", "minutes_ago": 90, "steps": [{"say": "?"}]}, "more than an hour ago"),
        ({"who": "asha", "where": "messenger", "steps": [{"story": "cup"}]}, "only reaches us by instagram direct"),
        ({"who": "asha", "held": True, "hopes": False, "steps": [{"say": "?"}]}, "which only YouTube does"),
        ({"who": "asha", "where": "x comments", "post": "cups", "steps": [{"say": "?"}]}, "which is no post there"),
        ({"who": "asha", "steps": [{"photos": ["teapot"]}]}, "there is no photo of {'teapot'}"),
        ({"who": "asha", "steps": [{"say": ""}]}, "nothing is said here"),
        ({"who": "asha", "where": "discord post", "steps": [{"say": "?"}]}, "needs a title"),
        ({"who": "asha", "where": "discord", "title": "A crack", "steps": [{"say": "?"}]}, "needs a title"),
        ({"who": "asha", "where": "discord", "minutes_ago": 3, "steps": [{"say": "?"}]}, "leave out minutes_ago"),
        ({"who": "asha", "steps": []}, "at least 1 item"),
        ({"who": "asha", "steps": [{"says": "?"}]}, "Extra inputs are not permitted"),
    ],
)
def test_a_scene_that_cannot_be_played_is_refused(scene: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words.replace("{", r"\{")):
        Story.model_validate(SMALL | {"later": [scene]})


def test_a_language_without_manners_is_refused() -> None:
    with pytest.raises(ValidationError, match="how people say thanks in {'gu'}"):
        Story.model_validate(SMALL | {"manners": {}})


def test_a_scene_opens_with_what_needs_no_waiting() -> None:
    steps = [{"say": "One"}, {"say": "Two"}, {"pause": 3}, {"say": "Three"}]

    assert Scene.model_validate({"who": "asha", "steps": steps}).opening() == 2
    assert Scene.model_validate({"who": "asha", "steps": steps[:2]}).opening() == 2


def test_a_story_is_read_from_a_file(tmp_path: Path) -> None:
    YAML().dump(SMALL, tmp_path / "story.yaml")

    assert read_story(tmp_path / "story.yaml") == Story.model_validate(SMALL)
