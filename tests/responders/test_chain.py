"""The responders one after the other."""

import asyncio
import logging
from dataclasses import dataclass, field, replace

import pytest

from inbox.actions import Hide, Proposal, Reply, Source
from inbox.models import Actor, RemoteId
from responders.chain import Chain
from responders.faq import Faq, FaqFile
from responders.rules import Rules, RulesFile
from responders.turn import Answer, Turn
from tests.turns import turn

THREAD = RemoteId("0000000101")


def says(text: str) -> Answer:
    """An answer with one drafted reply."""
    return Answer((Proposal(Reply(THREAD, text), Actor("responder", "test"), "a test says so"),))


@dataclass
class Fixed:
    """Always answers the same, and counts how often it was asked."""

    name: str
    answer: Answer = field(default_factory=Answer)
    asked: int = 0
    version: str = ""
    rewrites: bool = False
    patience: float = 5.0

    async def propose(self, turn: Turn) -> Answer:
        """Answer."""
        self.asked += 1
        return self.answer


@dataclass
class Broken:
    """Raises until it is mended."""

    name: str = "broken"
    mended: bool = False
    version: str = ""
    rewrites: bool = False
    patience: float = 5.0

    async def propose(self, turn: Turn) -> Answer:
        """Fail, or say nothing."""
        if not self.mended:
            raise LookupError("no such thing")
        return Answer()


@dataclass
class Hanging:
    """Never comes back."""

    name: str = "hanging"
    version: str = ""
    rewrites: bool = False
    patience: float = 0.05

    async def propose(self, turn: Turn) -> Answer:
        """Wait for ever."""
        await asyncio.Event().wait()
        return Answer()


def texts(answer: Answer) -> list[str]:
    """What the proposals of an answer would say."""
    return [proposal.action.text for proposal in answer.proposals if isinstance(proposal.action, Reply)]


async def test_the_first_with_something_to_say_wins() -> None:
    last = Fixed("last", says("third"))

    answer = await Chain([Fixed("silent"), Fixed("first", says("second")), last]).respond(turn("Hello"))

    assert texts(answer) == ["second"]
    assert last.asked == 0


async def test_labels_and_priority_of_those_without_words_are_kept() -> None:
    quiet = Fixed("quiet", Answer(labels=("upset", "refund"), priority=7))
    speaks = Fixed("speaks", Answer(says("Sorry").proposals, labels=("refund", "late"), priority=2))

    answer = await Chain([quiet, speaks]).respond(turn("Hello"))

    assert answer.labels == ("upset", "refund", "late")
    assert answer.priority == 7
    assert texts(answer) == ["Sorry"]


async def test_a_hand_off_ends_the_chain() -> None:
    never = Fixed("never", says("I am a machine"))

    answer = await Chain([Fixed("first", Answer(hand_off="They ask for a person.")), never]).respond(turn("Human!"))

    assert (answer.hand_off, answer.proposals, never.asked) == ("They ask for a person.", (), 0)


async def test_a_broken_and_a_hanging_responder_are_skipped_and_named() -> None:
    chain = Chain([Broken(), Hanging(), Fixed("works", says("Hi"))])

    answer = await chain.respond(turn("Hello"))

    assert answer.skipped == ("broken", "hanging")
    assert texts(answer) == ["Hi"]


async def test_a_failure_is_logged_once_until_it_works_again(caplog: pytest.LogCaptureFixture) -> None:
    broken = Broken()
    chain = Chain([broken])
    with caplog.at_level(logging.ERROR):
        for mended in (False, False, True, False):
            broken.mended = mended
            await chain.respond(turn("Hello"))

    assert [record.getMessage() for record in caplog.records] == [
        "responder broken is skipped until it answers again"
    ] * 2
    assert "LookupError: no such thing" in caplog.text


async def test_being_cancelled_is_not_a_failure_of_the_responder() -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await Chain([Hanging(patience=60)]).respond(turn("Hello"))


