"""The bytes of Meta's hooks and their signatures."""

from __future__ import annotations

import json

from bot.playground.meta.hooks_bodies import SHA1, SHA256, body_of, encoded, headers
from bot.playground.meta.told import Told

VECTOR = {
    "object": "page",
    "entry": [{"id": "1", "time": 1, "messaging": [{"message": {"mid": "m_1", "text": "äöå"}}]}],
}


def test_bodies_are_ascii_with_lowercase_escapes_also_of_slashes() -> None:
    assert encoded({"text": "Ä 😍 a/b"}) == rb'{"text":"\u00c4 \ud83d\ude0d a\/b"}'
    assert json.loads(encoded(VECTOR)) == VECTOR


def test_both_signatures_are_over_the_bytes_as_they_are_sent() -> None:
    signed = headers("app_secret", encoded(VECTOR))

    assert signed[SHA256] == "sha256=5062a45bcef660cfa4ae41475f2da7ade426e9b2a1aa4477fa1f62dc28684313"
    assert signed[SHA1].startswith("sha1=")
    assert len(signed[SHA1]) == 45


def test_comments_are_dated_in_seconds_and_messages_in_milliseconds() -> None:
    told = [
        Told("1", "instagram", "17", "changes", "comments", {"id": "5"}, 1_790_000_000.75),
        Told("1", "instagram", "17", "messaging", "messages", {"message": {}}, 1_790_000_000.75),
    ]

    comments, messages = json.loads(body_of(told))["entry"]
    assert (comments["time"], messages["time"]) == (1_790_000_000, 1_790_000_000_750)


def test_changes_of_one_page_in_one_second_share_an_entry() -> None:
    def told(page: str, at: float) -> Told:
        return Told("1", "page", page, "changes", "feed", {}, at)

    entries = json.loads(body_of([told("7", 1.1), told("7", 1.9), told("7", 2), told("8", 2), told("7", 2)]))["entry"]
    assert [(entry["id"], len(entry["changes"])) for entry in entries] == [("7", 2), ("7", 1), ("8", 1), ("7", 1)]
