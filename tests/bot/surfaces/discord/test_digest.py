"""What a shift digest says."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.surfaces.discord.digest import Told, text, title
from bot.surfaces.discord.shown import size
from inbox.insights import Figures
from inbox.models import Contact, Conversation, RemoteId, Thread, account_id, conversation_id
from inbox.store.conversations import Row

INDIA = ZoneInfo("Asia/Kolkata")
DUE = round(datetime(2026, 11, 27, 18, 0, tzinfo=INDIA).timestamp() * 1000)
SINCE = DUE - 9 * 3_600_000
MAIN = account_id("telegram", "main")
TOLD = Told(DUE, SINCE, late=False, zone=INDIA, overdue=timedelta(hours=4), ways={})
QUIET = Figures(
    open=0, waiting=0, overdue=0, drafted=0, parked=0, heard=0, answered=0, by_itself=0, decided=0, unchanged=0,
    edited=0, rejected=0, median_first_answer_ms=None, topics=(), by_person=(), longest_waiting=(), complete=True,
)  # fmt: skip
BUSY = replace(
    QUIET, open=30, waiting=12, overdue=3, drafted=5, parked=1, heard=120, answered=80, by_itself=30, decided=42,
    unchanged=30, edited=8, rejected=4, median_first_answer_ms=750_000, topics=(("opening-hours", 12), ("lost*", 5)),
)  # fmt: skip


def row(name: str, number: int = 1) -> Row:
    """Somebody who waits."""
    remote = RemoteId(f"{number:010}")
    it = Conversation(conversation_id(MAIN, remote), MAIN, Thread(remote, "direct"), waiting_since=SINCE)
    return Row(it, Contact(remote, name), float(SINCE))


def test_a_digest_says_how_things_stand_and_what_happened() -> None:
    assert text(TOLD, BUSY).splitlines() == [
        "## Digest of Friday 27 November, 18:00",
        "**12** wait for us, **3** of them longer than 4 h · 30 open · 5 with a draft to decide · 1 parked",
        (
            f"Since <t:{SINCE // 1000}:f>: 120 messages came in, 80 answers left, 30 of them without a person; "
            "the first answer took 12 min."
        ),
        "**71 %** of 42 drafts went out unchanged (8 edited, 4 rejected).",
        "What it was about: opening-hours 12 · lost\\* 5",
    ]


def test_a_quiet_shift_is_said_in_three_lines() -> None:
    assert text(TOLD, QUIET).splitlines()[1:] == [
        "**0** wait for us, **0** of them longer than 4 h · 0 open · 0 with a draft to decide · 0 parked",
        f"Since <t:{SINCE // 1000}:f>: 0 messages came in, 0 answers left, 0 of them without a person.",
        "No draft was decided by a person.",
    ]


def test_who_waits_longest_is_named_with_the_way_there() -> None:
    one, other = row("Asha **@everyone**"), row("Bhavin", 2)
    told = replace(TOLD, ways={one.conversation.id: "https://discord.com/channels/1/2"})

    assert text(told, replace(QUIET, longest_waiting=(one, other))).splitlines()[-3:] == [
        "Waiting longest:",
        f"- [Asha \\*\\*\\@\u200beveryone\\*\\*](https://discord.com/channels/1/2) on Telegram, <t:{SINCE // 1000}:R>",
        f"- Bhavin on Telegram, <t:{SINCE // 1000}:R>",
    ]


def test_a_late_one_and_one_of_too_much_say_so() -> None:
    said = text(replace(TOLD, late=True), replace(QUIET, complete=False))

    assert f"Late: it was due <t:{DUE // 1000}:R>" in said
    assert "More happened than was counted" in said


def test_the_title_is_the_wall_time_of_the_zone() -> None:
    assert title(TOLD) == "Digest of Friday 27 November, 18:00"
    assert title(replace(TOLD, zone=ZoneInfo("UTC"))) == "Digest of Friday 27 November, 12:30"


def test_spans_are_said_in_their_two_largest_units() -> None:
    times = {"30 s": 30_000, "2 min": 120_000, "1 h": 3_600_000, "1 h 5 min": 3_900_000}

    assert all(f"took {said}." in text(TOLD, replace(QUIET, median_first_answer_ms=ms)) for said, ms in times.items())


def test_the_longest_digest_fits_in_a_message() -> None:
    rows = tuple(row("*" * 500, number) for number in range(3))
    ways = {one.conversation.id: "https://desk.example.org/?c=" + "x" * 480 for one in rows}
    topics = tuple(("`" * 500 + str(number), 10**6) for number in range(5))

    assert size(text(replace(TOLD, ways=ways), replace(BUSY, topics=topics, longest_waiting=rows))) < 4000
