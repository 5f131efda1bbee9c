"""What the dispatches of Discord's gateway tell us, each kind from a payload file."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.networks._discord_ids import moment_of
from bot.networks._discord_known import Known
from bot.networks._discord_parse import Ours, hangs_on, said, unreadable
from bot.networks._discord_scope import Scope
from bot.networks._payloads import MALFORMED
from bot.networks.discord import parse
from inbox.incoming import ContactLeft, Incoming, MessageEdited, MessageRemoved, NewMessage, Reacted
from inbox.models import Contact, Media, RemoteId, Subject, Thread

PAYLOADS = Path(__file__).parents[2] / "payloads" / "discord"
ME = 200000000000000900
ARRIVED = 1_790_000_000_000
EDITED_AT = 1_515_497_700_500
GENERAL_ID, DM_ID, POST_ID, OUR_POST_ID = 300000000000000010, 300000000000000030, 300000000000000021, 300000000000000022


def id20(number: int) -> RemoteId:
    """A snowflake as our id."""
    return RemoteId(f"{number:020d}")


def person(number: int, name: str, username: str) -> Contact:
    return Contact(id20(200000000000000000 + number), name, username)


ASHA, BHAVIN, CHEN = person(101, "Asha", "asha"), person(102, "bhavin", "bhavin"), person(103, "Chen", "chen")
QUIZ = person(901, "Quiz", "quiz")
GENERAL = Thread(id20(GENERAL_ID), "group", "Friends of Nadi: #general")
DM = Thread(id20(DM_ID), "direct")
GREEN = Thread(id20(300000000000000020), "group", "Friends of Nadi: #general: green tea")
PARCEL = Thread(id20(POST_ID), "group", "Friends of Nadi: #help: Where is my parcel?")
HOURS = Subject(
    id20(OUR_POST_ID),
    "We open at nine.",
    "https://discord.com/channels/300000000000000001/300000000000000022/300000000000000022",
)
OUR_POST = Thread(id20(OUR_POST_ID), "comments", "Friends of Nadi: #help: Opening hours", HOURS)
TEAS = Subject(
    id20(300000000000000023),
    "New teas are here!",
    "https://discord.com/channels/300000000000000001/300000000000000011/300000000000000023",
)
NEWS_POST = Thread(id20(300000000000000023), "comments", "Friends of Nadi: #news: New teas", TEAS)
NEWS = Thread(id20(300000000000000011), "group", "Friends of Nadi: #news")
VOICE = Thread(id20(300000000000000014), "group", "Friends of Nadi: #tea room")
OURS = Ours(staff=frozenset({"Moderators"}))


def payload(name: str) -> Any:
    """One dispatch, as written down after the documentation."""
    return json.loads((PAYLOADS / f"{name}.json").read_text())


def known() -> Known:
    """What the gateway has told before: one server, and what two of its threads hang on."""
    met = Known(ME, since=200000000000000000)
    met.learn("GUILD_CREATE", payload("guild_create")["d"])
    met.hang(OUR_POST_ID, HOURS)
    met.hang(300000000000000023, TEAS)
    met.dms[200000000000000101] = DM_ID
    return met


def read(name: str, met: Known | None = None, ours: Ours = OURS) -> list[Incoming]:
    """What a payload means, learned and parsed as the adapter does it."""
    met, dispatch = met or known(), payload(name)
    met.learn(dispatch["t"], dispatch["d"])
    return [ageless(told) for told in parse(dispatch, ME, met, ours, ARRIVED)]


def ageless(told: Incoming) -> Incoming:
    """The same without since when its author is there, which is held below."""
    author: Contact | None = getattr(told, "author", None)
    return replace(told, author=replace(author, joined=0)) if author else told  # type: ignore[call-arg]


def test_people_are_there_since_they_joined_or_else_since_their_account_was_made() -> None:
    def author(name: str) -> Contact:
        dispatch = payload(name)
        [told] = parse(dispatch, ME, known(), OURS, ARRIVED)
        assert isinstance(told, NewMessage)
        assert told.author
        return told.author

    assert author("text").joined == moment_of("2025-01-01T00:00:00.000000+00:00") == 1_735_689_600_000
    assert author("text_in_dm").joined == moment(200000000000000101)


def moment(id: int) -> int:
    return (id >> 22) + 1_420_070_400_000


def said_as(thread: Thread, number: int, author: Contact | None, text: str, **more: Any) -> NewMessage:
    id = number if number > 10**6 else 400000000000000000 + number
    return NewMessage(thread, id20(id), author, text, moment(id), **more)


def media(kind: Any, message: int, file: int, mime: str, name: str, size: int, alt: str = "") -> Media:
    base = 400000000000000000
    return Media(kind, f"{GENERAL_ID}.{base + message}.{base + file}", mime, name, size, alt)


LIKED = id20(400000000000000401)
STRANGE = person(104, "\u202e**<@&1> @everyone**", "dolores")
PARTS = (
    media("video", 510, 511, "video/mp4", "unboxing.mp4", 3000000),
    media("file", 510, 512, "application/pdf", "invoice.pdf", 44000),
    media("audio", 510, 513, "audio/ogg", "song.ogg", 9000),
    media("file", 510, 514, "", "data", 5),
)
BOWL = media("image", 500, 501, "image/png", "bowl.png", 210000, "a bowl in two parts")
TEAS_PICTURE = media("image", 530, 531, "image/png", "teas.png", 100)
MENTIONS = "@Chen ask @Moderators in #news :kulfi: <@!200000000000000999>"
MEANT: dict[str, list[Incoming]] = {
    "guild_create": [],
    "text": [said_as(GENERAL, 401, ASHA, "Hello, how long does shipping take?")],
    "text_with_nick": [said_as(GENERAL, 402, person(102, "Bhavin Mehta", "bhavin"), "Is the shop open today?")],
    "text_in_dm": [said_as(DM, 403, ASHA, "Kem cho?")],
    "our_own_message": [said_as(GENERAL, 404, None, "Three days.")],
    "our_own_in_dm": [said_as(DM, 405, None, "Majama!")],
    "reply": [said_as(GENERAL, 406, BHAVIN, "And to India?", reply_to=id20(400000000000000300))],
    "staff_by_role": [said_as(GENERAL, 407, None, "Please stay friendly.")],
    "another_bot": [],
    "webhook": [],
    "in_thread": [said_as(GREEN, 410, ASHA, "Sencha?")],
    "forum_post": [said_as(PARCEL, POST_ID, ASHA, "It should be here by now.")],
    "forum_answer": [said_as(PARCEL, 411, CHEN, "Ask for the number")],
    "our_forum_post": [],
    "comment_on_our_forum_post": [said_as(OUR_POST, 412, ASHA, "On Sunday too?")],
    "comment_on_announcement": [said_as(NEWS_POST, 413, BHAVIN, "Which one is without caffeine?")],
    "announcement": [said_as(NEWS, 414, None, "New teas are here!")],
    "voice_channel_text": [said_as(VOICE, 415, ASHA, "Can you hear me?")],
    "mentions": [said_as(GENERAL, 416, ASHA, MENTIONS)],
    "picture": [said_as(GENERAL, 500, ASHA, "This arrived broken", media=(BOWL,))],
    "files": [said_as(GENERAL, 510, ASHA, "", media=PARTS)],
    "voice_message": [
        said_as(GENERAL, 520, ASHA, "", media=(media("voice", 520, 521, "audio/ogg", "voice-message.ogg", 9000),))
    ],
    "sticker": [said_as(GENERAL, 417, ASHA, "[sticker: wave]")],
    "poll": [said_as(GENERAL, 418, ASHA, "📊 Which tea?\n- Green\n- Black")],
    "forwarded": [said_as(GENERAL, 530, BHAVIN, "[forwarded] New teas are here!", media=(TEAS_PICTURE,))],
    "answer_to_a_command": [said_as(GENERAL, 419, None, "Here is the list.")],
    "ephemeral": [],
    "nothing_showable": [said_as(GENERAL, 421, ASHA, "[a kind of message that cannot be shown here]")],
    "report_joined": [],
    "report_pinned": [],
    "report_boosted": [],
    "report_thread_created": [],
    "report_thread_starter": [],
    "strange_name": [said_as(GENERAL, 427, STRANGE, "xy")],
    "unknown_channel": [
        said_as(Thread(id20(300000000000000077), "group", "Friends of Nadi"), 428, ASHA, "Where am I?")
    ],
    "edited": [MessageEdited(GENERAL, LIKED, ASHA, "Hello, how long does shipping take to Peru?", EDITED_AT)],
    "edited_our_own": [MessageEdited(GENERAL, id20(400000000000000404), None, "Four days.", EDITED_AT)],
    "edited_before_our_time": [],
    "link_preview_added": [],
    "edited_partly": [],
    "removed": [MessageRemoved(GENERAL, LIKED, ARRIVED)],
    "removed_in_dm": [MessageRemoved(DM, id20(400000000000000403), ARRIVED)],
    "removed_many": [
        MessageRemoved(GENERAL, id20(400000000000000402), ARRIVED),
        MessageRemoved(GENERAL, LIKED, ARRIVED),
    ],
    "reaction": [Reacted(GENERAL, LIKED, CHEN, "👍", ARRIVED)],
    "reaction_of_the_server": [Reacted(GENERAL, LIKED, CHEN, ":kulfi:", ARRIVED)],
    "reaction_by_us": [],
    "reaction_by_a_bot": [],
    "reaction_in_dm": [Reacted(DM, LIKED, Contact(ASHA.remote, ""), "❤", ARRIVED)],
    "reaction_taken_back": [Reacted(GENERAL, LIKED, Contact(CHEN.remote, ""), "", ARRIVED)],
    "reactions_swept": [],
    "reactions_of_one_emoji_swept": [],
    "member_left": [ContactLeft(DM, ASHA, ARRIVED)],
    "member_back": [ContactLeft(DM, ASHA, ARRIVED, back=True)],
    "stranger_left": [],
    "typing": [],
    "button_pressed": [],
}


@pytest.mark.parametrize("name", MEANT)
def test_a_payload_means(name: str) -> None:
    assert read(name) == MEANT[name]


MALFORMED_FILES = sorted(file.stem for file in PAYLOADS.glob("malformed_*.json"))


@pytest.mark.parametrize("name", MALFORMED_FILES)
def test_what_is_malformed_is_kept_as_it_came(name: str) -> None:
    dispatch = payload(name)
    with pytest.raises(MALFORMED) as failed:
        parse(dispatch, ME, known(), OURS, ARRIVED)
    assert isinstance(failed.value, Exception)
    kept = unreadable(dispatch, failed.value, ARRIVED)
    assert json.loads(kept.raw) == dispatch
    assert (len(kept.id), kept.at) == (16, ARRIVED)
    assert kept.why.startswith(type(failed.value).__name__)


def test_every_payload_file_has_its_meaning() -> None:
    assert {file.stem for file in PAYLOADS.glob("*.json")} == MEANT.keys() | set(MALFORMED_FILES)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=300, deadline=None)
@given(name=st.sampled_from(sorted(MEANT)), data=st.data())
def test_whatever_is_damaged_is_an_error_that_we_expect(name: str, data: st.DataObject) -> None:
    dispatch = payload(name)
    if isinstance(dispatch["d"], dict) and dispatch["d"]:
        dispatch["d"][data.draw(st.sampled_from(sorted(dispatch["d"])))] = data.draw(JSON)
    met = known()
    try:
        met.learn(dispatch["t"], dispatch["d"])
        parse(dispatch, ME, met, OURS, ARRIVED)
    except MALFORMED:
        pass


# ------------------------------------------------------------------------------------------------ who is heard, where


def test_other_bots_and_webhooks_are_people_where_bots_are_wanted() -> None:
    ours = Ours(bots=True)
    assert [type(event) for event in read("another_bot", ours=ours) + read("webhook", ours=ours)] == [NewMessage] * 2
    assert len(read("reaction_by_a_bot", ours=ours)) == 1


@pytest.mark.parametrize("entry", ["200000000000000103", "300000000000000007", "Moderators"])
def test_staff_is_named_by_person_role_id_or_role_name(entry: str) -> None:
    [message] = read("staff_by_role", ours=Ours(staff=frozenset({entry})))
    assert isinstance(message, NewMessage)
    assert message.author is None


def test_without_staff_a_moderator_is_a_contact_and_in_private_everybody_is() -> None:
    [message] = read("staff_by_role", ours=Ours())
    assert isinstance(message, NewMessage)
    assert message.author == CHEN
    [direct] = read("text_in_dm", ours=Ours(staff=frozenset({"200000000000000101"})))
    assert isinstance(direct, NewMessage)
    assert direct.author == ASHA


@pytest.mark.parametrize(
    ("scope", "heard"),
    [
        (Scope(), True),
        (Scope(servers=frozenset({300000000000000001})), True),
        (Scope(servers=frozenset({1})), False),
        (Scope(channels=frozenset({"general"})), True),
        (Scope(channels=frozenset({"300000000000000010"})), True),
        (Scope(channels=frozenset({"Talk"})), True),
        (Scope(channels=frozenset({"news"})), False),
        (Scope(exclude=frozenset({"general"})), False),
        (Scope(exclude=frozenset({"Talk"})), False),
        (Scope(channels=frozenset({"Talk"}), exclude=frozenset({"300000000000000010"})), False),
        (Scope(exclude=frozenset({"news"})), True),
    ],
)
def test_a_thread_is_read_where_its_channel_or_category_is(scope: Scope, heard: bool) -> None:
    for name in ("text", "in_thread", "edited", "removed", "reaction"):
        assert bool(read(name, ours=Ours(scope))) is heard, name


def test_direct_messages_can_be_left_out() -> None:
    assert read("text_in_dm", ours=Ours(Scope(direct_messages=False))) == []


def test_entries_that_mean_nothing_are_found() -> None:
    met, scope = known(), Scope(channels=frozenset({"general", "genral"}), exclude=frozenset({"Talk", "17"}))
    assert scope.strangers(met.channels.values(), met) == ["17", "genral"]


# ------------------------------------------------------------------------------------------------- what stays in mind


def test_several_reactions_of_one_person_are_one_text() -> None:
    met = known()
    read("reaction", met)
    [both] = read("reaction_of_the_server", met)
    [left] = read("reaction_taken_back", met)
    assert isinstance(both, Reacted)
    assert isinstance(left, Reacted)
    assert (both.emoji, left.emoji, left.author) == ("👍:kulfi:", ":kulfi:", CHEN)


def test_when_all_reactions_are_swept_each_person_has_none() -> None:
    met = known()
    read("reaction", met)
    read("reaction_of_the_server", met)
    [one] = read("reactions_of_one_emoji_swept", met)
    [none] = read("reactions_swept", met)
    assert isinstance(one, Reacted)
    assert isinstance(none, Reacted)
    assert (one.emoji, none.emoji, none.author) == (":kulfi:", "", CHEN)
    assert read("reactions_swept", met) == [none]  # told again, as it may not have been stored


def test_who_leaves_one_of_several_servers_may_still_be_in_another() -> None:
    met = known()
    met.learn(
        "GUILD_CREATE", payload("guild_create")["d"] | {"id": "300000000000000002", "channels": [], "threads": []}
    )
    assert read("member_left", met) == []
    assert len(read("member_back", met)) == 1


@pytest.mark.parametrize(
    ("thread", "author", "meant"),
    [
        (300000000000000020, "101", None),
        (300000000000000020, "900", "https://discord.com/channels/300000000000000001/300000000000000010/"),
        (300000000000000023, "101", "https://discord.com/channels/300000000000000001/300000000000000011/"),
        (OUR_POST_ID, "900", "https://discord.com/channels/300000000000000001/300000000000000022/"),
    ],
    ids=["people's talk", "on a message of ours", "on an announcement", "our forum post"],
)
def test_comments_are_threads_on_what_we_published(thread: int, author: str, meant: str | None) -> None:
    met, starter = known(), payload("text")["d"]
    starter["author"]["id"] = f"200000000000000{author}"
    subject = hangs_on(met.channels[thread], starter, ME, met)
    assert (subject.link if subject else None) == (meant and f"{meant}400000000000000401")
    assert hangs_on(met.channels[thread], None, ME, met) is None


def test_a_message_from_history_is_told_and_so_is_its_edit() -> None:
    message = payload("edited")["d"]
    created, edited = said(message, ME, known(), OURS)
    assert isinstance(created, NewMessage)
    assert isinstance(edited, MessageEdited)
    assert (created.id, created.text) == (edited.id, edited.text)
