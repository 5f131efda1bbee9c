"""Which call carries out an action, and what is refused before any is made."""

from __future__ import annotations

import pytest

from bot.networks._meta.calls import Call, doing, sayings
from bot.networks._meta.ids import comments_below, mention_in, padded, private_with
from bot.networks._meta.place import Place
from inbox.actions import (
    Action,
    Block,
    DirectMessage,
    Edit,
    Hide,
    Mute,
    React,
    Remove,
    Reply,
    Unblock,
    Unhide,
)
from inbox.errors import Rejected, Unsupported
from inbox.models import Media, RemoteId

PAGE = Place("facebook", "206070979425408", "55", "206070979425408")
PROFILE = Place("instagram", "17841400000000000", "55")
BY_PAGE = Place("instagram", "17841400000000000", "55", "206070979425408")
BELOW = comments_below("71_10")
BELOW_ON_INSTAGRAM = comments_below("1791")
ASHA = RemoteId("24266381753005180")
TALK = private_with(ASHA)
NOBODY = RemoteId("unknown.1")
PICTURE = Media("image", "blob:1", "image/png", "tea.png")
PAGE_SENDS, PROFILE_SENDS = "/206070979425408/messages", "/17841400000000000/messages"


def said(action: Reply | DirectMessage, place: Place = PAGE) -> list[tuple[str, object]]:
    """Each call as its path and fields."""
    return [(call.path, dict(call.fields)) for call in sayings(action, place, "key")]


def done(action: Action, place: Place = PAGE) -> tuple[str, str, object]:
    assert not isinstance(action, Reply | DirectMessage)
    call: Call = doing(action, place)  # type: ignore[arg-type]  # the tests give no Publish
    return call.method, call.path, dict(call.fields)


def test_a_comment_is_answered_below_it_or_below_the_top_one() -> None:
    assert said(Reply(BELOW, "Hello", to=padded("71_11"))) == [("/71_11/comments", {"message": "Hello"})]
    assert said(Reply(BELOW, "Hello")) == [("/71_10/comments", {"message": "Hello"})]
    assert said(Reply(BELOW_ON_INSTAGRAM, "Hello", to=padded("1792")), PROFILE) == [
        ("/1792/replies", {"message": "Hello"})
    ]


def test_several_pictures_are_several_comments() -> None:
    calls = sayings(Reply(BELOW, "Look", media=(PICTURE, PICTURE)), PAGE, "key")
    assert [(dict(call.fields), call.medium) for call in calls] == [({"message": "Look"}, PICTURE), ({}, PICTURE)]


def test_a_mention_is_answered_where_it_was() -> None:
    where, caption = mention_in("901", "902"), mention_in("901")
    assert said(Reply(where, "Thanks"), PROFILE) == [
        ("/17841400000000000/mentions", {"media_id": "901", "comment_id": "902", "message": "Thanks"})
    ]
    assert said(Reply(caption, "Thanks"), PROFILE) == [
        ("/17841400000000000/mentions", {"media_id": "901", "message": "Thanks"})
    ]
    assert said(Reply(where, "Thanks")) == [("/902/comments", {"message": "Thanks"})]
    assert said(Reply(caption, "Thanks")) == [("/901/comments", {"message": "Thanks"})]


def test_a_message_carries_the_key_and_what_it_answers() -> None:
    assert said(Reply(TALK, "Hello", to=RemoteId("m_1"))) == [
        (
            PAGE_SENDS,
            {
                "recipient": {"id": ASHA},
                "messaging_type": "RESPONSE",
                "message": {"text": "Hello", "metadata": "key"},
                "reply_to": {"mid": "m_1"},
            },
        )
    ]
    message = {"recipient": {"id": ASHA}, "message": {"text": "Hello", "metadata": "key"}}
    assert said(Reply(TALK, "Hello", to=RemoteId("m_1")), PROFILE) == [(PROFILE_SENDS, message)]
    quoting = {**message, "reply_to": {"mid": "m_1"}}
    assert said(Reply(TALK, "Hello", to=RemoteId("m_1")), BY_PAGE) == [(PAGE_SENDS, quoting)]


@pytest.mark.parametrize("place", [PAGE, PROFILE])
@pytest.mark.parametrize("action", [Reply(TALK, "Late", late=True), DirectMessage(ASHA, "Late", late=True)])
def test_what_leaves_late_says_that_a_person_wrote_it(action: Reply | DirectMessage, place: Place) -> None:
    fields = sayings(action, place, "key")[0].fields
    assert (fields["messaging_type"], fields["tag"]) == ("MESSAGE_TAG", "HUMAN_AGENT")


