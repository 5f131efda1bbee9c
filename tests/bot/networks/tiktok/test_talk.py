"""Private messages of every kind, from hooks and from lists."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.networks._tiktok.talk import UNTOLD, FileRef, message, referral
from inbox.incoming import NewMessage, Reacted, Seen, ThreadDescribed
from inbox.models import Media, RemoteId, Subject
from tests.bot.networks.tiktok.payloads import HER, NOW, TALK, T, known, mid, payload, told

AT = T + 523


def said(number: int, text: str, *media: Media, **more: object) -> NewMessage:
    return replace(NewMessage(TALK, mid(number), HER, text, AT + number * 1000, media), **more)  # type: ignore[arg-type]  # fields by name


CONVERSATION = "u5JhConv/ersation+One=="


def ref(number: int, media: str, kind: str) -> str:
    return str(FileRef(CONVERSATION, mid(number).replace("~", "/"), media, kind))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("message_text", said(1, "Do you ship to Pune?")),
        ("message_image", said(2, "", Media("image", ref(2, "v0f9media01", "IMAGE")))),
        ("message_video", said(3, "", Media("video", ref(3, "v0f9media02", "VIDEO")))),
        (
            "message_sticker",
            said(4, "", Media("sticker", "https://p16-sign-sg.tiktokcdn.com/sticker.webp?x-expires=1799719579")),
        ),
        ("message_emoji", said(5, "", Media("sticker", "https://p16-sign-sg.tiktokcdn.com/emoji.webp"))),
        ("message_share_post", said(6, "(A post on TikTok: https://www.tiktok.com/player/v1/7301303576418569001)")),
        ("message_template", said(7, "How can we help?\n[Prices]\n[Shipping]", author=None)),
        ("message_other", said(8, UNTOLD)),
        ("message_reply", said(9, "And to Surat?", reply_to=mid(1))),
        ("message_echo_of_api", said(10, "We do.", author=None)),
        ("message_echo_of_app", said(11, "From the phone", author=None)),
        ("listed_message", said(1, "Do you ship to Pune?")),
    ],
)
def test_a_message_of_each_kind(name: str, expected: NewMessage) -> None:
    assert told(name) == [expected]


def test_a_list_and_a_hook_tell_the_same() -> None:
    assert told("listed_message") == told("message_text")


def test_reactions_stand_in_lists_only() -> None:
    first, reacted = told("listed_message_reacted_to")
    assert isinstance(first, NewMessage)
    assert first.author is None
    assert reacted == Reacted(TALK, mid(10), HER, "❤️", T + 11_000)


def test_they_have_read_what_we_wrote() -> None:
    assert told("message_read") == [Seen(TALK, T + 9000)]
    body = payload("message_read")
    ours = body["content"].replace("business_account", "x").replace("personal_account", "business_account")
    from bot.networks._tiktok.parse import parse

    assert parse({**body, "content": ours}, known(), NOW) == []


def test_an_advertisement_that_led_somebody_here_is_what_they_speak_about() -> None:
    lore = known()
    ad = Subject(
        RemoteId("1790000000000017"), "Monsoon cups", "https://www.tiktok.com/player/v1/7301303576418569002", ad=True
    )
    assert told("message_referral_of_ad", lore) == [ThreadDescribed(replace(TALK, subject=ad), NOW)]
    assert told("message_referral_of_ad", lore) == []  # told once
    (message,) = told("message_text", lore)
    assert isinstance(message, NewMessage)
    assert message.thread.subject == ad
    assert told("message_referral_of_link") == []
    assert referral({"conversation_id": "a==", "referral": {}}, known(), NOW) == []


def test_a_name_that_was_learned_elsewhere_stays() -> None:
    lore = known()
    told("listed_comment", lore)
    (message,) = told("message_text", lore)
    assert isinstance(message, NewMessage)
    assert message.author is not None
    assert (message.author.name, message.author.username) == ("Asha Patel", "asha")


def test_refs_of_files() -> None:
    whole = FileRef("a/b==", "c+d==", "m1", "IMAGE")
    assert FileRef.read(str(whole)) == whole
    assert FileRef.read("https://www.tiktok.com/") is None
    assert FileRef.read("tiktok|a|b") is None


def test_a_message_without_its_conversation_is_none() -> None:
    raw = payload("listed_message")["message"]
    for field in ("conversation_id", "message_id", "from_user"):
        with pytest.raises((ValueError, TypeError)):
            message({**raw, field: None}, known(), NOW)
