"""Private messages that no hook told, as far as TikTok shows them."""

from __future__ import annotations

from inbox.incoming import ContactDescribed, NewMessage, Unreadable
from tests.tiktok_account import DAY, Ours


async def test_messages_of_both_sides_are_found(ours: Ours) -> None:
    account = ours.account()
    ours.write("Do you ship to Pune?")
    ours.server.clock.advance(5)
    ours.server.world.say_natively(ours.us, ours.asha, "We do.")
    assert await ours.round(account) == 2
    assert [one.author is None for one in ours.heard.messages.values()] == [False, True]
    calls = ours.server.calls["GET /business/message/content/list/"]
    await ours.round(account)
    assert ours.server.calls["GET /business/message/content/list/"] == calls  # nothing new is there


async def test_a_hook_and_the_list_are_one_message(ours: Ours) -> None:
    account = ours.account()
    ours.write("Hello")
    await ours.hook(account)
    assert await ours.round(account) == 0
    assert [one.contact.name for one in ours.heard.of(ContactDescribed)] == ["Asha Patel"]


async def test_what_tiktok_does_not_show_is_said_once(ours: Ours) -> None:
    ours.write("before")
    await ours.round(ours.account())
    ours.server.clock.advance(DAY / 2)
    for number in range(25):
        ours.server.clock.advance(1)
        ours.write(f"while we were away {number}")
    again = ours.account()
    assert await ours.round(again) >= 20
    (unshown,) = ours.heard.of(Unreadable)
    assert "20 newest messages" in unshown.why
    assert "while we were away 24" in ours.heard.texts
    assert "while we were away 0" not in ours.heard.texts
    ours.server.clock.advance(60)
    ours.write("now")
    await ours.round(again)
    assert len(ours.heard.of(Unreadable)) == 1


async def test_without_messaging_nobody_asks(ours: Ours) -> None:
    ours.write("Hello")
    await ours.round(ours.account(messaging=False))
    assert ours.server.calls["GET /business/message/conversation/list/"] == 0


async def test_an_account_that_may_not_message_still_reads_comments(ours: Ours) -> None:
    ours.us.messaging = False
    ours.comment("Hm")
    assert await ours.round(ours.account()) == 1
    assert [type(one) for one in ours.heard.messages.values()] == [NewMessage]
