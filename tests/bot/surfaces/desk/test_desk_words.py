"""How the desk says things: spans, sizes, deeds, names; and when a snooze ends."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.surfaces.desk import words
from bot.surfaces.desk.doing import snoozed_until
from bot.surfaces.desk.media import shown_as
from inbox.errors import NotAllowed
from inbox.store.conversations import Did
from tests.world import DAY, HOUR, START

MINUTE = 60_000


@pytest.mark.parametrize(
    ("ms", "said"),
    [(0, "now"), (59_999, "now"), (MINUTE, "1 min"), (HOUR - 1, "59 min"), (47 * HOUR, "47 h"), (2 * DAY, "2 d")],
)
def test_a_span_of_time_is_as_precise_as_somebody_waiting_cares_about(ms: int, said: str) -> None:
    assert words.span(ms) == said


@pytest.mark.parametrize(("count", "said"), [(999, "999 bytes"), (1000, "1 kB"), (2_340_000, "2.3 MB")])
def test_sizes_are_said_for_people(count: int, said: str) -> None:
    assert words.size(count) == said


def test_text_for_a_title_is_one_line_without_marks_that_turn_it_round() -> None:
    assert words.plain("evil\u202egnp\n\t.exe\u2067 ") == "evilgnp .exe"


@pytest.mark.parametrize(
    ("what", "by", "detail", "says"),
    [
        ("draft.rejected", "meera", "Not our tone", ("meera", "rejected a draft", "Not our tone")),
        ("delivery.sent", "meera", "hide", ("meera", "hid a message", "")),
        ("delivery.parked", "", "no rights", ("Sangam", "could not send and parked it", "no rights")),
        ("conversation.assigned", "meera", "", ("meera", "gave this to nobody", "")),
        ("conversation.snoozed", "meera", "1790000000000", ("meera", "snoozed this", "")),
        ("something.quite_new", "meera", "x", ("meera", "something quite new", "")),
        ("moderation.tell", "moderation", "a raid", ("moderation", "told the team", "a raid")),
        (
            "moderation.settled",
            "meera",
            "left where it is",
            ("meera", "judged a message that a rule left to people", "left where it is"),
        ),
        ("measure.on", "meera", "slow mode", ("meera", "switched on a measure", "slow mode")),
    ],
)
def test_a_deed_is_a_sentence(what: str, by: str, detail: str, says: tuple[str, str, str]) -> None:
    deed = words.deed(Did(what, "", by, detail, START))
    assert deed
    assert (deed.by, deed.did, deed.words) == says


@pytest.mark.parametrize(
    ("what", "by", "says"),
    [
        ("case.new", "moderation", "opened case 17"),
        ("case.undone", "meera", "undid case 17"),
        ("case.edited", "meera", "said why case 17 was opened"),
        ("case.changed", "", "They changed what case 17 is about"),
        ("appeal.new", "", "They ask to look at case 17 again"),
        ("appeal.granted", "noor", "granted the appeal against case 17"),
        ("strikes", "", "Their strikes stand at 3.5 after case 17"),
    ],
)
def test_a_deed_about_a_case_names_it(what: str, by: str, says: str) -> None:
    deed = words.deed(Did(what, "17", by, "3.5", START))
    assert deed
    assert (deed.by, deed.did, deed.case) == (by, says, "17")


@pytest.mark.parametrize("what", ["case.done", "draft.new", "delivery.queued", "note", "conversation.claimed"])
def test_steps_that_the_conversation_shows_by_itself_are_not_said_again(what: str) -> None:
    assert words.deed(Did(what, "", "meera", "", START)) is None


def test_a_sent_reply_is_a_message_and_no_deed() -> None:
    assert words.deed(Did("delivery.sent", "", "meera", "reply", START)) is None


@pytest.mark.parametrize(
    ("preset", "zone", "at", "ends"),
    [
        ("1h", "", "", "2026-03-28T13:00+01:00"),
        ("tomorrow", "Europe/Madrid", "", "2026-03-29T09:00+02:00"),  # the clocks change in that night
        ("monday", "Europe/Madrid", "", "2026-03-30T09:00+02:00"),
        ("at", "Asia/Kolkata", "2026-04-01T08:15", "2026-04-01T08:15+05:30"),
        ("at", "Nowhere/At-all", "2026-04-01T08:15", "2026-04-01T08:15+00:00"),
    ],
)
def test_a_snooze_ends_by_the_readers_own_clock(preset: str, zone: str, at: str, ends: str) -> None:
    saturday = datetime(2026, 3, 28, 12, tzinfo=ZoneInfo("Europe/Madrid"))
    end = datetime.fromisoformat(ends)
    assert snoozed_until(preset, at, zone, int(saturday.timestamp() * 1000)) == int(end.timestamp() * 1000)


@pytest.mark.parametrize(("now", "ends"), [("08:00", "2026-03-30T09:00"), ("09:00", "2026-04-06T09:00")])
def test_on_a_monday_the_next_nine_o_clock_of_a_monday_is_meant(now: str, ends: str) -> None:
    monday, end = (datetime.fromisoformat(f"{at}+00:00") for at in (f"2026-03-30T{now}", ends))
    assert snoozed_until("monday", "", "UTC", int(monday.timestamp() * 1000)) == int(end.timestamp() * 1000)


@pytest.mark.parametrize("at", ["", "soon", "2026-13-40T99:99"])
def test_a_time_that_is_none_is_refused_in_words(at: str) -> None:
    with pytest.raises(NotAllowed, match="Pick a day and a time"):
        snoozed_until("at", at, "UTC", START)


@pytest.mark.parametrize(
    ("first", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0....", "image/jpeg"),
        (b"RIFF....WEBPVP8 ", "image/webp"),
        (b"....ftypisom", "video/mp4"),
        (b"OggS........", "audio/ogg"),
        (b"<svg onload=alert(1)>", ""),
        (b"<html><script>", ""),
        (b"%PDF-1.7", ""),
        (b"", ""),
    ],
)
def test_only_what_a_browser_shows_safely_is_shown_in_a_page(first: bytes, kind: str) -> None:
    assert shown_as(first) == kind
