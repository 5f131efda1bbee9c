"""The four ways to give parameters, and what is not a value."""

from __future__ import annotations

import json

import aiohttp
import pytest

from bot.playground.telegram import BotAccount, Person, World
from bot.playground.telegram.params import Params
from bot.playground.telegram.refusals import Refusal
from tests.bot.playground.telegram.calls import Raw

ENTITY = [{"type": "bold", "offset": 0, "length": 2}]


@pytest.mark.parametrize("way", ["form", "multipart", "json", "query"])
async def test_form_multipart_json_and_query_all_say_the_same(
    world: World, shop: BotAccount, asha: Person, raw: Raw, way: str
) -> None:
    world.start(asha, shop)
    plain = {"chat_id": str(asha.id), "text": "hi 👋 & more", "entities": json.dumps(ENTITY)}
    url = f"{raw.url}/bot{shop.token}/sendMessage"
    async with aiohttp.ClientSession() as http:
        match way:
            case "form":
                answer = await http.post(url, data=plain)
            case "multipart":
                with aiohttp.MultipartWriter("form-data") as parts:
                    for name, value in plain.items():
                        parts.append(value).set_content_disposition("form-data", name=name)
                answer = await http.post(url, data=parts)
            case "json":
                answer = await http.post(url, json=plain | {"entities": ENTITY, "chat_id": asha.id})
            case _:
                answer = await http.get(url, params=plain)
        message = (await answer.json())["result"]

    assert (message["text"], message["entities"]) == ("hi 👋 & more", ENTITY)


def test_what_is_no_number_counts_as_missing() -> None:
    assert Params({"limit": "many"}).integer("limit", 100) == 100


@pytest.mark.parametrize(
    ("given", "reason"), [("{", "can't parse permissions JSON object"), ("[1]", "expected an Object")]
)
def test_json_of_another_shape_is_refused(given: str, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        Params({"permissions": given}).mapping("permissions")


def test_a_list_with_something_else_in_it_is_refused() -> None:
    with pytest.raises(Refusal, match="can't parse media"):
        Params({"media": '[{"type": "photo"}, 1]'}).mappings("media")