@pytest.mark.parametrize("said", ["", "  \n "])
async def test_nobody_is_asked_about_pictures_without_a_word(said: str) -> None:
    first = Fixed("first", says("Nice picture!"))

    assert await Chain([first]).respond(turn(said)) == Answer()
    assert first.asked == 0


async def test_every_drafted_text_is_checked_and_other_actions_are_left_alone() -> None:
    hide = Proposal(Hide(THREAD, RemoteId("1")), Actor("responder", "test"), "spam")
    drafts = Answer((*says("Dear {name}").proposals, hide))

    answer = await Chain([Fixed("first", drafts)]).respond(turn("Hello"))

    assert [proposal.checks for proposal in answer.proposals] == [("Not filled in: {name}.",), ()]


def test_the_chain_knows_what_it_was_made_of() -> None:
    chain = Chain([], config="0a1b2c3d" * 8)
    assert chain.config == "0a1b2c3d0a1b2c3d"

    chain.swap()
    assert chain.config == "0a1b2c3d0a1b2c3d"
    chain.swap(config="ffff")
    assert chain.config == "ffff"


async def test_a_swapped_responder_takes_the_place_of_its_namesake() -> None:
    chain = Chain([Rules(RulesFile()), Faq(FaqFile())])
    assert texts(await chain.respond(turn("Are you open?"))) == []

    entry = {"id": "hours", "questions": ["Are you open?"], "answer": "Yes."}
    chain.swap(Rules(RulesFile()), Faq(FaqFile.model_validate({"entries": [entry]})))

    assert texts(await chain.respond(turn("Are you open?"))) == ["Yes."]


async def test_the_link_in_an_faq_answer_is_known_to_its_check() -> None:
    entry = {"id": "hours", "questions": ["Are you open?"], "answer": "See https://shop.example/hours."}
    chain = Chain([Rules(RulesFile()), Faq(FaqFile.model_validate({"entries": [entry]}))])

    answer = await chain.respond(turn("Are you open?"))

    assert answer.proposals[0].checks == ()


async def test_who_wants_another_draft_is_a_person_already_so_a_hand_off_ends_nothing() -> None:
    first, next_ = Fixed("first", Answer(hand_off="They ask for a person.")), Fixed("next", says("Hi"))
    asked = replace(turn("Human!"), declined=frozenset({"rules:hello"}))

    answer = await Chain([first, next_]).respond(asked)

    assert (answer.hand_off, texts(answer)) == ("", ["Hi"])


async def test_what_is_only_a_guess_makes_room_for_whoever_knows_better() -> None:
    guess = Answer(says("perhaps this").proposals, labels=("unsure",), tentative=True)
    sources = (Source("brand:clay", "Clay"),)
    knows = Fixed("knows", Answer(tuple(replace(each, sources=sources) for each in says("this").proposals)))

    answer = await Chain([Fixed("guesses", guess), knows]).respond(turn("Hello"))

    assert texts(answer) == ["this"]
    assert answer.labels == ("unsure",)


async def test_a_guess_is_kept_where_nobody_knows_better() -> None:
    guess = Answer(says("perhaps this").proposals, tentative=True)
    hands_off = Fixed("hands off", Answer(hand_off="They need a person."))

    assert texts(await Chain([Fixed("guesses", guess), Fixed("silent")]).respond(turn("Hello"))) == ["perhaps this"]
    assert texts(await Chain([Fixed("guesses", guess), Broken()]).respond(turn("Hello"))) == ["perhaps this"]
    another = Fixed("guesses, too", says("or that"))
    assert texts(await Chain([Fixed("guesses", guess), another]).respond(turn("Hello"))) == ["perhaps this"]
    answer = await Chain([Fixed("guesses", guess), hands_off]).respond(turn("Hello"))
    assert (texts(answer), answer.hand_off) == (["perhaps this"], "They need a person.")
