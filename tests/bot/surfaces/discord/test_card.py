"""A card shows all there is to decide on and offers what may be done, within what Discord takes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from discord import ui
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playground.discord.components import check_components
from bot.playground.discord.records import walk
from bot.playground.discord.refusals import FormErrors
from bot.surfaces.discord.calls import content
from bot.surfaces.discord.card import CUT, DRAFTED, LEAVING, PARKED, QUIET, URGENTLY, WAITING, card
from bot.surfaces.discord.ids import parse, text_digest
from bot.surfaces.discord.shown import meant
from inbox.actions import Hide, Reply, Source
from inbox.models import Actor, Contact, Media, RemoteId, Subject
from inbox.store.conversations import Did
from tests.bot.surfaces.discord.contents import ANYTHING
from tests.bot.surfaces.discord.scenes import (
    buttons,
    by_hand,
    card_of,
    colour,
    conversation,
    delivery,
    draft,
    message,
    reading,
    scene,
    texts,
    verbs,
)  # fmt: skip
from tests.cast import ASHA, BHAVIN
from tests.world import HOUR, START, proposal, thread_of

MODEL = Actor("responder", "llm")
DESK = "https://desk.example.org/?c=1"


def components(view: ui.LayoutView) -> list[dict[str, object]]:
    """What Discord is given."""
    return list((content(view).payload or {})["components"])


def accepted(view: ui.LayoutView) -> bool:
    """Whether Discord would take it; raises what it would answer."""
    errors = FormErrors()
    check_components(errors, components(view), v2=True)
    errors.check()
    return True


def test_a_draft_is_shown_with_all_there_is_to_decide_on() -> None:
    checks = ("a price is named", "no such *link*")
    one = card_of(draft(proposal=replace(proposal("Yes - up to 60 °C.", checks=checks), version="3f2a")))
    drawn = card(scene(reading(one, assignee="noor", labels=("vase", "care"), mode="crisis"), closes=START + HOUR), one)

    assert texts(drawn).split("\n") == [
        "### Asha \\@asha",
        "-# Telegram · direct · asked <t:1790000000:R> · answer until <t:1790003600:R> · vase, care",
        "**crisis mode** · assigned to noor",
        "> Is the vase dishwasher safe?",
        "**Reply** · drafted by a rule",
        "Yes - up to 60 °C.",
        "**✗ a price is named**",
        "**✗ no such \\*link\\***",
        "-# Because: the rule greeting matched (a rule names this text)",
        "-# Rests on rule greeting · How to greet · “kem cho” (version 3f2a)",
    ]
    assert accepted(drawn)


def test_a_draft_of_the_model_shows_each_reason_and_quotes_the_lines_that_it_cites() -> None:
    because = (
        'it cites brand:hours; they sound neutral; it waits because "₹ 450; or less" is nowhere; and nor is "today"'
    )
    lines = (
        Source("brand:hours", "Opening hours", "From nine\nto six."),
        Source("doc:menu.pdf#3", "Menu", "*Mugs*"),
    )
    made = replace(proposal("Yes.", by=MODEL, evidence="none"), because=because, sources=lines, language="en")
    one = card_of(draft(proposal=made, waits="they blocked us or left"))

    assert texts(card(scene(), one)).split("\n")[3:] == [
        "**Reply** · drafted by the model",
        "Yes.",
        "-# It waits: they blocked us or left",
        "-# It is in English; they have set Gujarati.",
        "-# Because: they sound neutral",
        '-# · it waits because "₹ 450; or less" is nowhere',
        '-# · nor is "today"',
        "-# Rests on line hours of the brand · Opening hours · “From nine to six.”",
        "-# Rests on document menu.pdf · Menu · “\\*Mugs\\*”",
    ]


def test_a_draft_that_came_back_says_why_there_is_no_other_one() -> None:
    back = Did("draft.again", "7", "", "no *model* is there", START)
    other = Did("draft.again", "8", "", "another reason", START)
    one = card_of()
    assert "**No other draft:** no \\*model\\* is there" in texts(card(scene(reading(one, done=(back, other))), one))
    approved = card_of(draft(state="approved", decided_by="meera"), delivery())
    assert "No other draft" not in texts(card(scene(reading(done=(back,))), approved))


def test_the_buttons_are_those_that_the_network_offers_and_somebody_may_press() -> None:
    drawn = card(scene(desk=DESK), card_of())
    assert verbs(drawn) == [
        "approve", "edit", "reject", "redraft",
        "reply", "claim", "snooze", "resolve", "hide", "remove", "mute", "block",
    ]  # fmt: skip
    assert buttons(drawn)[-1] == "Desk"

    few = card(scene(reading(verbs=("snooze", "resolve"))), card_of(buttons=("reject",)))
    assert verbs(few) == ["reject", "snooze", "resolve"]
    assert verbs(card(scene(reading(verbs=())), card_of(buttons=()))) == []


def test_what_was_done_is_offered_the_other_way_round() -> None:
    stands = reading(said=(message(hidden=True),), state="resolved", claimed_by="noor")

    assert verbs(card(scene(stands), None)) == ["reply", "let_go", "snooze", "reopen", "remove", "mute", "block"]
    assert "unhide" in verbs(card(scene(replace(stands, verbs=("hide", "unhide"))), None))


def test_the_drafted_text_can_be_read_from_the_card_and_told_by_the_digest_of_edit() -> None:
    text = "* Yes -\n1. wash by hand: <60 °C> @everyone"
    drawn = components(card(scene(), card_of(draft(text))))
    edit = next(parse(str(one["custom_id"])) for one in walk(drawn) if "sg:edit" in str(one.get("custom_id")))

    assert edit
    assert edit.ref == "7"
    assert [text_digest(meant(str(one["content"]))) for one in walk(drawn) if one["type"] == 10].count(edit.digest) == 1


def test_a_conversation_without_a_draft_shows_what_they_said_in_a_row() -> None:
    said = (
        message("Welcome!", None, id=RemoteId("m0")),
        message("Hello", id=RemoteId("m1")),
        message("I have a question:", id=RemoteId("m2")),
        message("is the vase safe?", id=RemoteId("m3"), edited_at=START),
    )
    drawn = card(scene(reading(said=said, last=RemoteId("m3"))), None)

    assert texts(drawn).split("\n")[2:] == ["> Hello", "> I have a question\\:", "> is the vase safe?", "-# edited"]
    assert verbs(drawn) == ["reply", "claim", "snooze", "resolve", "hide", "remove", "mute", "block"]


def test_a_group_a_post_and_somebody_without_a_name_are_said() -> None:
    group = reading(thread=thread_of(ASHA, "group", "Friends of *Nadi*"), contact_card=None, left=True, priority=3)
    assert texts(card(scene(group), None)).split("\n")[0] == "### Somebody in Friends of \\*Nadi\\*"
    assert "**they blocked us or left** · priority 3" in texts(card(scene(group), None))

    subject = Subject(RemoteId("p"), "New vases!", "https://social.example/p/1")
    comments = reading(thread=thread_of(ASHA, "comments", "", subject))
    drawn = card(scene(comments), None)
    assert "-# Under the post “New vases!”" in texts(drawn)
    assert buttons(drawn)[-1] == "The post"
    unsafe = reading(thread=thread_of(ASHA, "comments", "", replace(subject, link="javascript:alert(1)")))
    assert "The post" not in buttons(card(scene(unsafe), None))


def test_another_person_of_a_group_is_the_one_whose_draft_it_is() -> None:
    assert texts(card(scene(), card_of(contact=BHAVIN))).startswith("### Bhavin \\@bhavin")


def test_what_hangs_on_a_message_is_named_and_public_pictures_are_shown() -> None:
    photo = Media("image", "file-id", "image/jpeg", "vase_1.jpg", 1000)
    public = Media("image", "https://cdn.example.org/vase.jpg", "image/jpeg", alt="A *vase*")
    said = message("", media=(photo, photo, Media("voice", "v"), public))
    drawn = card(scene(reading(said=(said,))), None)

    assert "-# 3 photos, 1 voice message (vase\\_1.jpg, vase\\_1.jpg) · open on the desk" in texts(drawn)
    gallery = [one for one in walk(components(drawn)) if one["type"] == 12]
    assert [item["media"]["url"] for item in gallery[0]["items"]] == ["https://cdn.example.org/vase.jpg"]
    assert "open on the desk" not in texts(card(scene(reading(said=(message("", media=(public,)),))), None))
    assert accepted(drawn)


def test_what_leaves_is_shown_as_it_was_edited() -> None:
    edited = delivery(action=Reply(ASHA.remote, "Yes, gladly."), edited=True)
    drawn = texts(card(scene(), card_of(draft("Yes, it is.", state="approved", decided_by="meera"), edited)))

    assert "Yes, gladly" in drawn
    assert "Yes, it is" not in drawn


def test_an_approved_one_counts_down_by_itself_and_can_be_recalled() -> None:
    one = card_of(draft(state="approved", decided_by="meera"), delivery())
    drawn = card(scene(desk=DESK), one)

    assert "**Reply** approved by meera, leaves <t:1790000005:R>" in texts(drawn)
    assert (verbs(drawn), colour(drawn)) == (["recall"], LEAVING)
    by_itself = card_of(draft(state="approved"), delivery(by=replace(delivery().by, kind="system", name="sangam")))
    assert "goes out by itself" in texts(card(scene(), by_itself))
    written = card_of(draft(state="approved", proposal=by_hand("Yes"), decided_by="meera"), delivery())
    assert "**Reply** written by meera, leaves" in texts(card(scene(), written))


def test_a_parked_one_says_why_and_can_be_sent_again() -> None:
    parked = delivery("parked", words="they do *not* want to hear from us", error="Rejected")
    drawn = card(scene(), card_of(draft(state="approved", decided_by="meera"), parked))

    assert "**Not sent, a person must look:** they do \\*not\\* want to hear from us" in texts(drawn)
    assert (verbs(drawn), colour(drawn)) == (["retry", "discard"], PARKED)


def test_an_action_without_words_is_named() -> None:
    hide = replace(proposal(), action=Hide(ASHA.remote, RemoteId("m1")))
    one = card_of(draft(proposal=hide), buttons=("approve", "reject"))

    assert "**Hide the message** · drafted by a rule\n-# Because" in texts(card(scene(), one))


def test_one_that_came_back_says_why() -> None:
    one = card_of(draft(reason="in crisis mode nothing goes out"))
    assert "**It came back:** in crisis mode nothing goes out" in texts(card(scene(), one))


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        (card(scene(), None), WAITING),
        (card(scene(), card_of()), DRAFTED),
        (card(scene(reading(priority=8)), card_of()), URGENTLY),
        (card(scene(), card_of(draft(proposal=proposal(checks=("a price",))))), URGENTLY),
        (card(scene(reading(state="snoozed", snoozed_until=START)), card_of()), QUIET),
    ],
)
def test_the_colour_tells_how_urgent_it_is(drawn: ui.LayoutView, expected: int) -> None:
    assert colour(drawn) == expected


def test_a_role_is_told_above_the_card() -> None:
    first = components(card(scene(), None, 55))[0]
    assert first["content"] == "<@&55>"


def test_long_words_share_the_room_and_what_is_cut_is_on_the_desk() -> None:
    one = card_of(draft("ж" * 9000), about=message("x" * 9000))
    drawn = card(scene(reading(one, said=(message("x" * 9000),)), desk=DESK), one)
    assert accepted(drawn)
    assert 1500 < texts(drawn).count("x") < 2200
    assert 1500 < texts(drawn).count("ж") < 2200
    assert CUT in texts(drawn)

    short = card_of(draft("ж" * 9000))
    assert texts(card(scene(reading(short)), short)).count("ж") > 3200
    fits = card_of(draft("ж" * 1500), about=message("x" * 9000))
    drawn = card(scene(reading(fits, said=(message("x" * 9000),))), fits)
    assert texts(drawn).count("ж") == 1500
    assert CUT not in texts(drawn)


def test_a_hundred_failed_checks_and_sources_fit() -> None:
    many = replace(proposal(checks=("*" * 500,) * 100), sources=(Source("s" * 99, "t" * 99, "q" * 999),) * 100)
    one = card_of(draft("ж" * 5000, proposal=replace(many, because="b" * 5000)), about=message("x" * 5000))
    drawn = card(scene(reading(one, said=(message("x" * 5000),))), one)

    assert accepted(drawn)
    assert "**✗ and 95 more checks failed**" in texts(drawn)


@settings(max_examples=400, deadline=None)
@given(ANYTHING, ANYTHING, ANYTHING, st.booleans())
def test_whatever_they_write_the_card_is_one_that_discord_takes(
    name: str, asked: str, answer: str, group: bool
) -> None:
    who = Contact(RemoteId("9"), name, name, "gu")
    thread = thread_of(ASHA, "group" if group else "comments", name, Subject(RemoteId("p"), asked, asked))
    checks, sources = (asked, answer), (Source(name, asked, answer),)
    proposed = replace(proposal(answer, checks=checks), because=asked, sources=sources, language=name)
    waits = draft(proposal=proposed, waits=asked)
    one = card_of(waits, contact=who, text=answer, conversation=conversation(thread=thread))
    done = (Did("draft.again", "7", "", answer, START), Did("responders.silent", "", "", name, START + 1))
    more = {"thread": thread, "labels": (name,), "assignee": name, "claimed_by": name}
    stands = reading(one, said=(message(asked),), done=done, **more)

    for drawn in (card(scene(stands, desk=DESK), one), card(scene(stands), None)):
        assert accepted(drawn)
        assert "<@" not in texts(drawn)