def test_a_private_reply_goes_to_the_comment() -> None:
    action = DirectMessage(ASHA, "In private", about=padded("71_10"))
    assert said(action)[0][1] == {
        "recipient": {"comment_id": "71_10"},
        "messaging_type": "RESPONSE",
        "message": {"text": "In private", "metadata": "key"},
    }
    assert said(DirectMessage(NOBODY, "In private", about=padded("71_10")))  # the comment is enough


def test_a_long_answer_becomes_several_messages_and_the_files_follow() -> None:
    calls = sayings(Reply(TALK, "word " * 900, to=RemoteId("m_1"), media=(PICTURE,)), PAGE, "key")
    assert [call.fields["message"]["metadata"] for call in calls] == ["key/1", "key/2", "key/3", "key/4"]  # type: ignore[index]
    assert ["reply_to" in call.fields for call in calls] == [True, False, False, False]
    assert [call.medium for call in calls] == [None, None, None, PICTURE]
    assert all(len(call.text) <= 2000 for call in calls)
    assert sum(call.text.count("word") for call in calls) == 900


def test_instagram_counts_bytes() -> None:
    calls = sayings(Reply(TALK, "ગુજરાત " * 100), PROFILE, "key")
    assert all(len(call.text.encode()) <= 1000 for call in calls)
    assert len(calls) == 2


@pytest.mark.parametrize("media", [(Media("sticker", "blob:1"),), (Media("location", "1,2"),)])
def test_what_cannot_be_attached(media: tuple[Media, ...]) -> None:
    with pytest.raises(Unsupported, match="cannot be sent to Facebook"):
        said(Reply(TALK, "", media=media))


@pytest.mark.parametrize(
    ("action", "place", "kind", "words"),
    [
        (Reply(BELOW, "x" * 8001), PAGE, Rejected, "8001 utf16 long; Facebook takes at most 8000"),
        (Reply(BELOW_ON_INSTAGRAM, "👍" * 1101), PROFILE, Rejected, "2202 utf16 long; Instagram takes at most 2200"),
        (Reply(TALK, "x" * 10_001), PAGE, Rejected, "at most 10000"),
        (Reply(TALK, "ગ" * 1700), PROFILE, Rejected, "5100 bytes long; Instagram takes at most 5000"),
        (DirectMessage(ASHA, "x" * 2001, about=padded("1")), PAGE, Rejected, "at most 2000"),
        (DirectMessage(ASHA, "ગ" * 400, about=padded("1")), PROFILE, Rejected, "at most 1000"),
        (DirectMessage(ASHA, "Hi", about=padded("1"), media=(PICTURE,)), PAGE, Rejected, "a text or one file"),
        (DirectMessage(ASHA, " ", about=padded("1")), PAGE, Rejected, "nothing to say"),
        (Reply(TALK, "\n"), PROFILE, Rejected, "nothing to say"),
        (Reply(BELOW, ""), PAGE, Rejected, "nothing to say"),
        (DirectMessage(NOBODY, "Hi"), PAGE, Rejected, "does not tell who this is"),
        (Reply(BELOW_ON_INSTAGRAM, "Hi", media=(PICTURE,)), PROFILE, Unsupported, "no files in comments"),
        (Reply(BELOW, "Hi", media=(Media("video", "blob:1"),)), PAGE, Unsupported, "takes pictures in a comment"),
        (Reply(TALK, "Hi", media=(Media("file", "blob:1"),)), PROFILE, Unsupported, "cannot be sent to Instagram"),
    ],
)
def test_what_meta_would_not_take_is_refused_before_the_call(
    action: Reply | DirectMessage, place: Place, kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words):
        sayings(action, place, "key")


COMMENT, MID = padded("71_10"), RemoteId("m_1")


