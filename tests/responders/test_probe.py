"""What `check` says of an endpoint, and how to mend what is wrong."""

from __future__ import annotations

import pytest

from bot.playground.faults import Fault, Kind
from bot.playground.model import BEHAVIOURS, ModelServer
from responders.probe import check_model, probe
from tests.model import options, served


async def test_a_good_endpoint_answers_is_held_to_a_schema_and_makes_vectors() -> None:
    async with served() as server:
        found = await probe(options(server, embeddings={"name": "sangam-embed"}))

    assert [health.ok for health in found] == [True, True, True]
    assert found[0].words == f"sangam-demo at {server.base_url} answers"
    assert found[1].words == "answers are held to a JSON schema"
    assert found[2].words == "sangam-embed makes vectors of 256 numbers"


@pytest.mark.parametrize(("forms", "words"), [({"json_object"}, "answers are JSON"), (set(), "answers are free text")])
async def test_what_an_older_endpoint_can_do_is_said(forms: set[str], words: str) -> None:
    async with served(forms=forms) as server:
        found = await probe(options(server))

    assert [health.ok for health in found] == [True, True]
    assert found[1].words.startswith(words)


@pytest.mark.parametrize(
    ("more", "words", "fix"),
    [
        ({"api_key": "sk-wrong-one"}, "Incorrect API key provided", "set model.api_key in bot.yaml"),
        ({"name": "gpt-99"}, "The model `gpt-99` does not exist", "set model.name in bot.yaml"),
        ({"base_url": "http://127.0.0.1:9/v1"}, "it cannot be reached", "see that the endpoint runs"),
    ],
)
async def test_what_is_wrong_is_said_with_how_to_mend_it(more: dict[str, str], words: str, fix: str) -> None:
    async with served(keys={"right"}) as server:
        (found,) = await probe(options(server, **{"api_key": "right", **more}))

    assert not found.ok
    assert words in found.words
    assert found.fix.startswith(fix)


@pytest.mark.parametrize(
    ("fault", "fix"),
    [
        (Fault(Kind.REFUSE, status=429, text="quota"), "pay for the account"),
        (Fault(Kind.REFUSE, status=429, retry_after=9), "wait a little"),
        (Fault(Kind.REFUSE, status=503, text="overloaded"), "wait a little"),
    ],
)
async def test_what_will_pass_is_told_from_what_will_not(fault: Fault, fix: str) -> None:
    async with served() as server:
        server.faults.next(fault, "chat")
        (found,) = await probe(options(server))

    assert found.fix.startswith(fix)


async def test_an_endpoint_without_a_list_of_models_is_a_usual_one() -> None:
    async with served() as server:
        server.faults.next(Fault(Kind.REFUSE, status=404), "models")
        found = await probe(options(server))

    assert [health.ok for health in found] == [True, True]


async def test_a_slow_one_is_told_apart() -> None:
    async with served() as server:
        server.faults.next(Fault(Kind.HANG_BEFORE, seconds=60), "chat")
        (found,) = await probe(options(server, timeout="300ms"))

    assert "set a longer model.timeout" in found.fix


async def test_a_model_that_cannot_keep_to_a_form_is_named() -> None:
    async with served(BEHAVIOURS["garbage"]) as server:
        good, bad = await probe(options(server))

    assert (good.ok, bad.ok) == (True, False)
    assert "use a larger model" in bad.fix


async def test_how_long_a_conversation_may_be_is_said_where_it_is_told() -> None:
    listed = {"object": "list", "data": [{"id": "sangam-demo", "object": "model", "max_model_len": 32768}]}
    async with served() as server:
        server.instead["models"] = listed
        found = await probe(options(server))

    assert found[0].words.endswith("; it takes 32,768 tokens")


async def test_embeddings_that_fail_are_named_and_the_rest_stands() -> None:
    async with served(names=("sangam-demo",)) as server:
        found = await probe(options(server, embeddings={"name": "gone"}))

    assert [health.ok for health in found] == [True, True, False]
    assert "model.embeddings" in found[2].fix


def test_a_server_that_is_not_started_has_no_address() -> None:
    assert ModelServer().url == ""


async def test_where_no_model_is_there_is_nothing_to_say() -> None:
    assert await check_model(None) == ()
