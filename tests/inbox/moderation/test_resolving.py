"""What becomes of a message, by what rules want and what the network can do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inbox.actions import Action, ActionKind, Block, Hide, Mute, Remove, Slow
from inbox.cases import Arrival, Finding, Measure, Wants
from inbox.models import Contact, ContactId, Conversation, Kind, Message, RemoteId, Subject, Thread
from inbox.moderation.resolving import Found, Resolved, measured, resolve
from tests.cast import ASHA, BHAVIN, MEERA
from tests.judging import MODERATED
from tests.world import ACCOUNT, CAPABILITIES, DAY, START, at

M1 = RemoteId("m1")
SAID = Message(M1, "a scam", START, contact=ContactId(f"{ACCOUNT}/{ASHA.remote}"))


def conversation(kind: Kind = "comments", post: str = "post1") -> Conversation:
    """Asha's thread under a post."""
    subject = Subject(RemoteId(post), "Diwali sale") if kind == "comments" else None
    return Conversation(at(ASHA), ACCOUNT, Thread(ASHA.remote, kind, subject=subject))


def wanting(rule: str, **wants: object) -> Found:
    """A finding of a rule in force."""
    return Found(Finding(rule, "v1", f"{rule} matched", Wants(**wants)))  # type: ignore[arg-type]


def resolved(*found: Found, kind: Kind = "comments", message: Message = SAID, **can: object) -> Resolved:
    """What becomes of Asha's message on a network that can all, but for what is said."""
    return resolve(replace(MODERATED, **can), conversation(kind), message, found)  # type: ignore[arg-type]


def only(*actions: ActionKind) -> dict[Kind, frozenset[ActionKind]]:
    """A network that has just these actions on comments."""
    return {"comments": frozenset(actions)}


def test_the_first_rule_has_its_way_in_each_thing_and_answers_for_the_case() -> None:
    found = [
        wanting("labels", labels=("spam",), priority=2),
        wanting("first", sight="hide", mute=60, labels=("scam",)),
        wanting("second", sight="remove", mute=3600, points=2, priority=5, labels=("spam", "links")),
    ]

    what = resolved(*found)

    assert what.deeds == (Hide(ASHA.remote, M1), Mute(ASHA.remote, ASHA.remote, 60))
    assert what.case == found[1]
    assert what.reason == "first matched; also labels: labels matched; also second: second matched"
    assert (what.labels, what.priority, what.points) == (("spam", "scam", "links"), 2, 2)
    assert what.away
    assert what.flag is None


def test_what_is_kept_is_left_alone_by_all_below() -> None:
    what = resolved(wanting("praise", keep=True), wanting("scam", sight="hide", points=3))

    assert what == Resolved()
    above = resolved(wanting("scam", sight="hide"), wanting("praise", keep=True), wanting("more", mute=60))
    assert above.deeds == (Hide(ASHA.remote, M1),)


@pytest.mark.parametrize(
    ("wants", "can", "deeds"),
    [
        ({"sight": "hide"}, ("hide", "remove"), (Hide(ASHA.remote, M1),)),
        ({"sight": "hide"}, ("remove",), ()),
        ({"sight": "hide", "may_remove": True}, ("remove",), (Remove(ASHA.remote, M1),)),
        ({"sight": "hide", "may_remove": True}, ("hide", "remove"), (Hide(ASHA.remote, M1),)),
        ({"sight": "remove"}, ("hide", "remove"), (Remove(ASHA.remote, M1),)),
        ({"sight": "remove"}, ("hide",), (Hide(ASHA.remote, M1),)),
        ({"sight": "remove"}, (), ()),
        ({"sight": "hold"}, ("hide", "remove"), ()),
        ({"block": True}, ("block",), (Block(ASHA.remote, ASHA.remote),)),
        ({"block": True}, (), ()),
        ({"slow": 30}, ("slow",), (Slow(ASHA.remote, 30),)),
    ],
)
def test_the_mildest_way_of_the_network_is_taken_and_a_person_looks_where_there_is_none(
    wants: dict[str, object], can: tuple[ActionKind, ...], deeds: tuple[Action, ...]
) -> None:
    what = resolved(wanting("scam", **wants), actions=only(*can))

    assert what.deeds == deeds
    assert (what.flag is None) == bool(deeds)
    assert (what.case is None) == (not deeds)


