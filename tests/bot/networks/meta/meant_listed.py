"""What the Graph API's lists of comments and messages tell, by network and payload."""

from __future__ import annotations

from inbox.incoming import Incoming, MessageHidden, NewMessage
from inbox.models import Contact, Media, RemoteId
from tests.bot.networks.meta.meant_facebook import FILES, FIRST, LINK, OWN, POST, SECOND, STICKER, VIDEO
from tests.bot.networks.meta.meant_instagram import ASSET, MID
from tests.bot.networks.meta.payloads import (
    ASHA,
    ASHA_HERE,
    BHAVIN,
    CDN,
    T,
    below,
    medium,
    private,
    said,
)

UNDER = below(FIRST, POST)
HELD, HELD_HERE = "message:m_AbC", f"message:{MID}"


def listed(text: str, *media: Media, author: Contact = ASHA) -> NewMessage:
    """A comment at the top."""
    return said(UNDER, FIRST, author, text, T, *media)


def answer(author: Contact | None, text: str) -> NewMessage:
    """A comment below it."""
    return said(UNDER, SECOND, author, text, T, reply_to=RemoteId(FIRST))


def wrote(text: str, *media: Media) -> NewMessage:
    """A message of Asha's on Messenger."""
    return said(private(ASHA), "m_AbC", ASHA, text, T, *media)


def wrote_here(text: str, *media: Media) -> NewMessage:
    """A message of Asha's on Instagram."""
    return said(private(ASHA_HERE), MID, ASHA_HERE, text, T, *media)


FACEBOOK: dict[str, list[Incoming]] = {
    "listed_comment": [
        listed("Is the blue bowl still there?"),
        MessageHidden(UNDER, RemoteId(FIRST), T, hidden=False),
    ],
    "listed_comment_reply": [answer(BHAVIN, "The big one?"), MessageHidden(UNDER, RemoteId(SECOND), T)],
    "listed_comment_by_us": [answer(None, "Yes.")],
    "listed_comment_without_from": [listed("Hello", author=Contact(RemoteId("unknown." + OWN), ""))],
    "listed_comment_photo": [listed("", medium("image", CDN + "broken.jpg?oe=1", f"comment:{OWN}"))],
    "listed_comment_sticker": [listed(STICKER, medium("sticker", CDN + "cat.png", f"comment:{OWN}"))],
    "listed_comment_video": [listed("Look", medium("video", VIDEO + "dance.mp4", f"comment:{OWN}"))],
    "listed_comment_link": [listed("https://news.example")],
    "listed_comment_with_comments": [listed("Top"), answer(BHAVIN, "Below")],
    "listed_message": [wrote("Do you ship to Goa?")],
    "listed_message_by_us": [said(private(ASHA), "m_Zy", None, "Yes.", T)],
    "listed_message_files": [
        wrote(
            "",
            medium("image", CDN + "a.jpg", HELD, mime="image/jpeg", name="image-1", size=8123),
            medium("video", VIDEO + "c.mp4", HELD, 1, mime="video/mp4", name="video-2.mp4", size=91234),
            medium("audio", FILES + "audioclip.mp3", HELD, 2, mime="audio/mpeg", name="audioclip.mp3", size=5),
            medium("file", FILES + "invoice.pdf", HELD, 3, mime="application/pdf", name="invoice.pdf", size=44000),
        )
    ],
    "listed_message_sticker": [wrote("", medium("sticker", CDN + "cat.png", HELD))],
    "listed_message_share": [wrote(f"[shared a link: Two bowls] {LINK}")],
}

HERE = below("00017919697626119712", "00018172143295349192")
INSTAGRAM: dict[str, list[Incoming]] = {
    "listed_comment": [
        said(HERE, "00017919697626119712", ASHA_HERE, "What glaze is this?", T),
        MessageHidden(HERE, RemoteId("00017919697626119712"), T, hidden=False),
        said(HERE, "00017919697626119999", None, "Celadon.", T, reply_to=RemoteId("00017919697626119712")),
        MessageHidden(HERE, RemoteId("00017919697626119999"), T, hidden=False),
    ],
    "listed_comment_reply": [
        said(
            HERE,
            "00017919697626119999",
            Contact(RemoteId("name.bhavin"), "bhavin", "bhavin"),
            "Celadon?",
            T,
            reply_to=RemoteId("00017919697626119712"),
        ),
        MessageHidden(HERE, RemoteId("00017919697626119999"), T),
    ],
    "listed_message": [wrote_here("Are you open on Sunday?")],
    "listed_message_story_mention": [
        wrote_here("[mentioned you in their story]", medium("file", ASSET, HELD_HERE, name="story"))
    ],
    "listed_message_story_reply": [
        wrote_here("So good!\n[an answer to your story]", medium("file", ASSET, HELD_HERE, name="story"))
    ],
    "listed_message_share": [wrote_here("[shared a post]", medium("file", ASSET, HELD_HERE, name="post"))],
    "listed_message_unsupported": [wrote_here("[a kind of message that cannot be shown here]")],
}
