"""What was heard becomes messages: versions joined, under posts of ours as far as they are known, in pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.networks._x.ids import said_at
from bot.networks._x.intake import PIECE, Intake
from bot.networks._x.parse import Heard
from bot.networks._x.told import Post
from bot.networks._x.versions import newest_of
from inbox.incoming import Cursor, GapClosed, Incoming, MessageEdited, MessageRemoved, NewMessage
from inbox.models import Contact, RemoteId, Subject
from tests.adapters import Shelves
from tests.bot.networks.x.payloads import ASHA, NOW, ROOT, US

OURS = Contact(RemoteId(US), "Nadi Pots", "nadipots")
FIRST, SECOND = "2090000000000000001", "2090000000000000002"


@dataclass
class Stored:
    """What was handed over, page by page; all of it is new."""

    pages: list[list[Incoming]] = field(default_factory=list)

    async def __call__(self, events: Sequence[Incoming], cursor: Cursor | None) -> int:
        self.pages.append(list(events))
        return len(events)

    @property
    def all(self) -> list[Incoming]:
        return [one for page in self.pages for one in page]


def reply(id: str = FIRST, **more: Any) -> Post:
    return replace(Post(id, ASHA, "hello", ROOT, ROOT, US, (id,)), **more)


async def taken(intake: Intake, *posts: Post, removed: Sequence[str] = ()) -> list[Incoming]:
    stored = Stored()
    await intake.take(Heard(posts=list(posts), removed=list(removed)), stored, NOW)
    return stored.all


async def test_a_version_is_joined_to_the_first_one_and_noted() -> None:
    intake = Intake(US, Shelves())
    said, edited = await taken(intake, reply(SECOND, history=(FIRST, SECOND), text="changed"))
    assert isinstance(said, NewMessage)
    assert isinstance(edited, MessageEdited)
    assert (said.id, said.at) == (FIRST, said_at(FIRST))  # where it was said, whoever heard only of the change
    assert (edited.id, edited.at) == (FIRST, said_at(SECOND))
    assert await newest_of(intake.mailbox, FIRST) == SECOND
    assert list(intake.met) == [SECOND]


async def test_what_stands_above_is_kept_for_every_later_process() -> None:
    mailbox = Shelves()
    first = Intake(US, mailbox)
    (bare,) = await taken(first, reply())
    assert isinstance(bare, NewMessage)
    assert (bare.thread.subject, first.wanted) == (None, {ROOT: {ASHA.remote}})
    await taken(first, Post(ROOT, OURS, "New cups", ROOT, history=(ROOT,)))
    assert first.posted == {ROOT}
    (told,) = await taken(Intake(US, mailbox), reply(SECOND))
    assert isinstance(told, NewMessage)
    assert told.thread.subject == Subject(RemoteId(ROOT), "New cups", f"https://x.com/i/status/{ROOT}")


async def test_a_post_of_somebody_else_is_none_that_ours_stand_under_and_is_not_asked_for() -> None:
    intake = Intake(US, Shelves())
    await taken(intake, reply(root=("3333", Subject(RemoteId(ROOT), "theirs"))))
    (told,) = await taken(intake, reply(SECOND))
    assert isinstance(told, NewMessage)
    assert (told.thread.subject, intake.wanted) == (None, {})
    await taken(intake, reply(person="3333", conversation="5"))
    assert intake.wanted == {}


async def test_an_answer_of_ours_that_is_removed_is_found_by_its_id_in_a_later_process() -> None:
    mailbox = Shelves()
    await taken(Intake(US, mailbox), replace(reply(), author=OURS, person=ASHA.remote))
    (removed,) = await taken(Intake(US, mailbox), removed=[FIRST, "5"])
    assert isinstance(removed, MessageRemoved)
    assert removed == MessageRemoved(removed.thread, RemoteId(FIRST), NOW)
    assert removed.thread.remote == f"{ROOT}.{ASHA.remote}"


async def test_who_was_told_without_a_name_is_wanted_until_they_are_told_with_one() -> None:
    intake = Intake(US, Shelves())
    await taken(intake, reply(author=Contact(ASHA.remote, "")))
    assert intake.nameless == {ASHA.remote: FIRST}
    await taken(intake, reply(SECOND))
    await taken(intake, reply(author=Contact(ASHA.remote, "")))
    assert intake.nameless == {}


async def test_much_is_stored_in_pieces_oldest_first_and_each_is_counted_where_a_gap_closes() -> None:
    posts = [reply(str(int(FIRST) + number), history=()) for number in range(PIECE + 1)]
    posts = [replace(one, history=(one.id,)) for one in posts]
    stored = Stored()
    await Intake(US, Shelves()).read(posts[::-1], [], stored, 5, NOW, gap=True)
    assert [len(page) for page in stored.pages] == [PIECE + 1, 2]
    assert [page[-1] for page in stored.pages] == [GapClosed(0, 5, NOW, whole=False)] * 2
    ids = [one.id for one in stored.all if isinstance(one, NewMessage)]
    assert ids == sorted(ids)


async def test_what_is_not_stored_yet_is_not_looked_up() -> None:
    intake = Intake(US, Shelves())

    async def store(events: Sequence[Incoming], cursor: Cursor | None) -> int:
        assert (intake.wanted, intake.nameless, intake.met) == ({}, {}, {})
        return len(events)

    await intake.take(Heard(posts=[reply(author=Contact(ASHA.remote, ""))]), store, NOW)
    assert intake.wanted
    assert intake.nameless
