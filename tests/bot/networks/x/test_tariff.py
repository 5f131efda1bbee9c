"""Holds the prices to the day on which X's page was read, and to the simulated X, which charges by the same page."""

from __future__ import annotations

from bot.networks._x.ids import private_with
from bot.networks._x.tariff import PRICES, TARIFF, money
from bot.playground.x.bills import PRICES as CHARGED
from inbox.actions import DirectMessage, Edit, Publish, Reply
from inbox.models import RemoteId

SAME = {
    "post.read": "post read",
    "owned.read": "owned read",
    "user.read": "user read",
    "dm.read": "dm read",
    "analytics.read": "analytics read",
    "post.create": "post create",
    "post.create.summoned": "summoned reply",
    "post.create.link": "post create with url",
    "dm.create": "dm create",
    "interaction.create": "interaction create",
    "mute.delete": "mute delete",
    "privacy.update": "privacy update",
    "content.manage": "content manage",
    "media.metadata": "media metadata",
    "event.post": "post event",
    "event.dm": "dm.received event",
}


def test_the_simulated_x_charges_what_is_counted() -> None:
    assert {ours: PRICES[ours] for ours in SAME} == {ours: CHARGED[theirs] for ours, theirs in SAME.items()}
    assert PRICES.keys() - SAME.keys() == {"media.read", "interaction.delete"}


def test_a_link_makes_an_answer_twenty_times_as_dear() -> None:
    reply = Reply(RemoteId("1.2"), "nadi.example.com")
    assert (TARIFF.price(reply), TARIFF.price(reply, linked=True)) == (10_000, 200_000)
    assert TARIFF.price(Publish(RemoteId("1"), "hello")) == TARIFF.price(Edit(RemoteId("1.2"), RemoteId("1"), "a"))
    assert (TARIFF.currency, TARIFF.zone, TARIFF.a_day) == ("USD", "UTC", 0)
    assert set(TARIFF.actions.values()) | set(TARIFF.with_link.values()) <= PRICES.keys()


def test_in_private_a_link_costs_nothing_more() -> None:
    reply = Reply(private_with("7"), "nadi.example.com")
    assert TARIFF.price(reply) == TARIFF.price(reply, linked=True) == 15_000
    assert TARIFF.price(DirectMessage(RemoteId("7"), "nadi.example.com"), linked=True) == 15_000


def test_money_has_as_many_places_as_it_needs() -> None:
    assert [money(micros) for micros in (0, 5_000, 10_000, 200_000, 1_234_567_890)] == [
        "$0.00",
        "$0.005",
        "$0.01",
        "$0.20",
        "$1,234.568",
    ]
