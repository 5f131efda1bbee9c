"""What things are called in front of people: every kind has its words."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from inbox import wording
from inbox.actions import ActionKind, Draft, Evidence, Source
from inbox.models import Actor, Conversation, DraftId, Kind, account_id
from tests.cast import ASHA, MEERA
from tests.world import ACCOUNT, CAPABILITIES, RULES, at, proposal, thread_of


def test_networks_are_written_as_people_write_them() -> None:
    named = [wording.network(name) for name in ("telegram:main", "webchat:site", "x:a")]
    assert named == ["Telegram", "Web chat", "X"]


def test_every_action_and_every_kind_of_evidence_has_its_words() -> None:
    assert list(wording.ACTIONS) == list(get_args(ActionKind))
    assert list(wording.CANNOT) == list(get_args(ActionKind))
    assert list(wording.EVIDENCE) == list(get_args(Evidence))


def in_a(kind: Kind, title: str) -> Conversation:
    """A conversation in a thread of this kind and title."""
    return Conversation(at(ASHA), account_id("telegram", "main"), thread_of(ASHA, kind, title))


def test_a_group_is_called_by_its_title_and_anything_else_by_who_speaks_there() -> None:
    assert wording.called(in_a("group", "Friends of Nadi"), "Asha") == "Friends of Nadi"
    assert wording.called(in_a("group", ""), "Asha") == "Asha"
    assert wording.called(in_a("direct", "Old title"), "Asha") == "Asha"
    assert wording.called(in_a("direct", "Asha"), "") == "Asha"  # we wrote first
    assert wording.called(in_a("comments", ""), "") == ""


def test_responders_are_named_as_people_think_of_them() -> None:
    named = [wording.drafter(Actor("responder", name)) for name in ("rules", "faq", "llm", "other")]
    assert [*named, wording.drafter(MEERA)] == ["a rule", "the FAQ", "the model", "other", "meera"]


@pytest.mark.parametrize(
    ("id", "by", "words"),
    [
        ("hours", "faq", "FAQ entry hours"),
        ("hours", "llm", "FAQ entry hours"),
        ("greeting", "rules", "rule greeting"),
        ("brand:cash-only", "llm", "line cash-only of the brand"),
        ("doc:menu.pdf#3", "llm", "document menu.pdf"),
    ],
)
def test_a_source_is_called_by_what_it_is(id: str, by: str, words: str) -> None:
    assert wording.source(Source(id, ""), Actor("responder", by)) == words


@pytest.mark.parametrize(
    ("because", "reasons"),
    [
        ("they want: opening hours", ["they want: opening hours"]),
        ('it matches "a; b" of x; it is sarcastic', ['it matches "a; b" of x', "it is sarcastic"]),
        (
            "it cites hours; it waits because a link; and a price",
            ["it waits because a link", "a price"],
        ),
        ("it cites hours", ["it cites hours"]),
        ('half "open; rest', ['half "open', "rest"]),
        ("", [""]),
    ],
)
def test_reasons_are_taken_apart_and_what_they_quote_is_not(because: str, reasons: list[str]) -> None:
    assert wording.grounds(replace(proposal(), because=because)) == reasons


def test_a_card_says_why_it_waits_where_its_evidence_does_not() -> None:
    draft = Draft(DraftId("1"), at(ASHA), ACCOUNT, proposal(evidence="none", by=RULES), None, 0)
    assert wording.why_it_waits(replace(draft, waits="it needs a person's judgement")) == ""
    assert wording.why_it_waits(replace(draft, waits="autonomy is draft here")).startswith("here a person")
    assert wording.why_it_waits(replace(draft, waits="a check failed")) == "a check failed"


def test_another_language_than_theirs_is_named() -> None:
    reader = replace(ASHA, language="en-GB")
    assert wording.other_language("gu", reader) == "It is in Gujarati; they have set English."
    assert [wording.other_language(code, reader) for code in ("en", "en-US", "")] == ["", "", ""]
    assert wording.other_language("gu", None) == ""
    assert wording.in_language("gu-Latn") == "in Gujarati in Latin letters"
    assert wording.in_language("xx") == "in xx"


def test_why_a_network_has_no_way_to_do_something_is_said_in_its_remark() -> None:
    remark = "X offers no way to mute anybody."
    without = replace(CAPABILITIES, network="x", remarks={"mute": remark, "block": remark, "hide": remark})
    without = replace(without, actions={"direct": frozenset({"hide"})})

    assert wording.cannot(without, "mute") == remark
    assert wording.cannot(without, "remove") == "X does not let us remove anything here."
    assert wording.cannot(without, "hide") == "X does not let us hide anything here."  # elsewhere it does


def test_a_link_into_a_networks_pages_is_called_after_it() -> None:
    assert wording.open_in("tiktok:shop") == "Open in TikTok"
