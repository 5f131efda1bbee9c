"""The cursor: the same after a trip through text, small, and never a reason to lose or to flood."""

from __future__ import annotations

import pytest

from bot.networks._meta.resume import FIRST, FORGOTTEN, MOST_POSTS, Resume

NOW = 1_790_000_000_000


def test_it_comes_back_from_its_text() -> None:
    resume = Resume(1, 2, 3, {"7_8": 9}, {"4": 5}, 6, "1-1", "2-2")
    assert Resume.read(resume.cursor, NOW) == resume


@pytest.mark.parametrize("cursor", [None, "", "[]", "{", "7", '{"comments":"soon"}', '{"posts":[]}', "null"])
def test_without_one_that_says_something_the_last_day_is_read(cursor: str | None) -> None:
    assert Resume.read(cursor, NOW) == Resume(NOW - FIRST, NOW - FIRST, NOW - FIRST)


def test_what_a_later_version_added_is_passed_over() -> None:
    assert Resume.read('{"comments":5,"moons":2}', NOW).comments == 5


def test_a_copy_moves_on_alone() -> None:
    resume = Resume(1, 2, 3)
    resume.copy().spoke_of("7", 1)
    assert resume.posts == {}


def test_posts_without_comments_are_forgotten_and_the_newest_stay() -> None:
    resume = Resume(NOW, NOW, NOW, {f"1_{n}": NOW - n for n in range(MOST_POSTS + 50)})
    resume.posts["old"] = NOW - FORGOTTEN - 1
    resume.tidy(NOW)
    assert len(resume.posts) == MOST_POSTS
    assert "1_0" in resume.posts
    assert not {"old", f"1_{MOST_POSTS + 49}"} & resume.posts.keys()


def test_an_older_word_does_not_make_a_post_older() -> None:
    resume = Resume(NOW, NOW, NOW)
    resume.spoke_of("7", 20)
    resume.spoke_of("7", 10)
    assert resume.posts == {"7": 20}


def test_full_it_stays_small() -> None:
    resume = Resume(NOW, NOW, NOW)
    resume.posts = {f"106700000000037_1220000000{n:06}": NOW for n in range(1_000)}
    resume.counts = {f"1800000000{n:06}": n for n in range(1_000)}
    resume.tidy(NOW)
    assert len(resume.cursor) < 20_000
