"""The hook: nothing is believed that is not signed, and nothing is answered with 200 before it is stored."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from bot.networks._tiktok.hook import answer
from bot.playground.tiktok.told import body_of
from inbox.errors import StoreAway
from inbox.incoming import Cursor, Incoming, NewMessage, Unreadable
from inbox.network import Hook
from tests.tiktok_account import Ours


async def test_a_forged_hook_is_refused_with_a_step(ours: Ours) -> None:
    account = ours.account()
    ours.comment("Hm")
    (told,) = ours.told()
    said = await ours.tell(account, body_of(told), secret="somebody else's")
    assert (said.status, ours.heard.pages) == (401, [])
    assert "app_secret" in said.body
    late = await ours.tell(account, body_of(told), at=ours.server.clock.now() - 400)
    assert late.status == 401
    assert "400 seconds ago" in late.body
    assert (await ours.tell(account, body_of(told), at=ours.server.clock.now() - 290)).status == 200


async def test_other_methods_are_refused(ours: Ours) -> None:
    account = ours.account()
    said = await account.hook_for_all(Hook("GET", {}, {}, b""), [(account, ours.heard.receive)])
    assert said.status == 405


async def test_what_cannot_be_stored_is_not_confirmed(ours: Ours) -> None:
    account = ours.account()
    ours.comment("Hm")
    (told,) = ours.told()

    async def away(events: Sequence[Incoming], cursor: Cursor | None) -> int:
        raise StoreAway("gone")

    ours.heard.receive = away  # type: ignore[method-assign]  # a store that cannot be reached
    with pytest.raises(StoreAway):
        await ours.tell(account, body_of(told))


async def test_a_body_goes_to_the_account_that_it_is_about(ours: Ours) -> None:
    other = ours.server.world.create_account("nadicups", ours.app)
    here, there = ours.account(), ours.account(business_id=other.open_id)
    ours.comment("Hm")
    (told,) = ours.told()
    pages: dict[str, list[Incoming]] = {"here": [], "there": []}

    def store(name: str):  # type: ignore[no-untyped-def]  # noqa: ANN202  # a Receive
        async def receive(events: Sequence[Incoming], cursor: Cursor | None) -> int:
            pages[name] += events
            return len(events)

        return receive

    from bot.playground.tiktok.told import headers

    body = body_of(told)
    signed = {name.lower(): value for name, value in headers(ours.app.secret, body, ours.server.clock.now()).items()}
    party = [(there, store("there")), (here, store("here"))]
    assert (await there.hook_for_all(Hook("POST", {}, signed, body), party)).status == 200
    assert [type(one) for one in pages["here"]] == [NewMessage]
    assert pages["there"] == []


async def test_an_unknown_account_is_said_once(ours: Ours) -> None:
    account = ours.account(business_id="another")
    ours.comment("Hm")
    ours.comment("Hm again")
    assert await ours.hook(account) == [200, 200]
    first, again = ours.heard.of(Unreadable)
    assert first.id == again.id == f"entry.{ours.us.open_id}"
    assert "no account in bot.yaml has it" in first.why


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b'{"event":"x"}', b"[" * 100_000])
async def test_a_signed_body_that_is_nonsense_is_kept(ours: Ours, body: bytes) -> None:
    assert (await ours.tell(ours.account(), body)).status == 200
    assert len(ours.heard.of(Unreadable)) == 1


async def test_the_same_body_twice_is_one_comment(ours: Ours) -> None:
    account = ours.account()
    ours.comment("Hm")
    (told,) = ours.told()
    assert await ours.hook(account, [told, told]) == [200, 200]
    assert ours.heard.texts == ["Hm"]


async def test_who_we_are_is_found_out_before_anything_is_stored(ours: Ours) -> None:
    account, said = ours.account(), ours.comment("Is it organic?")
    ours.server.world.reply(ours.us, said, "It is a cup.")  # a colleague, in TikTok's app
    assert set(await ours.hook(account)) == {200}
    assert [one.author is None for one in ours.heard.messages.values()] == [False, True]
    looked = ours.server.calls["GET /business/comment/list/"]
    ours.server.world.reply(ours.us, said, "And a good one.")
    await ours.hook(account)
    assert ours.server.calls["GET /business/comment/list/"] == looked  # known from now on
    again = ours.account()
    ours.server.world.reply(ours.us, said, "Really.")
    await ours.hook(again)
    assert ours.server.calls["GET /business/comment/list/"] == looked  # and after a restart
    assert sum(one.author is None for one in ours.heard.messages.values()) == 3


async def test_what_nobody_can_tell_is_sent_again_later(ours: Ours) -> None:
    account = ours.account()
    ours.comment("Hm")
    (told,) = ours.told()
    ours.server.refuse(50002, "GET /business/comment/list/")
    assert await ours.hook(account, [told]) == [503]
    assert ours.heard.pages == []
    assert await ours.hook(account, [told]) == [200]
    assert ours.heard.texts == ["Hm"]


async def test_a_hook_without_the_text_is_completed(ours: Ours) -> None:
    account = ours.account()
    ours.comment("Is it organic?")
    (told,) = ours.told()
    content = {name: value for name, value in told.content.items() if name != "text"}
    body = json.loads(body_of(told)) | {"content": json.dumps(content)}
    assert (await ours.tell(account, json.dumps(body).encode())).status == 200
    assert ours.heard.texts == ["Is it organic?"]


async def test_somebody_in_europe_wrote(ours: Ours) -> None:
    account = ours.account()
    ours.asha.region = "DE"
    ours.write("Hallo")
    assert await ours.hook(account) == [200]
    assert ours.heard.pages == []
    await account._listening.look_up(ours.heard.receive)
    assert ours.heard.texts == ["Hallo"]  # the list shows what the hook did not


async def test_an_account_without_anybody_is_no_party(ours: Ours) -> None:
    body = b"{}"
    said = await answer(Hook("PUT", {}, {}, body), ours.app.secret, [(ours.account(), ours.heard.receive)], ours.now())
    assert said.status == 405
