"""Which cards a post has: one for each draft that waits or leaves, one for a conversation without, the rest folded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.surfaces.discord.slots import ITSELF, Want, needs_people, parked, undecided, wants
from inbox.actions import Draft, DraftState, Hide
from inbox.cases import MODERATION
from inbox.models import Actor, DraftId, RemoteId
from inbox.store.cards import Posted, Shown
from inbox.views import Card, Reading
from tests.bot.surfaces.discord.scenes import card_of, delivery, draft, message, reading
from tests.cast import ASHA, MEERA
from tests.world import START, at, proposal

CONV = at(ASHA)
NONE = Posted(CONV)
OWN = Shown("7", "100", "aaaa")
BARE = Shown(ITSELF, "100", "bbbb")
SENT = card_of(draft(state="approved"), delivery("sent"))
QUEUED = card_of(draft(state="approved"), delivery())
PARKED = card_of(draft(state="approved"), delivery("parked"))


def posted(*cards: Shown, asked: bool = False) -> Posted:
    """A post with these cards."""
    return Posted(CONV, "100", "9", "head", asked=asked, cards=cards)


def plan(stands: Reading, known: Posted = NONE, *found: Card) -> list[tuple[str, bool, str]]:
    """The slot of each card, whether it is folded, and the message that shows it now."""
    made = wants(stands, known, {card.draft.id: card for card in found})
    return [(want.slot, want.folded, want.standing.message if want.standing else "") for want in made]


def test_whoever_waits_without_a_draft_has_the_card_of_the_conversation() -> None:
    assert plan(reading()) == [(ITSELF, False, "")]
    assert plan(reading(), posted(BARE)) == [(ITSELF, False, "100")]
    assert plan(reading(waiting_since=0)) == []


def test_a_draft_takes_over_the_card_of_the_conversation() -> None:
    assert plan(reading(card_of())) == [("7", False, "")]
    assert plan(reading(card_of()), posted(BARE)) == [("7", False, "100")]
    two = reading(card_of(), card_of(draft(id="8", at=START + 1)))
    assert plan(two, posted(BARE)) == [("7", False, "100"), ("8", False, "")]


def test_a_folded_card_is_taken_over_by_nobody() -> None:
    folded = Shown(ITSELF, "100", "bbbb", folded=True)

    assert plan(reading(card_of()), posted(folded)) == [("7", False, "")]
    assert plan(reading(), posted(folded)) == [(ITSELF, False, "")]


def test_what_leaves_or_is_parked_stays_open_and_what_is_over_is_folded() -> None:
    assert plan(reading(leaving=(delivery(),)), posted(OWN), QUEUED) == [("7", False, "100")]
    assert plan(reading(), posted(OWN), PARKED) == [("7", False, "100")]
    assert plan(reading(waiting_since=0), posted(OWN), SENT) == [("7", True, "100")]
    assert plan(reading(waiting_since=0), posted(OWN)) == [("7", True, "100")]  # it is not kept any more


def test_words_after_a_decided_draft_make_a_new_card_below() -> None:
    assert plan(reading(), posted(OWN), SENT) == [(ITSELF, False, ""), ("7", True, "100")]
    outdated = card_of(draft(state="outdated"))
    newer = reading(card_of(draft(id="8")))
    assert plan(newer, posted(OWN), outdated) == [("8", False, ""), ("7", True, "100")]


def test_words_that_came_after_what_is_parked_have_a_card_of_their_own() -> None:
    assert plan(reading(last=RemoteId("m2")), posted(OWN), PARKED) == [("7", False, "100"), (ITSELF, False, "")]


def test_what_waits_for_review_has_a_card_where_there_is_a_post_and_makes_none() -> None:
    held = message(held=True)
    waits = replace(reading(waiting_since=0, last=None), held=(held,))

    assert plan(waits, posted()) == [(ITSELF, False, "")]
    assert plan(waits, posted(BARE)) == [(ITSELF, False, "100")]
    assert plan(waits) == []
    assert plan(replace(reading(card_of()), held=(held,)), posted(BARE)) == [("7", False, "100")]
    assert plan(replace(reading(waiting_since=0, state="resolved"), held=(held,)), posted(BARE)) == [
        (ITSELF, True, "100")
    ]


def test_the_card_of_the_conversation_is_folded_when_nobody_waits() -> None:
    for stands in (reading(waiting_since=0), reading(state="resolved"), reading(state="snoozed")):
        assert plan(stands, posted(BARE)) == [(ITSELF, True, "100")]
    assert plan(reading(waiting_since=0, claimed_by="noor"), posted(BARE)) == [(ITSELF, False, "100")]


def test_what_somebody_asked_for_has_a_card_though_nobody_waits() -> None:
    assert plan(reading(waiting_since=0), Posted(CONV, asked=True)) == [(ITSELF, False, "")]


def test_a_post_is_made_where_people_are_needed_and_not_for_what_goes_out_by_itself() -> None:
    def needed(stands: Reading, *found: Card, known: Posted = NONE) -> bool:
        return needs_people(stands, wants(stands, known, {card.draft.id: card for card in found}), known)

    assert needed(reading())
    assert needed(reading(card_of(), waiting_since=0))
    assert needed(reading(waiting_since=0), PARKED)
    assert needed(reading(waiting_since=0), known=Posted(CONV, asked=True))
    assert not needed(reading(leaving=(delivery(),)), QUEUED)
    assert not needed(reading(waiting_since=0))


def test_drafts_are_looked_at_beside_the_pending_ones_while_they_leave_or_their_card_is_open() -> None:
    folded = Shown("3", "101", "cccc", folded=True)
    stands = reading(card_of(), leaving=(delivery(draft="9"),))

    assert undecided(stands, posted(OWN, BARE, Shown("5", "102", "dddd"), folded)) == ("9", "5")
    assert undecided(reading(), NONE) == ()


def test_something_parked_is_noticed() -> None:
    assert parked([Want(DraftId("7"), PARKED, folded=False)])
    assert not parked([Want(DraftId("7"), QUEUED, folded=False), Want(ITSELF, None, folded=False)])
    assert not parked([Want(DraftId("7"), PARKED, folded=True)])


def of_a_case(state: DraftState, by: Actor = MODERATION) -> Draft:
    """What a rule, or a measure that somebody switched on, does to a message."""
    hides = replace(proposal(), action=Hide(ASHA.remote, RemoteId("m1")), by=by, evidence="rule")
    return draft(state=state, proposal=hides)


@pytest.mark.parametrize("by", [MODERATION, MEERA])
@pytest.mark.parametrize("state", ["queued", "sending", "parked"])
def test_what_moderation_does_has_no_card_and_makes_no_post(state: str, by: Actor) -> None:
    found = card_of(of_a_case("approved", by), delivery(state))
    stands, known = reading(waiting_since=0), Posted(at(ASHA))

    wanted = wants(stands, known, {found.draft.id: found})

    assert wanted == ()
    assert not needs_people(stands, wanted, known)


def test_what_the_mode_held_back_of_it_is_shown_to_whoever_opens_the_conversation() -> None:
    held = card_of(of_a_case("pending"))
    stands = reading(held, waiting_since=0)
    nobody, somebody = Posted(at(ASHA)), Posted(at(ASHA), asked=True)

    assert wants(stands, nobody, {}) == ()
    assert [want.slot for want in wants(stands, somebody, {})] == ["7"]


def test_what_a_person_hides_themselves_has_its_card_as_before() -> None:
    by_hand = replace(proposal(), action=Hide(ASHA.remote, RemoteId("m1")), by=MEERA, evidence="none")
    found = card_of(draft(state="approved", proposal=by_hand), delivery("queued"))
    assert [want.slot for want in wants(reading(waiting_since=0), Posted(at(ASHA)), {found.draft.id: found})] == ["7"]
