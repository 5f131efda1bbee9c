"""Records come back from Redis as they went in, whatever people write."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import fields, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inbox.actions import TYPE_OF, Action, Poll, Preview, Proposal, Source
from inbox.decisions import Past
from inbox.incoming import MessageEdited, NewMessage
from inbox.models import Actor, Contact, Media, Message, RemoteId, Subject, Thread, contact_id, conversation_id
from inbox.store import codec
from tests.cast import ASHA
from tests.world import ACCOUNT, START, World

TEXT = st.text(st.characters(codec="utf-8"), max_size=40)  # halves of emoji have a test of their own
REMOTE = TEXT.filter(bool).map(RemoteId)
NUMBER = st.integers(0, 2**31)
MEDIA = st.builds(Media, st.sampled_from(["image", "file"]), TEXT, TEXT, TEXT, NUMBER, TEXT)
ALL_MEDIA = st.lists(MEDIA, max_size=3).map(tuple)
ACTOR = st.builds(Actor, st.sampled_from(["person", "responder", "system"]), TEXT, TEXT)
SUBJECT = st.builds(Subject, REMOTE, TEXT, TEXT, ALL_MEDIA, st.booleans())
THREAD = st.builds(Thread, REMOTE, st.sampled_from(["direct", "group", "comments"]), TEXT, st.none() | SUBJECT)
TOLD = {
    "followers": st.none() | st.integers(0, 10**9),
    "joined": st.just(0) | st.integers(1, 2 * 10**12),
    "follows": st.sampled_from([None, True, False]),
}
CONTACT = st.builds(Contact, REMOTE, TEXT.filter(bool), TEXT, TEXT, **TOLD)
BY_TYPE = {
    "str": TEXT,
    "RemoteId": REMOTE,
    "int": NUMBER,
    "bool": st.booleans(),
    "Form": st.sampled_from(["post", "reel", "story"]),
    "tuple[Media, ...]": ALL_MEDIA,
    "tuple[Preview, ...]": st.lists(st.builds(Preview, TEXT, TEXT, TEXT, st.none() | MEDIA), max_size=2).map(tuple),
    "RemoteId | None": st.none() | REMOTE,
    "tuple[str, ...]": st.lists(TEXT, max_size=3).map(tuple),
    "Poll | None": st.none() | st.builds(Poll, st.lists(TEXT, max_size=4).map(tuple), NUMBER),
    "Media | None": st.none() | MEDIA,
    "Visibility": st.sampled_from(["public", "unlisted", "private"]),
    "Answers": st.sampled_from(["everyone", "followers", "mentioned"]),
}


def actions() -> st.SearchStrategy[Action]:
    """Any action there is, with anything in it."""
    kinds: list[st.SearchStrategy[Action]] = [
        st.builds(cls, **{f.name: BY_TYPE[str(f.type)] for f in fields(cls)}) for cls in TYPE_OF.values()
    ]
    return st.one_of(kinds)


PROPOSAL = st.builds(
    Proposal,
    actions(),
    ACTOR,
    TEXT,
    st.sampled_from(["rule", "faq", "cited", "none"]),
    st.lists(st.builds(Source, TEXT, TEXT, TEXT), max_size=2).map(tuple),
    st.lists(TEXT, max_size=2).map(tuple),
    TEXT,
)
OURS = st.builds(
    Message,
    REMOTE,
    TEXT,
    st.just(START),
    by=TEXT,
    media=ALL_MEDIA,
    reply_to=st.none() | REMOTE,
    private=st.booleans(),
    delivery=st.none() | REMOTE,
)


@pytest.mark.parametrize(
    ("written", "read", "what"),
    [
        (codec.thread_text, codec.thread_of, THREAD),
        (codec.contact_text, codec.contact_of, CONTACT),
        (codec.actor_text, codec.actor_of, ACTOR),
        (codec.action_text, codec.action_of, actions()),
        (codec.proposal_text, codec.proposal_of, PROPOSAL),
    ],
    ids=["thread", "contact", "actor", "action", "proposal"],
)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_what_was_written_is_read_back(
    written: Callable[[object], str],
    read: Callable[[str], object],
    what: st.SearchStrategy[object],
    data: st.DataObject,
) -> None:
    record = data.draw(what)

    assert read(written(record)) == record


@given(OURS)
def test_what_we_said_is_read_back(message: Message) -> None:
    assert codec.message_of(message.id, codec.message_text(message), "telegram:main") == message


def test_nothing_that_is_empty_takes_room() -> None:
    assert codec.message_text(Message(RemoteId("1"), "hello", 5)) == '{"x":"hello","t":5}'
    assert codec.thread_text(Thread(RemoteId("1"), "direct")) == '{"i":"1","k":"direct"}'
    assert codec.action_text(codec.action_of('{"kind":"reply","thread":"1","text":"x"}')).count(":") == 3


@pytest.mark.parametrize(
    "contact",
    [
        replace(ASHA, followers=0),
        replace(ASHA, joined=1_700_000_000_000),
        replace(ASHA, follows=False),
        replace(ASHA, followers=12, joined=1_700_000_000_000, follows=True),
    ],
)
def test_what_a_network_tells_of_somebody_besides_comes_back_with_how_often_they_wrote(contact: Contact) -> None:
    text = codec.contact_text(contact)
    counted = f"{text[:-1]},1790000000000,7]"
    assert codec.contact_of(text) == codec.contact_of(counted) == contact
    assert codec.past_of(text) == Past()
    assert codec.past_of(counted) == Past(7, 1_790_000_000_000)


def test_no_contact_is_none() -> None:
    assert codec.contact_of("") is None


@pytest.mark.parametrize(
    ("text", "media", "line"),
    [
        ("one\n two\tthree", (), "one two three"),
        ("", (Media("voice", "r"),), "[voice]"),
        (" \n", (Media("image", "r"), Media("file", "r")), "[image]"),
        ("", (), ""),
        ("x" * 500, (), "x" * 120),
    ],
)
def test_a_preview_is_one_short_line(text: str, media: tuple[Media, ...], line: str) -> None:
    assert codec.preview(text, media) == line


def test_a_new_conversation_has_nothing_yet() -> None:
    thread = Thread(RemoteId("1"), "direct")

    found = codec.conversation_of(
        "telegram:main/1", {"a": "telegram:main", "th": codec.thread_text(thread), "st": "open"}, 5
    )

    assert (found.contact, found.last, found.waiting_since, found.labels, found.left) == (None, None, 0, (), False)


def test_a_claim_ends_at_its_time_also_with_a_strange_name() -> None:
    thread = codec.thread_text(Thread(RemoteId("1"), "direct"))
    stored = {"a": "telegram:main", "th": thread, "st": "open", "cl": "me|ra|10"}

    assert codec.conversation_of("c", stored, 9).claimed_by == "me|ra"
    assert codec.conversation_of("c", stored, 10).claimed_by == ""


NUMBERS = itertools.count()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(thread=THREAD, author=CONTACT, text=TEXT, media=ALL_MEDIA, proposal=PROPOSAL, edited=TEXT)
async def test_what_went_through_redis_and_its_scripts_is_the_same(
    here: World, thread: Thread, author: Contact, text: str, media: tuple[Media, ...], proposal: Proposal, edited: str
) -> None:
    thread, id = replace(thread, remote=RemoteId(f"{thread.remote}{next(NUMBERS)}")), RemoteId("m1")
    await here.receive(NewMessage(thread, id, author, text, START, media, reply_to=RemoteId("m0")))
    await here.receive(MessageEdited(thread, id, author, edited, START + 5))
    (made,) = await here.propose(proposal)

    opened = await here.store.drafts.open(made.draft, here.clock.at)
    found = await here.store.conversations.read(conversation_id(ACCOUNT, thread.remote), here.clock.at)
    assert opened
    assert found
    (message,) = found.messages
    assert (opened.draft.proposal, opened.conversation.thread) == (proposal, thread)
    assert found.people == {contact_id(ACCOUNT, author.remote): author}
    assert (message.text, message.media, message.reply_to, message.at) == (edited, media, "m0", START)
