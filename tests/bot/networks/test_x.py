"""Holds what X offers, by plan and badge, and that an account can all that the port asks of what it offers."""

from __future__ import annotations

from bot.networks._x.ids import padded, posts_of
from bot.networks.x import CAPABILITIES, X
from inbox.actions import Reply
from inbox.capabilities import Capabilities, TextLimit
from inbox.models import RemoteId
from inbox.network import Differs, FindsSent, Network
from inbox.publishing import JudgesPosts, ReadsMetrics
from tests.x_account import Ours, x_account


def offered(**options: object) -> Capabilities:
    given = {"id": "12", "client_id": "VUttdG9PX2Rr", **options}
    return X.capabilities_of(X.Options.model_validate(given))


def test_the_usual_plan_may_neither_like_nor_change() -> None:
    assert offered() == CAPABILITIES
    assert offered().actions["comments"] == {
        "reply",
        "direct_message",
        "hide",
        "unhide",
        "remove",
        "mute",
        "block",
        "unblock",
        "publish",
    }
    assert offered().actions["direct"] == {"reply", "direct_message", "block", "unblock"}
    assert offered().actions["group"] == {"reply"}
    assert offered().limit("comments", "reply") == TextLimit(280, "weighted")
    assert offered().limit("direct", "reply").most == 10_000
    assert not offered().windows


def test_a_badge_brings_long_posts_and_changes() -> None:
    found = offered(premium=True)
    assert found.limit("comments", "reply") == TextLimit(25_000, "weighted")
    assert found.offers("comments", "edit")
    assert not found.offers("direct", "edit")


def test_an_enterprise_plan_may_like_and_has_a_contract_in_place_of_prices() -> None:
    found = offered(plan="enterprise")
    assert found.offers("comments", "react")
    assert found.reactions == {"comments": ("❤️",)}
    assert found.tariff is None
    assert "did not forbid" in found.remarks["reply"]


def test_the_words_are_honest() -> None:
    assert CAPABILITIES.called["block"] == "Stop their messages"
    assert "mention or quote" in CAPABILITIES.remarks["reply"]
    assert "only posts of this account" in CAPABILITIES.remarks["remove"]
    for remark in CAPABILITIES.remarks.values():
        assert remark.endswith(".")
    tariff = CAPABILITIES.tariff
    assert tariff
    assert tariff.price(Reply(RemoteId("1.2"), ""), linked=True) == 200_000
    assert CAPABILITIES.opens(posts_of("10", "7"), padded("20")) == "https://x.com/i/status/20"


async def test_an_account_can_what_the_port_knows_of() -> None:
    async with x_account(premium=True) as ours:
        account = ours.account()
        for ability in (Network, FindsSent, ReadsMetrics, JudgesPosts, Differs):
            assert isinstance(account, ability)
        assert account.capabilities == X.capabilities_of(account._options)
        await account.close()
        await said_after_a_restart(ours)


async def said_after_a_restart(ours: Ours) -> None:
    """One reply, by a process that knows only what is kept."""
    mention = ours.server.world.mention(ours.asha, ours.us, "open on Sunday?")
    receipt = await ours.account().perform(Reply(ours.below(mention), "Yes!", to=ours.id(mention)), "1")
    assert receipt.id == ours.id(ours.ours()[-1])