@pytest.mark.parametrize(
    ("action", "place", "call"),
    [
        (Hide(BELOW, COMMENT), PAGE, ("POST", "/71_10", {"is_hidden": True})),
        (Unhide(BELOW, COMMENT), PAGE, ("POST", "/71_10", {"is_hidden": False})),
        (Hide(BELOW, padded("1791")), PROFILE, ("POST", "/1791", {"hide": True})),
        (Unhide(BELOW, padded("1791")), PROFILE, ("POST", "/1791", {"hide": False})),
        (Remove(BELOW, COMMENT), PAGE, ("DELETE", "/71_10", {})),
        (Remove(BELOW, padded("1791")), PROFILE, ("DELETE", "/1791", {})),
        (Edit(BELOW, COMMENT, "Better"), PAGE, ("POST", "/71_10", {"message": "Better"})),
        (React(BELOW, COMMENT, "👍"), PAGE, ("POST", "/71_10/likes", {})),
        (React(BELOW, COMMENT, "❤️"), PAGE, ("POST", "/71_10/likes", {})),
        (React(BELOW, COMMENT, ""), PAGE, ("DELETE", "/71_10/likes", {})),
        (
            React(TALK, MID, "👍"),
            PROFILE,
            (
                "POST",
                f"/{PROFILE.node}/messages",
                {
                    "recipient": {"id": str(TALK).removeprefix("p.")},
                    "sender_action": "react",
                    "payload": {"message_id": MID, "reaction": "love"},
                },
            ),
        ),
        (
            React(TALK, MID, "❤️"),
            PAGE,
            (
                "POST",
                PAGE_SENDS,
                {
                    "recipient": {"id": ASHA},
                    "sender_action": "react",
                    "payload": {"message_id": "m_1", "reaction": "love"},
                },
            ),
        ),
        (
            React(TALK, MID, ""),
            PROFILE,
            (
                "POST",
                PROFILE_SENDS,
                {"recipient": {"id": ASHA}, "sender_action": "unreact", "payload": {"message_id": "m_1"}},
            ),
        ),
        (Block(BELOW, ASHA), PAGE, ("POST", "/206070979425408/blocked", {"user": [ASHA]})),
        (Unblock(BELOW, ASHA), PAGE, ("DELETE", "/206070979425408/blocked", {"user": ASHA})),
        (
            Block(TALK, ASHA),
            PAGE,
            (
                "POST",
                "/206070979425408/moderate_conversations",
                {"user_ids": [{"id": ASHA}], "actions": ["block_user"]},
            ),
        ),
        (
            Unblock(TALK, ASHA),
            BY_PAGE,
            (
                "POST",
                "/17841400000000000/moderate_conversations",
                {"user_ids": [{"id": ASHA}], "actions": ["UNBLOCK_USER"]},
            ),
        ),
    ],
)
def test_each_change_is_one_call(action: Action, place: Place, call: tuple[str, str, object]) -> None:
    assert done(action, place) == call


@pytest.mark.parametrize(
    ("action", "place", "kind", "words"),
    [
        (Mute(BELOW, ASHA, 60), PAGE, Unsupported, "cannot mute"),
        (Mute(TALK, ASHA, 60), PROFILE, Unsupported, "cannot mute"),
        (Edit(BELOW, padded("1791"), "x"), PROFILE, Unsupported, "cannot change a comment"),
        (Edit(BELOW, COMMENT, "x" * 8001), PAGE, Rejected, "at most 8000"),
        (React(BELOW, COMMENT, "🎉"), PAGE, Rejected, "use 👍"),
        (React(BELOW, padded("1791"), "👍"), PROFILE, Unsupported, "like a comment"),
        (React(TALK, MID, "🎉"), PAGE, Rejected, "knows only these reactions"),
        (React(TALK, MID, "🎉"), PROFILE, Rejected, "knows only these reactions to a message: ❤"),
        (Hide(mention_in("901", "902"), padded("902")), PROFILE, Unsupported, "somebody else's post"),
        (Remove(mention_in("901", "902"), padded("902")), PAGE, Unsupported, "somebody else's post"),
        (Hide(TALK, MID), PAGE, Unsupported, "cannot hide a private message"),
        (Unhide(TALK, MID), PROFILE, Unsupported, "cannot hide a private message"),
        (Remove(TALK, MID), PAGE, Unsupported, "take a private message back"),
        (Edit(TALK, MID, "x"), PROFILE, Unsupported, "change a private message"),
        (Block(BELOW, NOBODY), PAGE, Rejected, "does not tell who this is"),
        (Block(BELOW, ASHA), PROFILE, Unsupported, "block who comments"),
        (Block(BELOW, ASHA), BY_PAGE, Unsupported, "block who comments"),
        (Block(TALK, ASHA), PROFILE, Unsupported, "login: facebook"),
        (Unblock(TALK, ASHA), PROFILE, Unsupported, "login: facebook"),
    ],
)
def test_what_meta_does_not_offer_says_what_else_there_is(
    action: Action, place: Place, kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words):
        done(action, place)
