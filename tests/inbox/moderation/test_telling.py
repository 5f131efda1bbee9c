"""Where somebody is told about their case: in private first, never where the network would not let it through."""

from __future__ import annotations

from dataclasses import replace

from inbox.actions import DirectMessage, Reply
from inbox.brand import Brand
from inbox.capabilities import TextLimit, Window
from inbox.models import Kind, RemoteId
from inbox.moderation.telling import way_to_tell
from tests.cast import ASHA
from tests.inbox.cased import HIDES, comment, in_force, judge, judging, read
from tests.world import ACCOUNT, DAY, World

M1 = RemoteId("m1")


async def case(brand: Brand, here: World, kind: Kind = "comments") -> int:
    """A case in this kind of conversation."""
    await in_force(brand, HIDES)
    await comment(brand, here, kind=kind)
    return (await judge(brand, HIDES))[0]


async def told(brand: Brand, number: int, text: str = "Sorry") -> object:
    """How they would be told."""
    return await way_to_tell(brand, await read(brand, number), text)  # type: ignore[arg-type]


async def test_about_a_comment_in_private(here: World) -> None:
    brand = judging(here)
    assert await told(brand, await case(brand, here)) == DirectMessage(ASHA.remote, "Sorry", M1)


async def test_beneath_it_where_there_is_no_private_way(here: World) -> None:
    brand = judging(here)
    number = await case(brand, here)
    offer(here, without="direct_message")
    assert await told(brand, number) == Reply(ASHA.remote, "Sorry", M1)


async def test_in_a_group_in_private(here: World) -> None:
    brand = judging(here)
    assert await told(brand, await case(brand, here, "group")) == DirectMessage(ASHA.remote, "Sorry", None)


async def test_in_private_where_we_talk_already(here: World) -> None:
    brand = judging(here)
    assert await told(brand, await case(brand, here, "direct")) == Reply(ASHA.remote, "Sorry", M1)


async def test_nowhere_when_it_is_too_late_or_too_long(here: World) -> None:
    brand = judging(here)
    number = await case(brand, here)
    limit = here.capabilities[ACCOUNT]
    here.capabilities[ACCOUNT] = replace(limit, text=TextLimit(3))
    assert await told(brand, number) is None
    here.capabilities[ACCOUNT] = replace(limit, windows={("comments", "direct_message"): Window(60, of_message=True)})
    here.clock.at += DAY
    assert await told(brand, number) == Reply(ASHA.remote, "Sorry", M1)


async def test_nowhere_on_an_account_that_is_switched_off(here: World) -> None:
    brand = judging(here)
    number = await case(brand, here)
    here.capabilities.clear()
    assert await told(brand, number) is None


def offer(here: World, without: str) -> None:
    """Take an action away from the network."""
    known = here.capabilities[ACCOUNT]
    actions = {kind: frozenset(offered - {without}) for kind, offered in known.actions.items()}
    here.capabilities[ACCOUNT] = replace(known, actions=actions)