def test_what_exists_for_our_own_words_only_is_not_done_to_theirs() -> None:
    what = resolved(wanting("scam", sight="remove"), own_only=frozenset({"remove", "hide"}))

    assert not what.deeds
    assert what.flag
    assert what.flag.because == "scam matched; Telegram has no way to do what the rule wants here"


def test_what_can_not_be_hidden_is_not_removed_unless_the_rule_may() -> None:
    what = resolved(wanting("scam", sight="hide"), actions=only("remove"))

    assert what.flag
    assert what.flag.because == "scam matched; Telegram can only remove it for good"


def test_what_is_hidden_already_is_kept_as_a_case_without_hiding_it_again() -> None:
    what = resolved(wanting("scam", sight="hide"), message=replace(SAID, hidden=True))

    assert (what.deeds, what.away, what.flag) == ((), True, None)
    assert what.case


def test_somebody_whom_the_network_does_not_tell_is_not_muted_and_gets_no_strikes() -> None:
    unknown = replace(SAID, contact=ContactId(f"{ACCOUNT}/unknown.7"))

    what = resolved(wanting("scam", sight="hide", mute=60, block=True, points=2), message=unknown)

    assert what.deeds == (Hide(ASHA.remote, M1),)
    assert what.points == 0


def test_where_comments_are_reviewed_one_is_blocked_with_a_message() -> None:
    what = resolved(wanting("scam", block=True), reviews=True)

    assert what.deeds == (Block(ASHA.remote, ASHA.remote, M1),)


# ------------------------------------------------------------------------------------------------------------ measures


def arrived(
    contact: Contact = ASHA, *, known_since: int = 0, messages: int = 0, kind: Kind = "comments", post: str = "post1"
) -> Arrival:
    """Asha's message, just now."""
    return Arrival(SAID, contact, conversation(kind, post), START, messages, known_since)


def measure(kind: str = "hide_new", **more: object) -> Measure:
    """What Meera switched on a moment ago."""
    return Measure("7", kind, ACCOUNT, at=START - 1, by=MEERA.name, **more)  # type: ignore[arg-type]


def caught(arrival: Arrival, one: Measure, came: int = START) -> bool:
    """Whether a measure takes it out of sight."""
    return bool(measured(arrival, came, [one]))


def test_what_is_new_under_a_post_is_hidden_in_the_name_of_who_switched_that_on() -> None:
    one = measure(post=RemoteId("post1"), why="a raid", until=START + DAY)

    (found,) = measured(arrived(), START, [one])

    assert (found.by.kind, found.by.name, found.finding.wants) == ("person", "meera", Wants(sight="hide"))
    assert found.finding.rule == "measure 7"
    assert found.finding.because.startswith("all that is new is hidden until ")
    assert found.finding.because.endswith(", as meera switched on: a raid")
    assert not caught(arrived(post="post2"), one)
    assert not caught(arrived(), one, came=START - 2)
    assert not caught(arrived(kind="direct"), measure())
    assert caught(arrived(kind="group"), measure())
    assert not caught(arrived(), measure(conversation=at(BHAVIN)))
    assert not caught(arrived(), measure("freeze"))


def test_only_followers_are_shown_and_only_people_who_wrote_before() -> None:
    assert not caught(arrived(replace(ASHA, follows=True)), measure("followers_only"))
    assert caught(arrived(replace(ASHA, follows=False)), measure("followers_only"))
    assert caught(arrived(), measure("followers_only"))
    assert not caught(arrived(known_since=START - DAY), measure("known_only"))
    assert caught(arrived(known_since=START), measure("known_only"))
    assert caught(arrived(), measure("known_only"))
    # The network's clock is behind ours, or knows whole seconds only: what they say is their first word all the same.
    assert caught(arrived(known_since=START - 2, messages=1), measure("known_only"))
    assert not caught(arrived(known_since=START - 2, messages=2), measure("known_only"))


def test_a_network_without_any_way_leaves_it_to_a_person() -> None:
    what = resolve(replace(CAPABILITIES, actions={}), conversation(), SAID, [wanting("scam", sight="hide", points=1)])

    assert what.flag
    assert what.case  # the strike is kept
    assert not what.away
