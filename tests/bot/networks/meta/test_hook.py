"""The hook of an app: proven, given to whom it is for, stored, and only then answered."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import pytest
import pytest_asyncio

from bot.networks._meta.hook import answer
from bot.networks._meta.ids import padded
from bot.networks._meta.mentions import TO_DO, mention_of
from bot.networks._meta.place import Known, Place
from bot.networks._meta.signature import sign, verify_token
from inbox import arrivals
from inbox.actions import Proposal, Reply
from inbox.errors import StoreAway
from inbox.incoming import ContactDescribed, Cursor, Incoming, NewMessage, Receive, ThreadDescribed, Unreadable
from inbox.models import Contact, RemoteId, Subject, account_id
from inbox.network import Hook, HookAnswer, Mailbox
from inbox.store.embedded import Server
from tests.bot.networks.meta.meant_facebook import FIRST
from tests.bot.networks.meta.payloads import APP, NADI, NADI_PICTURES, NOW, payload
from tests.world import RULES, World, world

SECRET = "app_secret"
OTHER_PAGE = Place("facebook", "370873143344730", APP)


@dataclass(slots=True)
class Account:
    """One account of the party, and what it was given to store."""

    place: Place
    mailbox: Mailbox
    known: Known = field(default_factory=Known)
    pages: list[Sequence[Incoming]] = field(default_factory=list)
    asked: int = 0

    def wanted(self) -> None:
        """Count how often there was something to look up."""
        self.asked += 1

    async def receive(self, page: Sequence[Incoming], cursor: Cursor | None) -> int:
        """Keep a page."""
        assert cursor is None
        self.pages.append(page)
        return len(page)

    @property
    def heard(self) -> list[Incoming]:
        """All that was stored."""
        return [one for page in self.pages for one in page]


@dataclass(slots=True)
class Party:
    """Two Pages and an Instagram account of one app."""

    page: Account
    other: Account
    pictures: Account

    @property
    def takers(self) -> list[tuple[Account, Receive]]:
        """As the hook is given them."""
        return [(one, one.receive) for one in (self.page, self.other, self.pictures)]

    async def post(self, body: object, header: str | None = "", **more: str) -> HookAnswer:
        """Post a body, signed unless a header is given."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        signature = sign(SECRET, raw) if header == "" else header
        headers = {} if signature is None else {"x-hub-signature-256": signature}
        return await answer(Hook("POST", {}, headers | more, raw), SECRET, self.takers, NOW)


@pytest_asyncio.fixture
async def inbox(redis_server: Server, brand: str) -> AsyncIterator[World]:
    """A real store."""
    async with world(redis_server.url, brand) as found:
        yield found


@pytest.fixture
def party(inbox: World) -> Party:
    """The party, with mailboxes in that store."""
    boxes = inbox.brand.store.mailboxes
    return Party(
        Account(NADI, boxes.of(account_id("facebook", "nadi"))),
        Account(OTHER_PAGE, boxes.of(account_id("facebook", "clay"))),
        Account(NADI_PICTURES, boxes.of(account_id("instagram", "nadi"))),
    )


COMMENT = payload("facebook", "comment")


# ------------------------------------------------------------------------------------------------------- handshake


async def shaken(party: Party, **query: str) -> HookAnswer:
    """What is answered to a GET."""
    given = {f"hub.{name}": value for name, value in query.items()}
    return await answer(Hook("GET", given, {}, b""), SECRET, party.takers, NOW)


async def test_the_address_is_proven_by_saying_the_challenge_as_it_is(party: Party) -> None:
    given = await shaken(party, mode="subscribe", verify_token=verify_token(SECRET), challenge="1158201444")
    assert given == HookAnswer(200, "1158201444", "text/plain")


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"mode": "subscribe", "challenge": "1"},
        {"mode": "subscribe", "verify_token": "wrong", "challenge": "1"},
        {"mode": "subscribe", "verify_token": "\udcff", "challenge": "1"},
        {"mode": "unsubscribe", "verify_token": verify_token(SECRET), "challenge": "1"},
        {"verify_token": verify_token(SECRET), "challenge": "1"},
    ],
)
async def test_without_the_token_nothing_is_proven(party: Party, query: dict[str, str]) -> None:
    given = await shaken(party, **query)
    assert given.status == 403
    assert "1" not in given.body


@pytest.mark.parametrize("method", ["PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"])
async def test_meta_only_gets_and_posts(party: Party, method: str) -> None:
    body = json.dumps(COMMENT).encode()
    hook = Hook(method, {}, {"x-hub-signature-256": sign(SECRET, body)}, body)
    assert (await answer(hook, SECRET, party.takers, NOW)).status == 405
    assert party.page.pages == []


# ------------------------------------------------------------------------------------------------------- signature


async def test_what_is_signed_is_stored_and_then_answered(party: Party) -> None:
    assert (await party.post(COMMENT)).status == 200
    [page] = party.page.pages
    assert [type(one) for one in page] == [NewMessage]
    assert party.other.pages == party.pictures.pages == []


