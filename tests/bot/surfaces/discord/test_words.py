"""Actions, attachments and moments in words."""

from __future__ import annotations

from bot.surfaces.discord import words
from inbox.actions import Hide
from inbox.models import Media, RemoteId
from tests.bot.surfaces.discord.scenes import conversation
from tests.cast import ASHA
from tests.world import START, thread_of


def test_what_an_action_does_is_said() -> None:
    assert words.action(Hide(RemoteId("t"), RemoteId("m"))) == "Hide the message"


def test_files_are_counted_and_the_first_are_named() -> None:
    photo, file = Media("image", "a", name="*1*.jpg"), Media("file", "b", name="x" * 90)

    assert words.attached([photo]) == "1 photo (\\*1\\*.jpg)"
    assert words.attached([photo, Media("image", "c"), file]) == f"2 photos, 1 file (\\*1\\*.jpg, {'x' * 59}…)"
    assert words.attached([]) == ""


def test_a_group_is_called_by_its_title_and_anybody_else_by_name() -> None:
    assert words.who(conversation(thread=thread_of(ASHA, "group", "Friends")), "Asha") == "Friends"
    assert words.who(conversation(thread=thread_of(ASHA, "group")), "Asha") == "Asha"
    assert words.who(conversation(), "") == "Somebody"


def test_a_moment_is_shown_in_everybodys_own_zone() -> None:
    assert (words.moment(START), words.moment(START, "t")) == ("<t:1790000000:R>", "<t:1790000000:t>")
