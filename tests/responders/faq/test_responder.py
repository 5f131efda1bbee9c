"""What the FAQ says to a turn, when it is sure, and when a person has to look first."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace

import pytest

from inbox.models import Conversation, Media, RemoteId, Subject, Thread
from responders.faq import Entry, Faq, FaqFile, keep_learning
from responders.faq.meaning import Meanings
from responders.turn import Answer, Turn
from tests.responders.faq.shop import FAQ, SHOP, drafted, match, text_of, two
from tests.turns import ACCOUNT, theirs, turn


async def test_one_sentence_that_is_asked_for_gets_a_draft_and_never_more() -> None:
    said = "I have been a customer for years. Where is my order? It was for the birthday of my mother in Lisbon."
    proposal = await drafted(said)

    assert proposal is not None
    assert (proposal.sources[0].id, proposal.evidence) == ("delivery", "none")
    assert "one sentence of several" in proposal.because


async def test_a_sure_answer_shows_what_it_rests_on() -> None:
    proposal = await drafted("when will my parcel arrive")
    best = await match("when will my parcel arrive")

    assert proposal is not None
    assert best is not None
    assert proposal.evidence == "faq"
    assert proposal.because.startswith('it matches "When will my parcel arrive?" of the FAQ entry delivery: ')
    assert f"{min(int(best.probability * 100 + 1e-9), 99)} % sure (alone from " in proposal.because
    assert f'{best.margin:.2f} ahead of "{best.second_phrasing}" of {best.second}' in proposal.because
    assert text_of(proposal) == "Two days.\nhttps://example.org/track"
    assert [(source.id, source.title, source.quote) for source in proposal.sources] == [
        ("delivery", "When will my parcel arrive?", "Two days.\nhttps://example.org/track")
    ]
    assert proposal.language == "en"


@pytest.mark.parametrize(
    ("said", "text", "evidence"),
    [
        ("a que hora abren", "De 9 a 18 h, de lunes a sábado.", "faq"),
        ("દુકાન ક્યારે ખુલે છે", "૯ થી ૬.", "faq"),
        ("dukan kyare khule che", "Savare 9 thi sanje 6.", "faq"),
        ("dukan kab khulti hai", "9 से 6.", "none"),  # no answer in Latin letters
        ("मेरा पार्सल कब आएगा", "Two days.\nhttps://example.org/track", "none"),
        ("我的包裹什么时候到", "两天。\nhttps://example.org/track", "faq"),
        ("I want my money back", "Send us your order number.", "faq"),
    ],
)
async def test_the_answer_is_in_their_language_or_waits(said: str, text: str, evidence: str) -> None:
    proposal = await drafted(said)

    assert proposal is not None
    assert (text_of(proposal), proposal.evidence) == (text, evidence)
    assert ("no answer in their language" in proposal.because) is (evidence == "none")


@pytest.mark.parametrize(
    ("said", "doubt"),
    [
        ("When are you open? Why?", "more than one thing"),
        ("When are you open 😡", "they sound upset"),
        ("when are you open /s", "may not mean it"),
    ],
)
async def test_a_doubt_leaves_a_sure_match_to_a_person_and_says_why(said: str, doubt: str) -> None:
    proposal = await drafted(said)

    assert proposal is not None
    assert proposal.evidence == "none"
    assert doubt in proposal.because


async def test_an_entry_for_another_account_is_not_there() -> None:
    entry = {"id": "hours", "questions": "When are you open?", "answer": "9 to 6.", "accounts": "webchat:*"}
    faq = Faq(FaqFile.model_validate({"entries": [entry]}))

    assert await match("When are you open?", faq) is None
    assert await match("When are you open?", faq, "webchat:site") is not None


async def test_each_account_has_its_own_answer_to_one_question() -> None:
    faq = two({"accounts": "telegram:*"}, {"accounts": "webchat:*"})

    for account, text in ((ACCOUNT, "yes."), ("webchat:site", "no.")):
        proposal = await drafted(turn("Do you have it in blue?", account=account), faq)
        assert (text_of(proposal), proposal and proposal.evidence) == (text, "faq")


async def test_what_only_another_account_is_asked_is_at_most_a_draft_here() -> None:
    faq = two(
        {"accounts": "telegram:*"}, {"accounts": "webchat:*", "questions": ["any blue left", "navy one in stock?"]}
    )

    here, there = [await drafted(turn("navy one in stock?", account=name), faq) for name in (ACCOUNT, "webchat:site")]

    assert here is None or (text_of(here), here.evidence) == ("yes.", "none")
    assert (text_of(there), there and there.evidence) == ("no.", "faq")


async def test_an_entry_answers_between_its_dates_only() -> None:
    faq = two({"until": "2023-11-14"}, {"from": "2023-11-15"})  # a turn of the tests is at 2023-11-14 22:13 UTC
    asked = turn("Do you have it in blue?")

    assert text_of(await drafted(asked, faq)) == "yes."
    assert text_of(await drafted(replace(asked, now=asked.now + 2 * 3_600_000), faq)) == "no."


def under(post: str, said: str) -> Turn:
    """A comment under a post with these words."""
    asked = turn(said, kind="comments")
    subject = Subject(RemoteId("0000000077"), post)
    thread = Thread(asked.conversation.thread.remote, "comments", subject=subject)
    return replace(asked, conversation=Conversation(asked.conversation.id, asked.conversation.account, thread))


async def test_under_a_post_its_own_entry_goes_before_the_one_for_all() -> None:
    faq = two({"posts": "summer sale"}, {})

    assert text_of(await drafted(under("Our SUMMER sale is on", "Do you have it in blue?"), faq)) == "yes."
    assert text_of(await drafted(under("Something else", "Do you have it in blue?"), faq)) == "no."
    sure = await drafted(turn("Do you have it in blue?"), faq)
    assert (text_of(sure), sure and sure.evidence) == ("no.", "faq")


async def test_in_place_of_a_declined_entry_comes_no_answer_that_goes_out_alone() -> None:
    asked = turn("When are you open?")

    another = await drafted(replace(asked, declined=frozenset({"faq:hours"})))
    none = await FAQ.propose(replace(asked, declined=frozenset({"faq:hours", "faq:delivery", "faq:returns"})))

    assert another is None or (another.sources[0].id != "hours" and another.evidence == "none")
    assert none == Answer()


async def test_a_rule_of_the_same_name_that_was_declined_is_another_matter() -> None:
    proposal = await drafted(replace(turn("When are you open?"), declined=frozenset({"rules:hours"})))

    assert proposal is not None
    assert proposal.sources[0].id == "hours"


async def test_a_draft_says_which_version_of_the_faq_it_was_made_of() -> None:
    proposal = await drafted("When are you open?")
    changed = Faq(SHOP.model_copy(update={"nothing": ("Anything?",)}))

    assert proposal is not None
    assert proposal.version == FAQ.version != changed.version
    assert Faq(SHOP).version == FAQ.version


async def test_a_new_entry_and_a_new_phrasing_count_at_once() -> None:
    asked = "Do you wrap presents?"
    entry = Entry.model_validate({"id": "gifts", "questions": [asked, "gift wrapping?"], "answer": "For 2 €."})
    before, after = (
        await drafted(asked),
        await drafted(asked, Faq(SHOP.model_copy(update={"entries": (*SHOP.entries, entry)}))),
    )

    assert before is None or before.evidence == "none"
    assert text_of(after) == "For 2 €."


class Endpoint:
    """Makes vectors that know one thing: what is about a purchase sent back has the first number."""

    def __init__(self) -> None:
        self.away = False

    async def __call__(self, texts: Sequence[str]) -> list[list[float]]:
        if self.away:
            raise TimeoutError("no answer within 3 s")
        returns = {text for entry in SHOP.entries if entry.id == "returns" for text in entry.questions[""]}
        return [[1.0, 0.0] if text in returns or "back" in text else [0.0, 1.0] for text in texts]


async def test_with_meanings_the_match_is_kept_for_doing_it_again_without_them() -> None:
    faq = Faq(SHOP, meanings=Meanings(Endpoint()))
    offline = await faq.propose(turn("can I send this back please"))
    assert await faq.learn()
    asked = turn("can I send this back please")
    answer = await faq.propose(asked)

    (heard,) = answer.heard
    assert offline.heard == ()
    assert heard.responder == "faq"
    assert json.loads(heard.said)[0]["entry"] == "returns"
    again = Faq(SHOP, recall={heard.asked: heard.said}.get)
    assert await again.propose(asked) == answer


async def test_an_endpoint_that_is_away_changes_nothing_offline() -> None:
    endpoint = Endpoint()
    faq = Faq(SHOP, meanings=Meanings(endpoint))
    endpoint.away = True

    assert not await faq.learn()
    assert await faq.propose(turn("When are you open?")) == await FAQ.propose(turn("When are you open?"))
    endpoint.away = False
    assert await faq.learn()
    endpoint.away = True
    assert await faq.propose(turn("When are you open?")) != Answer()


async def test_the_faq_that_counts_now_is_the_one_that_learns() -> None:
    meanings = Meanings(Endpoint())
    current = [Faq(SHOP, meanings=meanings)]

    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        task = group.create_task(keep_learning(lambda: current[0], pause=0.01))
        while not (await current[0].propose(turn("can I send this back please"))).heard:
            await asyncio.sleep(0.01)
        current[0] = Faq(SHOP.model_copy(update={"nothing": ()}), meanings=meanings)
        while not (await current[0].propose(turn("can I send this back please"))).heard:
            await asyncio.sleep(0.01)
        task.cancel()


async def test_a_picture_with_the_question_is_looked_at_first() -> None:
    asked = turn(theirs("When are you open?", media=(Media("image", "ref"),)))
    proposal = await drafted(asked)

    assert proposal is not None
    assert proposal.evidence == "none"
