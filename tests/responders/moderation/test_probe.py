"""What `check` says of a classifier, and how to mend what is wrong."""

from __future__ import annotations

import pytest

from bot.playground.faults import Fault, Kind
from bot.playground.model import ModelServer
from bot.playground.model.behaviours import Raw
from inbox.network import Health
from responders.moderation.file import ModerationFile
from responders.moderation.probe import check_classifier
from responders.options import ClassifierOptions
from tests.model import served


async def found(server: ModelServer, *scores: dict[str, float], **more: str) -> tuple[Health, ...]:
    """What is said of this endpoint, where rules ask for such scores."""
    rules = [{"id": f"r{at}", "when": {"scores": one}, "do": {"hold": True}} for at, one in enumerate(scores)]
    options = ClassifierOptions.model_validate({"base_url": server.base_url, **more})
    return await check_classifier(options, ModerationFile.model_validate({"rules": rules}))


async def test_one_small_call_shows_that_it_answers() -> None:
    async with served() as server:
        (health,) = await found(server, {"hate": 0.5})

    assert health == Health(True, f"omni-moderation-latest at {server.base_url} answers")
    assert server.counts["moderations"] == 1


async def test_what_rules_ask_of_it_in_vain_is_told_with_what_there_is() -> None:
    async with served() as server:
        _, health = await found(server, {"hate": 0.5}, {"hatee": 0.5, "sexual": 0.5})

    assert (health.ok, health.words) == (False, "the rule r1 asks for hatee, of which it says nothing")
    assert health.fix.startswith("write one of these in moderation.yaml: harassment, harassment/threatening, hate, ")


@pytest.mark.parametrize(
    ("more", "words", "fix"),
    [
        ({"api_key": "sk-wrong-one"}, "it does not accept the key (classifier.api_key in bot.yaml)", "set classifier."),
        ({"name": "gpt-99"}, "it has no such model (classifier.name)", "set classifier.name in bot.yaml to a model"),
        ({"base_url": "http://127.0.0.1:9/v1"}, "it cannot be reached", "see that the endpoint runs and that classif"),
    ],
)
async def test_what_is_wrong_is_said_with_how_to_mend_it(more: dict[str, str], words: str, fix: str) -> None:
    async with served(keys={"right"}) as server:
        (health,) = await found(server, **{"api_key": "right", **more})

    assert not health.ok
    assert words in health.words
    assert health.fix.startswith(fix)
    assert "sk-wrong-one" not in health.words


async def test_nonsense_and_silence_are_told_apart() -> None:
    async with served() as server:
        server.faults.next(Fault(Kind.HANG_BEFORE, seconds=60), "moderations")
        (slow,) = await found(server, timeout="300ms")
        server.instead["moderations"] = Raw(b"<html>Welcome</html>")
        (nonsense,) = await found(server)

    assert "it did not answer in time" in slow.words
    assert slow.fix.startswith("set a longer classifier.timeout")
    assert "its answer makes no sense (it is no JSON)" in nonsense.words
    assert nonsense.fix == "see that classifier.base_url in bot.yaml is an endpoint that answers as OpenAI's does"


async def test_where_there_is_no_classifier_there_is_nothing_to_say() -> None:
    assert await check_classifier(None, ModerationFile()) == ()
