"""The stand-in behind /v1/moderations: single words, added up, always the same."""

from __future__ import annotations

from bot.playground.model.moderating import CATEGORIES, MODERATION, moderation, scores


def test_every_category_has_a_score_between_nothing_and_certainty() -> None:
    found = scores("women are scum, kill them all, you idiot, show me your tits, I want to die" * 20)

    assert tuple(found) == CATEGORIES
    assert all(0 <= score <= 1 for score in found.values())


def test_more_words_score_higher_and_kind_words_next_to_nothing() -> None:
    assert scores("idiot")["harassment"] < scores("idiot, you moron")["harassment"]
    assert max(scores("what a lovely bowl").values()) < 0.01


def test_it_hears_words_and_no_meaning() -> None:
    assert scores("Calling somebody an idiot is wrong")["harassment"] > 0.5


def test_an_answer_flags_what_scores_high_and_is_the_same_each_time() -> None:
    body = moderation(MODERATION, ["you idiot, you moron", "hello"])

    assert body == moderation(MODERATION, ["you idiot, you moron", "hello"])
    assert [result["flagged"] for result in body["results"]] == [True, False]  # type: ignore[attr-defined]
