"""What the entities of Mastodon mean: one file for each case, shaped as its documentation shows them."""

from __future__ import annotations

import json
from typing import cast

import pytest

from bot.networks._mastodon.parse import RawStatus, at, edit_of, message_of, other_in, words_of
from bot.networks._payloads import MALFORMED
from inbox.models import Contact, Media, RemoteId
from tests.tree import ROOT

FOLDER = ROOT / "tests" / "payloads" / "mastodon"
ME = "1"
ASHA = Contact(RemoteId("22"), "Asha Patel", "asha@clay.example")
MEANT = {
    "mention.json": ("dm.22", "direct", ASHA, "May I return it?"),
    "reply.json": ("900.22", "comments", ASHA, "How much is it?\n\nAnd the blue one?"),
    "warned.json": ("103.22", "comments", ASHA, "[Food] Is it safe for soup & stew?"),
    "pictures.json": ("104.22", "comments", ASHA, "It arrived like this"),
    "ours.json": ("900.22", "comments", None, "@asha@clay.example 30 euros"),
    "edited.json": ("106.22", "comments", ASHA, "Open on Sunday?"),
    "nobody.json": None,
}


def read(name: str) -> RawStatus:
    return cast(RawStatus, json.loads((FOLDER / name).read_text())["status"])


def test_people_are_told_with_since_when_they_are_there_and_how_many_follow_them() -> None:
    status = read("reply.json")
    status["account"] |= {"created_at": "2024-05-01T10:00:00.000Z", "followers_count": 3}  # type: ignore[typeddict-item]
    told = message_of(status, ME, "900")
    assert told
    assert told.author
    assert (told.author.joined, told.author.followers) == (1_714_557_600_000, 3)


@pytest.mark.parametrize("name", MEANT)
def test_a_payload_means(name: str) -> None:
    status, meant = read(name), MEANT[name]
    told = message_of(status, ME, "900" if status["in_reply_to_id"] else status)
    if meant is None:
        assert told is None
        return
    assert told
    assert (told.thread.remote, told.thread.kind, told.author, told.text) == meant
    assert (told.id, told.at) == (status["id"], at(status["created_at"]))


def test_every_payload_is_meant_and_names_its_source() -> None:
    files = sorted(FOLDER.glob("*.json"))
    assert {file.name for file in files} == MEANT.keys()
    assert all(json.loads(file.read_text())["_source"].startswith("https://docs.joinmastodon.org/") for file in files)


def test_pictures_come_along_with_their_description() -> None:
    told = message_of(read("pictures.json"), ME, read("pictures.json"))
    assert told
    assert told.media == (
        Media("image", "https://files.clay.example/1.png", alt="A cracked bowl"),
        Media("video", "https://files.clay.example/2.mp4"),
        Media("file", ""),
    )


def test_only_what_was_changed_is_an_edit() -> None:
    edited = edit_of(read("edited.json"), ME, read("edited.json"))
    assert edited
    assert (edited.id, edited.text, edited.at) == ("106", "Open on Sunday?", at("2026-11-20T10:05:00.000Z"))
    assert edit_of(read("reply.json"), ME, "900") is None


@pytest.mark.parametrize("name", MEANT)
@pytest.mark.parametrize("broken", ["id", "account", "created_at", "content", "mentions", "media_attachments"])
def test_whatever_is_damaged_is_an_error_that_we_expect(name: str, broken: str) -> None:
    for value in (None, 5, [], {}, "x"):
        status = cast(RawStatus, {**read(name), broken: value})
        try:
            message_of(status, ME, status)
            words_of(status)
            other_in(status, ME)
        except MALFORMED:
            continue


@pytest.mark.parametrize("moment", ["", "yesterday", "2026-13-01T00:00:00Z"])
def test_a_time_that_is_none_is_an_error_that_we_expect(moment: str) -> None:
    with pytest.raises(ValueError, match=r"Invalid|month|isoformat"):
        at(moment)