@pytest.mark.parametrize(
    "header",
    [
        None,
        "sha256=" + "0" * 64,
        sign("another_secret", json.dumps(COMMENT).encode()),
        sign(SECRET, json.dumps(COMMENT).encode()).upper(),
        sign(SECRET, json.dumps(COMMENT).encode()).replace("sha256", "sha1"),
        sign(SECRET, json.dumps(COMMENT).encode() + b" "),
    ],
)
async def test_what_is_not_signed_with_our_secret_is_not_even_read(party: Party, header: str | None) -> None:
    given = await party.post(COMMENT, header, **{"x-hub-signature": "sha1=" + "0" * 40})
    assert given.status == 401
    assert "app_secret" in given.body
    assert party.page.pages == party.other.pages == party.pictures.pages == []
    assert party.page.known == Known()


async def test_a_body_that_meta_escaped_is_verified_as_it_came(party: Party) -> None:
    body = json.dumps(payload("facebook", "comment_with_escapes")).replace("/", "\\/").encode()
    assert rb"\ud83c\udffa" in body
    assert (await party.post(body)).status == 200
    [said] = party.page.heard
    assert isinstance(said, NewMessage)
    assert said.text == "Schön! 茶碗 🏺 / ₹500"


# ------------------------------------------------------------------------------------------------------- whose it is


async def test_each_account_stores_its_part_of_a_body_at_once(party: Party) -> None:
    whose = COMMENT["entry"][0]
    elsewhere = json.loads(json.dumps(whose).replace(NADI.id, OTHER_PAGE.id))
    later = payload("facebook", "message")["entry"][0]
    assert (await party.post({"object": "page", "entry": [whose, elsewhere, later]})).status == 200
    assert [len(page) for page in party.page.pages] == [2]
    assert [len(page) for page in party.other.pages] == [1]
    assert party.pictures.pages == []


async def test_a_thousand_changes_are_stored_in_pages_that_keep_nobody_waiting(party: Party) -> None:
    change = COMMENT["entry"][0]["changes"][0]
    changes = [{**change, "value": {**change["value"], "comment_id": f"1_{number}"}} for number in range(1000)]
    body = {"object": "page", "entry": [{"id": NADI.id, "time": 1785312003, "changes": changes}]}
    assert (await party.post(body)).status == 200
    assert [len(page) for page in party.page.pages] == [200] * 5


@pytest.mark.parametrize("kind", ["instagram", "page"])
async def test_what_happens_on_instagram_may_come_as_either_object(party: Party, kind: str) -> None:
    assert (await party.post({**payload("instagram", "comment"), "object": kind})).status == 200
    assert len(party.pictures.heard) == 1
    assert party.page.pages == []


async def test_an_account_that_nobody_has_is_said_once_with_the_way_out(party: Party) -> None:
    body = json.loads(json.dumps(COMMENT).replace(NADI.id, "999"))
    await party.post(body)
    await party.post({**body, "object": "instagram"})
    first, second = party.page.heard
    assert isinstance(first, Unreadable)
    assert isinstance(second, Unreadable)
    assert first.id == second.id == "entry.999"
    assert 'network: facebook, page: "999"' in first.why
    assert 'network: instagram, id: "999"' in second.why
    assert json.loads(first.raw) == body["entry"][0]


async def test_what_metas_own_test_button_sends_is_answered_and_forgotten(party: Party) -> None:
    body = {"object": "instagram", "entry": [{"id": "0", "time": 1519399307, "changes": [{"field": "comments"}]}]}
    assert (await party.post(body)).status == 200
    assert party.page.pages == party.other.pages == party.pictures.pages == []


async def test_another_kind_of_object_is_said_once(party: Party) -> None:
    body = {"object": "whatsapp_business_account", "entry": [{"id": NADI.id, "changes": []}]}
    await party.post(body)
    await party.post({**body, "entry": []})
    first, second = party.page.heard
    assert isinstance(first, Unreadable)
    assert isinstance(second, Unreadable)
    assert first.id == second.id == "object.whatsapp_business_account"
    assert "Switch that off" in first.why


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b"null",
        b"[]",
        b"5",
        b'{"object":"page"}',
        b'{"object":5,"entry":[]}',
        b'{"object":"page","entry":{}}',
        b'{"object":"page","entry":[5]}',
        b'{"object":"page","entry":[{"id":null}]}',
        b'{"object":"page","entry":[{"time":' + b"9" * 5000 + b"}]}",
    ],
)
async def test_a_signed_body_that_cannot_be_read_is_kept_and_blocks_nothing(party: Party, body: bytes) -> None:
    assert (await party.post(body)).status == 200
    [kept] = party.page.heard
    assert isinstance(kept, Unreadable)
    assert party.other.pages == party.pictures.pages == []


async def test_an_entry_that_cannot_be_read_holds_up_none_of_the_others(party: Party) -> None:
    await party.post({"object": "page", "entry": [None, *COMMENT["entry"]]})
    assert [type(one) for one in party.page.heard] == [Unreadable, NewMessage]


