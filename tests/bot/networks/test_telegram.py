"""What Telegram's updates tell us, each kind from a payload file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Message

from bot.networks._payloads import MALFORMED
from bot.networks._telegram_ids import Place, moved, place_of, post_link, thread_id
from bot.networks._telegram_parse import Known, lore_of, unreadable
from bot.networks._telegram_said import SAYINGS, SERVICE, text_of
from bot.networks.telegram import parse
from inbox.incoming import ContactLeft, Incoming, MessageEdited, NewMessage, Reacted, ThreadMoved
from inbox.models import Contact, Media, RemoteId, Subject, Thread

PAYLOADS = Path(__file__).parents[2] / "payloads" / "telegram"
ME = 900
T = 1767225600_000
ASHA = Contact(RemoteId("0000000101"), "Asha", "asha", "gu")
BHAVIN = Contact(RemoteId("0000000102"), "Bhavin Mehta", "bhavin", "hi")
CHEN = Contact(RemoteId("7123456789"), "Chen", "", "zh")
DEALS = Contact(RemoteId("-1001000000555"), "Cheap deals", "cheapdeals")
PRIVATE = Thread(RemoteId("0000000101"), "direct")
GROUP = Thread(RemoteId("-4000000001"), "group", "Tea friends")
SUPER = Thread(RemoteId("-1001234567890"), "group", "Tea talk")
FORUM = Thread(RemoteId("-1001234567891"), "group", "Tea forum")
GREEN = Thread(RemoteId("-1001234567891.t0000000005"), "group", "Tea forum: Green tea")
CHANNEL = Thread(RemoteId("-1001000000999"), "group", "Tea news")
ORDERS = Thread(RemoteId("-1001000000997.d0000000101"), "direct", "Tea news")
POST = Subject(RemoteId("-1001000000999.0000000008"), "New teas are here!", "https://t.me/teanews/8")
COMMENTS = Thread(RemoteId("-1001234567890.p0000000017"), "comments", "Tea talk", POST)
PHOTO_POST = Subject(
    RemoteId("-1001000000998.0000000003"),
    "Only for you",
    "https://t.me/c/1000000998/3",
    (Media("image", "p-large", "image/jpeg", size=90000),),
)
PHOTO_COMMENTS = Thread(RemoteId("-1001234567890.p0000000031"), "comments", "Tea talk", PHOTO_POST)


def payload(name: str) -> dict[str, object]:
    """One update, as written down after the documentation."""
    loaded: dict[str, object] = json.loads((PAYLOADS / f"{name}.json").read_text())
    return loaded


def said(thread: Thread, number: int, author: Contact | None, text: str, **more: object) -> NewMessage:
    """A new message of the usual time."""
    return NewMessage(thread, RemoteId(f"{number:010d}"), author, text, T, **more)  # type: ignore[arg-type]


def media(number: int, text: str, *part: object, **more: object) -> NewMessage:
    """A medium that Asha sent in private."""
    return said(PRIVATE, number, ASHA, text, media=(Media(*part),), **more)  # type: ignore[arg-type]


def about(name: str, edit: int, author: Contact | None, text: str, thread: Thread, at: int = T) -> MessageEdited:
    """An edit, with its media taken from the payload it edits."""
    return MessageEdited(thread, RemoteId(f"{edit:010d}"), author, text, at)


PIN = Media("location", "23.022500,72.571400")
MEANT: dict[str, list[Incoming]] = {
    "text_in_private": [said(PRIVATE, 42, ASHA, "Hello, how long does shipping take?")],
    "command": [said(PRIVATE, 43, ASHA, "/start spring")],
    "text_in_group": [said(GROUP, 7, BHAVIN, "Is the shop open today?")],
    "text_in_supergroup": [said(SUPER, 8, CHEN, "茶很好喝")],
    "reply_in_private": [said(PRIVATE, 44, ASHA, "And to India?", reply_to=RemoteId("0000000041"))],
    "reply_in_supergroup": [said(SUPER, 12, BHAVIN, "I think so too", reply_to=RemoteId("0000000008"))],
    "hidden_link": [said(PRIVATE, 45, ASHA, "🎁 click here (https://prizes.example/win) now")],
    "our_own_message": [said(PRIVATE, 46, None, "Three days.")],
    "another_bot": [said(SUPER, 13, Contact(RemoteId("0000000901"), "Quiz", "quiz_bot"), "Quiz time!")],
    "anonymous_admin": [said(SUPER, 14, None, "Please stay friendly.")],
    "as_another_channel": [said(SUPER, 15, DEALS, "Visit my channel")],
    "channel_post_forwarded": [],
    "comment_on_post": [said(COMMENTS, 18, ASHA, "Which one is without caffeine?")],
    "comment_on_comment": [said(SUPER, 19, BHAVIN, "The red one", reply_to=RemoteId("0000000018"))],
    "comment_by_the_channel": [said(COMMENTS, 20, None, "Rooibos!")],
    "comment_on_private_photo_post": [said(PHOTO_COMMENTS, 32, ASHA, "Lovely")],
    "topic_created": [],
    "topic_message": [said(Thread(GREEN.remote, "group", "Tea forum"), 21, ASHA, "Sencha?")],
    "topic_answer": [
        said(Thread(GREEN.remote, "group", "Tea forum"), 22, CHEN, "Yes", reply_to=RemoteId("0000000021"))
    ],
    "general_topic": [said(FORUM, 23, ASHA, "Hello all")],
    "direct_message_to_channel": [said(ORDERS, 9, ASHA, "May I order here?")],
    "direct_message_from_channel": [said(ORDERS, 10, None, "Of course")],
    "photo": [media(50, "This arrived broken", "image", "photo-large", "image/jpeg", "", 210000)],
    "album_first": [media(51, "Two views", "image", "a1", "image/jpeg", "", 1200, album="13370001")],
    "album_second": [media(52, "", "video", "a2", "video/mp4", "", 500000, album="13370001")],
    "video": [media(53, "", "video", "v1", "video/quicktime", "unboxing.mov", 3000000)],
    "animation": [media(54, "", "video", "g1", "video/mp4", "dance.mp4", 80000)],
    "video_note": [media(55, "", "video", "n1", "video/mp4", "", 70000)],
    "live_photo": [media(56, "", "video", "l1", "video/mp4", "", 70000)],
    "audio": [media(57, "", "audio", "s1", "audio/mpeg", "song.mp3", 4000000)],
    "voice": [media(58, "", "voice", "o1", "audio/ogg", "", 9000)],
    "document": [media(59, "My invoice", "file", "d1", "application/pdf", "invoice.pdf", 44000)],
    "document_of_200_mb": [media(60, "", "file", "d2", "video/x-matroska", "film.mkv", 209715200)],
    "sticker": [media(61, "👍", "sticker", "t1", "image/webp", "", 20000, "👍")],
    "sticker_animated": [media(62, "", "sticker", "t2", "application/x-tgsticker", "", 20000)],
    "sticker_video": [media(78, "", "sticker", "t3", "video/webm", "", 20000)],
    "location": [said(PRIVATE, 63, ASHA, "📍 23.022500,72.571400", media=(PIN,))],
    "venue": [said(PRIVATE, 64, ASHA, "📍 Tea house, Ring Road 1 (23.022500,72.571400)", media=(PIN,))],
    "contact": [said(PRIVATE, 65, ASHA, "👤 Dolores Ruiz, +910000000000")],
    "poll": [said(PRIVATE, 66, ASHA, "📊 Which tea?\n- Green\n- Black")],
    "checklist": [said(PRIVATE, 67, ASHA, "☑ To order\n- Sencha\n- Assam")],
    "dice": [said(PRIVATE, 68, ASHA, "🎲 4")],
    "game": [said(PRIVATE, 69, ASHA, "🎮 Tea run")],
    "invoice": [said(PRIVATE, 70, ASHA, "[an invoice: Ten teas]")],
    "story": [said(PRIVATE, 71, ASHA, "[a story]")],
    "giveaway": [said(SUPER, 72, Contact(RemoteId("-1001000000999"), "Tea news", "teanews"), "[a giveaway]")],
    "giveaway_winners": [
        said(SUPER, 73, Contact(RemoteId("-1001000000999"), "Tea news", "teanews"), "[the winners of a giveaway]")
    ],
    "paid_media": [said(PRIVATE, 74, ASHA, "Look")],
    "rich_message": [said(PRIVATE, 75, ASHA, "Complaint\nMy tea is cold (https://cold.example)\nSend hot tea\na b")],
    "unheard_of_kind": [said(PRIVATE, 76, ASHA, "[a kind of message that cannot be shown here]")],
    "strange_name": [
        said(
            Thread(RemoteId("0000000104"), "direct"),
            77,
            Contact(RemoteId("0000000104"), "\u202eseroloD\u202c 😀", "", "es"),
            "hola \ufffd!",
        )
    ],
    "edited": [about("text", 42, ASHA, "Hello, how long does shipping to India take?", PRIVATE, T + 100_000)],
    "edited_caption": [
        MessageEdited(
            PRIVATE,
            RemoteId("0000000050"),
            ASHA,
            "This arrived wet",
            T + 101_000,
            (Media("image", "photo-large", "image/jpeg", "", 210000),),
        )
    ],
    "edited_forwarded_post": [],
    "channel_post": [said(CHANNEL, 8, None, "New teas are here!")],
    "edited_channel_post": [about("post", 8, None, "New teas are here today!", CHANNEL, T + 103_000)],
    "reaction": [Reacted(SUPER, RemoteId("0000000008"), ASHA, "👍", T)],
    "reaction_in_private": [Reacted(PRIVATE, RemoteId("0000000041"), ASHA, "❤", T)],
    "reaction_taken_back": [Reacted(SUPER, RemoteId("0000000008"), ASHA, "", T)],
    "reaction_custom_and_paid": [Reacted(SUPER, RemoteId("0000000008"), ASHA, "🔹⭐", T)],
    "reaction_by_a_channel": [
        Reacted(SUPER, RemoteId("0000000008"), Contact(RemoteId("-1001000000555"), "Cheap deals"), "🔥", T)
    ],
    "reaction_by_anonymous_admin": [],
    "bot_blocked": [ContactLeft(PRIVATE, ASHA, T)],
    "bot_unblocked": [ContactLeft(PRIVATE, ASHA, T, back=True)],
    "bot_made_admin": [],
    "member_left": [ContactLeft(SUPER, ASHA, T)],
    "member_joined": [ContactLeft(SUPER, ASHA, T, back=True)],
    "member_banned": [ContactLeft(SUPER, ASHA, T)],
    "member_muted": [],
    "member_muted_left": [ContactLeft(SUPER, ASHA, T)],
    "group_migrated": [ThreadMoved(GROUP, RemoteId("-1001234567892"), T)],
    "group_migrated_from": [],
    "service_new_members": [],
    "service_pinned": [],
    "service_left_member": [],
    "callback_query": [],
    "poll_closed": [],
}
MALFORMED_PAYLOADS = {"malformed_without_chat", "malformed_text", "malformed_ids"}


# --------------------------------------------------------------------------------------------------------- parse


@pytest.mark.parametrize("name", MEANT)
def test_an_update_tells_exactly_this(name: str) -> None:
    assert parse(payload(name), ME) == MEANT[name]


def test_every_payload_is_meant_to_tell_something() -> None:
    assert {file.stem for file in PAYLOADS.glob("*.json")} == MEANT.keys() | MALFORMED_PAYLOADS


@pytest.mark.parametrize("name", MEANT)
def test_every_payload_names_the_page_it_was_written_after(name: str) -> None:
    assert str(payload(name)["_source"]).startswith("https://core.telegram.org/bots/api#update")


@pytest.mark.parametrize("name", sorted(MALFORMED_PAYLOADS))
def test_a_malformed_update_is_kept_raw_under_its_own_id(name: str) -> None:
    update = payload(name)
    with pytest.raises(MALFORMED) as failed:
        parse(update, ME)
    kept = unreadable(update, failed.value, now=5)
    assert (kept.id, json.loads(kept.raw), kept.at) == (f"{update['update_id']:010d}", update, 5)


def test_an_update_without_an_id_is_kept_under_its_digest() -> None:
    first, second = (unreadable(["no", "object"], ValueError("x"), now) for now in (1, 2))
    assert first.id == second.id
    assert len(first.id) == 16


def test_a_comment_on_a_comment_belongs_to_the_post_that_is_known() -> None:
    known = Known(threads={COMMENTS.remote: COMMENTS})
    [told] = parse(payload("comment_on_comment"), ME, known)
    assert told == said(COMMENTS, 19, BHAVIN, "The red one", reply_to=RemoteId("0000000018"))


def test_a_topic_has_its_name_when_that_is_known() -> None:
    [told] = parse(payload("topic_answer"), ME, Known(threads={GREEN.remote: GREEN}))
    assert isinstance(told, NewMessage)
    assert told.thread == GREEN


def test_our_channel_speaking_in_its_group_is_us_when_the_link_is_known() -> None:
    known = Known(channels={-1001234567890: -1001000000999})
    [told] = parse(payload("giveaway"), ME, known)
    assert isinstance(told, NewMessage)
    assert told.author is None


def test_a_reaction_to_a_comment_finds_its_thread_when_the_comment_passed_lately() -> None:
    known = Known(threads={COMMENTS.remote: COMMENTS}, places={(-1001234567890, 8): COMMENTS.remote})
    assert parse(payload("reaction"), ME, known) == [Reacted(COMMENTS, RemoteId("0000000008"), ASHA, "👍", T)]


@pytest.mark.parametrize(
    ("name", "thread"),
    [
        ("channel_post_forwarded", COMMENTS),
        ("comment_on_post", COMMENTS),
        ("comment_on_private_photo_post", PHOTO_COMMENTS),
        ("topic_created", GREEN),
        ("topic_message", GREEN),
        ("comment_on_comment", None),
    ],
)
def test_what_a_message_tells_about_its_whole_thread(name: str, thread: Thread | None) -> None:
    assert lore_of(payload(name)["message"]) == thread  # type: ignore[arg-type]


def test_every_field_of_a_message_is_service_content_or_envelope() -> None:
    fields = {name.rstrip("_") for name in Message.__slots__} - {"_effective_attachment", "from_user"} | {"from"}
    content = {*SAYINGS, "text", "caption", *FILE_FIELDS}
    assert fields - SERVICE - content == ENVELOPE - {"message_id", "date", "chat"}


FILE_FIELDS = {"animation", "audio", "document", "live_photo", "photo", "video", "video_note", "voice"}
ENVELOPE_FIELDS = """
    author_signature business_connection_id caption_entities direct_messages_topic edit_date effect_id entities
    external_reply forward_origin from guest_bot_caller_chat guest_bot_caller_user guest_query_id has_media_spoiler
    has_protected_content is_automatic_forward is_from_offline is_paid_post is_topic_message link_preview_options
    media_group_id message_thread_id paid_star_count quote reply_markup reply_to_checklist_task_id reply_to_message
    reply_to_poll_option_id reply_to_story sender_boost_count sender_business_bot sender_chat sender_tag
    show_caption_above_media suggested_post_info via_bot"""
ENVELOPE = set(ENVELOPE_FIELDS.split())

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(ENVELOPE)), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(name=st.sampled_from(sorted(MEANT)), data=st.data())
def test_whatever_is_wrong_in_an_update_it_is_read_or_found_malformed(name: str, data: st.DataObject) -> None:
    update = payload(name)
    kind = next(key for key in update if key not in ("_source", "update_id"))
    body = update[kind]
    assert isinstance(body, dict)
    body[data.draw(st.sampled_from(sorted(body)))] = data.draw(JSON)
    try:
        told = parse(update, ME)
    except MALFORMED:
        return
    assert [leaf for one in told for leaf in leaves(asdict(one)) if not storable(leaf)] == []


def leaves(value: object) -> Iterator[object]:
    """Everything inside that is no container."""
    match value:
        case dict():
            yield from (leaf for inner in value.values() for leaf in leaves(inner))
        case tuple():
            yield from (leaf for inner in value for leaf in leaves(inner))
        case _:
            yield value


def storable(leaf: object) -> bool:
    """Whether a store can keep it: a number, nothing, or a text that is UTF-8 without NUL."""
    if isinstance(leaf, str):
        return "\0" not in leaf and leaf.encode().decode() == leaf
    return leaf is None or isinstance(leaf, int)


def test_a_link_behind_words_outside_the_basic_plane_lands_behind_them() -> None:
    link = {"type": "text_link", "offset": 0, "length": 2, "url": "https://a.example"}
    message = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "😀!", "entities": [link]}
    assert text_of(message) == "😀 (https://a.example)!"  # type: ignore[arg-type]


# ----------------------------------------------------------------------------------------------------------- ids


@given(
    st.builds(Place, st.integers(-(2**52), 2**52)) | st.builds(Place, st.integers(-(2**52), -1), st.integers(1, 2**31))
)
def test_a_thread_id_and_its_place_are_the_same_thing(place: Place) -> None:
    assert place_of(thread_id(place)) == place


def test_message_ids_sort_as_text() -> None:
    ids = [said(PRIVATE, number, None, "").id for number in (9, 10, 999_999_999, 1_000_000_000)]
    assert sorted(ids) == ids


@pytest.mark.parametrize("foreign", ["", "asha", "1.x2", "1.t", "-"])
def test_a_foreign_thread_id_is_refused(foreign: str) -> None:
    with pytest.raises(ValueError, match="."):
        place_of(RemoteId(foreign))


def test_a_thread_moves_with_its_group() -> None:
    assert moved(RemoteId("-4000000001"), -1001234567892) == "-1001234567892"


def test_a_post_in_a_private_channel_has_the_link_that_its_members_can_open() -> None:
    assert post_link(-1001000000998, "", 3) == "https://t.me/c/1000000998/3"
