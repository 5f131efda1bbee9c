"""What moderation keeps comes back from Redis as it went in."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from inbox.cases import Appeal, CaseNumber, Deed, Finding, Measure, Standing, Wants
from inbox.models import Actor, ContactId, ConversationId, DeliveryId, Media, RemoteId
from inbox.store import case_codec, codec
from tests.cast import ASHA
from tests.world import ACCOUNT

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
NUMBER = st.integers(0, 2**31)
WANTS = st.builds(
    Wants,
    st.sampled_from(["", "hide", "hold", "remove"]),
    NUMBER,
    st.booleans(),
    NUMBER,
    st.lists(TEXT, max_size=3).map(tuple),
    st.none() | NUMBER,
    st.floats(0, 100),
    TEXT,
    TEXT,
    st.booleans(),
    st.booleans(),
)
FINDING = st.builds(Finding, TEXT, TEXT, TEXT, WANTS, st.floats(0, 1), TEXT, st.booleans())
WHERE = ConversationId(f"{ACCOUNT}/t")
SAID = {"t": 5, "c": WHERE, "m": "m1", "who": codec.contact_text(ASHA), "x": "Buy"}


@given(FINDING)
def test_findings(finding: Finding) -> None:
    assert case_codec.finding_of(json.loads(codec.dumps(case_codec.finding_body(finding)))) == finding


def test_what_a_later_version_wants_is_passed_over() -> None:
    assert case_codec.wants_of({"sight": "hide", "shadowban": 5}) == Wants(sight="hide")


@given(FINDING)
def test_matches_and_flags(finding: Finding) -> None:
    body = {"f": case_codec.finding_body(finding), **SAID}
    match = case_codec.match_of("1a", codec.dumps(body))
    assert (match.id, match.finding, match.at, match.conversation, match.message) == ("1a", finding, 5, WHERE, "m1")
    assert (match.contact, match.text, match.verdict, match.by) == (ASHA, "Buy", "", "")
    judged = case_codec.match_of("1a", codec.dumps(body | {"vd": "wrong", "vb": "noor"}))
    assert (judged.verdict, judged.by) == ("wrong", "noor")
    flag = case_codec.flag_of(codec.dumps(body))
    assert (flag.finding, flag.contact, flag.text, flag.at) == (finding, ASHA, "Buy", 5)


@given(
    st.builds(
        Measure,
        TEXT,
        st.sampled_from(["hide_new", "followers_only", "known_only", "slow", "freeze"]),
        st.just(ACCOUNT),
        st.none() | st.just(RemoteId("post")),
        st.none() | st.just(WHERE),
        NUMBER,
        TEXT,
        NUMBER,
        TEXT,
        NUMBER,
    )
)
def test_measures(measure: Measure) -> None:
    assert case_codec.measure_of(measure.id, case_codec.measure_text(measure)) == measure


def test_a_case_with_everything() -> None:
    media = Media("image", "ref", "image/png", "a.png", 5, "a shop")
    appeal = {
        "at": 1,
        "due": 9,
        "c": WHERE,
        "m": "a1",
        "x": "Why?",
        "st": "declined",
        "by": "noor",
        "dt": 4,
        "an": "No.",
    }
    case = case_codec.case_of(
        CaseNumber(7),
        {
            "at": "10", "a": ACCOUNT, "c": WHERE, "m": "m1", "p": ASHA.remote, "who": codec.contact_text(ASHA),
            "x": "Buy", "md": codec.dumps(codec.media_list((media,))), "by": codec.actor_text(Actor("person", "meera")),
            "r": "scam", "v": "v1", "y": "sells", "ty": "told", "pt": "1.5", "lb": '["spam"]',
            "dd": '[["mute","s-1",60,"s-2"],["hide","s-3",0,""]]', "done": "11", "ub": "noor", "ut": "12", "uy": "oh",
            "cd": "K7QF-2M9X", "ct": "13", "ap": codec.dumps(appeal), "lt": '[[14,"Hello"]]',
        },
    )  # fmt: skip
    assert (case.number, case.person, case.contact, case.media) == (
        7,
        ContactId(f"{ACCOUNT}/{ASHA.remote}"),
        ASHA,
        (media,),
    )
    assert case.deeds == (Deed("mute", DeliveryId("s-1"), 60, DeliveryId("s-2")), Deed("hide", DeliveryId("s-3")))
    assert case.appeal == Appeal(1, 9, WHERE, RemoteId("a1"), "Why?", "declined", "noor", 4, "No.")
    assert (case.points, case.labels, case.later, case.stands) == (1.5, ("spam",), ((14, "Hello"),), False)


def test_a_case_with_hardly_anything() -> None:
    case = case_codec.case_of(
        CaseNumber(1),
        {"at": "1", "a": ACCOUNT, "c": WHERE, "by": codec.actor_text(Actor("system", "sangam")), "dd": "{}"},
    )
    assert (case.message, case.person, case.contact, case.deeds, case.appeal, case.stands) == (
        None, None, None, (), None, True,
    )  # fmt: skip


def test_standings() -> None:
    text = codec.dumps({"v": "v1", "s": "force", "t": 5, "b": "olga", "y": "known"})
    counts = {"n": "9", "right": "4", "wrong": "1", "acted": "3", "undone": "2"}
    found = case_codec.standing_of("scam", text, counts)
    assert found == Standing("scam", "v1", "force", 5, "olga", "known", 9, 4, 1, 3, 2)
    assert case_codec.standing_of("scam", '{"v":"v1"}', {}) == replace(Standing("scam", "v1"))