# ----------------------------------------------------------------------------------------------------------- storing


async def test_while_the_store_is_away_nothing_is_confirmed(party: Party) -> None:
    async def away(page: Sequence[Incoming], cursor: Cursor | None) -> int:
        raise StoreAway("Redis is gone")

    body = json.dumps(COMMENT).encode()
    hook = Hook("POST", {}, {"x-hub-signature-256": sign(SECRET, body)}, body)
    with pytest.raises(StoreAway):
        await answer(hook, SECRET, [(party.page, away)], NOW)
    assert party.page.asked == 0


@pytest.mark.parametrize(
    ("network", "name"),
    [("facebook", "batch"), ("facebook", "message_from_ad"), ("facebook", "echo_of_ours"), ("instagram", "comment")],
)
async def test_a_body_that_comes_again_stores_nothing_new(party: Party, inbox: World, network: str, name: str) -> None:
    counts: list[int] = []

    async def receive(page: Sequence[Incoming], cursor: Cursor | None) -> int:
        counts.append(await arrivals.receive(inbox.brand, account_id(network, "nadi"), page, cursor))
        return counts[-1]

    body = json.dumps(payload(network, name)).encode()
    hook = Hook("POST", {}, {"x-hub-signature-256": sign(SECRET, body)}, body)
    account = party.page if network == "facebook" else party.pictures
    for _ in range(3):
        assert (await answer(hook, SECRET, [(account, receive)], NOW)).status == 200
    assert counts[0] > 0
    assert counts[1:] == [0, 0]


@pytest.mark.parametrize("change", ["comment_edited", "comment_removed"])
async def test_a_draft_about_a_comment_that_changed_is_outdated(party: Party, inbox: World, change: str) -> None:
    async def receive(page: Sequence[Incoming], cursor: Cursor | None) -> int:
        return await inbox.receive(*page, cursor=cursor)

    async def post(name: str) -> None:
        body = json.dumps(payload("facebook", name)).encode()
        hook = Hook("POST", {}, {"x-hub-signature-256": sign(SECRET, body)}, body)
        assert (await answer(hook, SECRET, [(party.page, receive)], NOW)).status == 200

    await post("comment")
    turn = await inbox.turn()
    reply = Reply(turn.conversation.thread.remote, "Two are left.", RemoteId(FIRST))
    [made] = await inbox.propose(Proposal(reply, RULES, "a rule matched", "rule", ()), turn=turn)
    await post(change)
    opened = await inbox.brand.store.drafts.open(made.draft, inbox.clock.at)
    assert opened is not None
    assert opened.draft.state == "outdated"


async def test_a_post_and_a_name_that_are_not_told_are_asked_for(party: Party) -> None:
    by_bhavin, by_asha = payload("facebook", "comment_reply")["entry"], payload("facebook", "message")["entry"]
    await party.post({"object": "page", "entry": [*by_bhavin, *by_asha]})
    assert list(party.page.known.wanted_posts) == ["206070979425408_712750021053074"]
    assert list(party.page.known.wanted_people) == ["24266381753000101"]
    assert (party.page.asked, party.other.asked) == (1, 0)


async def test_a_mention_is_kept_to_be_looked_up_before_it_is_confirmed(party: Party) -> None:
    for _ in range(2):  # Meta may say it twice
        for name in ("mention_in_comment", "mention_in_caption"):
            assert (await party.post(payload("instagram", name))).status == 200
    lines = await party.pictures.mailbox.read(TO_DO)
    found = [mention_of(line.body) for line in lines]
    assert [(one.media, one.comment) for one in found] == [
        ("17918195224117851", "17894227972186120"),
        ("17918195224117851", ""),
    ]
    assert party.pictures.pages == []
    assert party.pictures.asked == 4
    assert await party.page.mailbox.read(RemoteId("to do")) == []


async def test_what_is_looked_up_while_it_is_being_stored_is_told_afterwards(party: Party) -> None:
    message, comment = payload("facebook", "message"), payload("facebook", "comment")
    sender = message["entry"][0]["messaging"][0]["sender"]["id"]
    post = comment["entry"][0]["changes"][0]["value"]["post_id"]
    asha, bowls = Contact(RemoteId(sender), "Asha Patel"), Subject(padded(post), "Two bowls", "https://example.org/p1")
    known, store = party.page.known, party.page.receive

    async def slowly(page: Sequence[Incoming], cursor: Cursor | None) -> int:
        known.keep_person(sender, asha)
        known.keep_post(post, bowls)
        return await store(page, cursor)

    for body in (message, comment):
        raw = json.dumps(body).encode()
        given = Hook("POST", {}, {"x-hub-signature-256": sign(SECRET, raw)}, raw)
        known.people.clear()
        known.posts.clear()
        assert (await answer(given, SECRET, [(party.page, slowly)], NOW)).status == 200

    assert ContactDescribed(asha, NOW) in party.page.heard
    (thread,) = [one.thread for one in party.page.heard if isinstance(one, ThreadDescribed)]
    assert thread.subject == bowls
