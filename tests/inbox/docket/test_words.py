"""How surfaces say things."""

from __future__ import annotations

from dataclasses import replace

from inbox.actions import Delivery, Hide
from inbox.cases import Case, CaseNumber, Wants
from inbox.docket import words
from inbox.models import Actor, ConversationId, DeliveryId, DraftId, RemoteId
from tests.cast import ASHA, MEERA
from tests.world import ACCOUNT

SENT = Delivery(
    DeliveryId("o1"), DraftId("1"), ConversationId(f"{ACCOUNT}/t"), ACCOUNT, Hide(RemoteId("t"), RemoteId("m")),
    MEERA, "meera", 0, "sent", sent_at=1_790_000_000_000,
)  # fmt: skip
CASE = Case(
    CaseNumber(1),
    0,
    ACCOUNT,
    ConversationId(f"{ACCOUNT}/t"),
    None,
    None,
    None,
    "",
    (),
    Actor("responder", "moderation"),
)


def test_who_did_it() -> None:
    assert words.by_whom(replace(CASE, rule="scam")) == "the rule scam"
    assert words.by_whom(replace(CASE, by=MEERA)) == "meera"
    assert words.by_whom(replace(CASE, by=MEERA, rule="measure 1a2b")) == "a measure that meera switched on"
    assert words.by_whom(CASE) == "moderation"
    assert (words.rule_name(""), words.rule_name("measure 1")) == ("people", "the measure 1")


def test_names() -> None:
    assert words.name_of(None) == "Somebody"
    assert words.name_of(ASHA) == "Asha"


def test_how_a_deed_stands() -> None:
    stuck = replace(SENT, state="parked", words="Not found.", sent_at=0)
    assert words.deed("on its way", None, "") == "on its way"
    assert words.deed("refused", stuck, "") == "refused: Not found"
    assert words.deed("refused", replace(stuck, error="Uncertain"), words.taking_back(SENT)).startswith(
        "perhaps done: Not found, taken back"
    )
    assert words.deed("done", SENT, words.taking_back(stuck)).endswith("could not be taken back: Not found")
    assert words.taking_back(replace(SENT, state="recalled")) == ("was to be taken back, and is not")
    assert words.taking_back(replace(SENT, state="held")) == ("the mode keeps back what undoes it")
    assert words.deed("held", replace(SENT, words="everything is stopped"), "") == "kept back: everything is stopped"


def test_what_a_rule_wants() -> None:
    everything = Wants("hide", 3600, True, 30, ("spam",), 2, 1.5, "Hello", "look", True, True)
    assert words.wants(everything) == (
        "take it out of sight",
        "or remove it where it cannot be hidden",
        "mute them for 1 h",
        "block them",
        "let everybody write only once in 30 s",
        "label it spam",
        "give it priority 2",
        "give them 1.5 points",
        "answer “Hello”",
        "tell the team",
        "leave it alone",
    )
    assert words.wants(Wants()) == ()
