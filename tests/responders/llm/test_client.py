"""The door to an endpoint, by the real library over a real socket: what is sent, what fails, and what it costs."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from dataclasses import dataclass, replace

import pytest

from bot.playground.faults import Fault, Kind
from bot.playground.model import BEHAVIOURS, ModelServer
from responders.chain import Chain
from responders.faq import Faq, FaqFile
from responders.llm.client import Endpoint
from responders.llm.dialect import MOST_TOKENS
from responders.llm.model import Model
from responders.turn import Answer
from tests.model import NOW, Counted, asked, knowledge, options, served
from tests.turns import turn

OPEN = "When are you open?"
REFUSED = Fault(Kind.REFUSE, status=500)


@dataclass
class Clock:
    """Seconds that pass when a test says so."""

    at: float = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.at


async def ask(model: Model, words: str = OPEN) -> Answer:
    """What the model makes of one question."""
    return await model.propose(turn(words))


def why(answer: Answer) -> str:
    """Why there is no draft."""
    (skipped,) = answer.skipped
    return skipped.removeprefix("llm (").removesuffix(")")


async def test_what_is_sent_has_a_schema_a_bound_no_tools_and_no_name_of_anybody_but_theirs() -> None:
    async with served(keys={"sk-test"}) as server, asked(server, api_key="sk-test") as (model, _):
        await ask(model)
        call = server.calls[-1]

    assert call.keys() == {"model", "messages", "max_tokens", "stream", "temperature", "response_format"}
    assert (call["max_tokens"], call["temperature"], call["stream"]) == (MOST_TOKENS, 0, False)
    assert call["response_format"]["json_schema"]["strict"] is True  # type: ignore[index]
    assert "meera" not in json.dumps(call)


async def test_a_key_that_the_endpoint_repeats_is_not_kept_with_what_it_said() -> None:
    says_it = Fault(Kind.REFUSE, status=401, text="Incorrect API key provided: sk-very-secret. Look it up.")
    async with served() as server, asked(server, api_key="sk-very-secret") as (model, _):
        server.faults.next(says_it, "chat")
        answer = await ask(model)

    assert why(answer).endswith("Incorrect API key provided: ***. Look it up.")


async def test_keys_and_organisations_for_other_endpoints_stay_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_ADMIN_KEY"):
        monkeypatch.setenv(name, f"secret-{name}")
    async with served() as server, asked(server) as (model, _):
        answer = await ask(model)

    assert answer.proposals
    assert "secret" not in json.dumps(server.headers)


@pytest.mark.parametrize(
    ("forms", "form"),
    [
        ({"text", "json_object", "json_schema"}, "json_schema"),
        ({"text", "json_object"}, "json_object"),
        ({"text"}, "text"),
    ],
)
async def test_an_endpoint_is_asked_as_strictly_as_it_can_and_that_is_remembered(forms: set[str], form: str) -> None:
    async with served(forms=forms) as server, asked(server) as (model, endpoint):
        first, calls = await ask(model), server.counts["chat"]
        second = await ask(model, "Where are you open?")

    assert first.proposals
    assert second.proposals
    assert endpoint.dialect.form == form
    assert server.counts["chat"] == calls + 1


async def test_a_reasoning_model_gets_its_own_words_for_the_length_and_no_temperature() -> None:
    async with served(refuses=("max_tokens", "temperature")) as server, asked(server) as (model, _):
        answer = await ask(model)

    assert answer.proposals
    assert server.calls[-1]["max_completion_tokens"] == MOST_TOKENS
    assert "temperature" not in server.calls[-1]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (
            Fault(Kind.REFUSE, status=401),
            "it does not accept the key (model.api_key in bot.yaml): Something went wrong.",
        ),
        (Fault(Kind.REFUSE, status=404, text="The model `x` does not exist"), "it has no such model (model.name)"),
        (Fault(Kind.REFUSE, status=429, retry_after=7), "it has too much to do"),
        (Fault(Kind.REFUSE, status=429, text="quota"), "the account at the endpoint has no credit left"),
        (Fault(Kind.REFUSE, status=400, text="maximum context length is 8 tokens"), "too long for this model"),
        (Fault(Kind.REFUSE, status=400, text="content management policy"), "the endpoint's own filter refused"),
        (Fault(Kind.REFUSE, status=400, text="no"), "it refuses what it was asked: no"),
        (REFUSED, "it answered 500: The server had an error while processing your request."),
        (Fault(Kind.REFUSE, status=503), "it answered 503"),
        (Fault(Kind.REFUSE, status=502), "it answered 502"),
        (Fault(Kind.CUT_BEFORE), "the connection was cut"),
        (Fault(Kind.CUT_AFTER), "the connection was cut"),
    ],
)
async def test_whatever_an_endpoint_does_there_is_no_draft_it_is_said_why_and_asked_only_once(
    fault: Fault, words: str
) -> None:
    async with served() as server, asked(server) as (model, _):
        server.faults.next(fault, "chat")
        answer = await ask(model)

    assert words in why(answer)
    assert (answer.proposals, server.counts["chat"]) == ((), 1)


async def test_a_wrong_key_is_named_and_not_tried_again_at_once() -> None:
    clock = Clock()
    async with served(keys={"right"}) as server, asked(server, api_key="wrong", clock=clock) as (model, _):
        first, second = await ask(model), await ask(model)
        clock.at = 301
        await ask(model)

    assert "Incorrect API key provided" in why(first)
    assert why(second).endswith("it is asked again in 5 min")
    assert server.counts["chat"] == 2
    assert "wrong" not in why(first)


async def test_an_endpoint_that_is_not_there_cannot_be_reached() -> None:
    async with served() as server:
        url = server.base_url
    gone = ModelServer()
    gone.url = url.removesuffix("/v1")
    async with asked(gone) as (model, _):
        assert "it cannot be reached" in why(await ask(model))


@pytest.mark.parametrize("kind", [Kind.HANG_BEFORE, Kind.SLOW])
async def test_an_endpoint_that_is_too_slow_is_given_up(kind: Kind) -> None:
    async with served() as server, asked(server, timeout="100ms") as (model, endpoint):
        await endpoint.prepare()
        server.faults.next(Fault(kind, seconds=5), "chat")
        assert why(await ask(model)) == "it did not answer within 0.1 s"


async def test_who_is_told_to_wait_waits_as_long() -> None:
    clock = Clock()
    async with served() as server, asked(server, clock=clock) as (model, _):
        server.faults.next(Fault(Kind.REFUSE, status=429, retry_after=40), "chat")
        first = await ask(model)
        clock.at = 39.5
        second = await ask(model)
        clock.at = 40.5
        third = await ask(model)

    assert (why(first), why(second)) == ("it has too much to do", "it has too much to do; it is asked again in 1 s")
    assert third.proposals
    assert server.counts["chat"] == 2


async def test_after_three_failures_it_rests_and_each_time_longer() -> None:
    clock = Clock()
    async with served() as server, asked(server, clock=clock) as (model, _):
        server.faults.next(REFUSED, "chat", times=4)
        failures = [why(await ask(model)) for _ in range(4)]
        clock.at = 31
        again = [why(await ask(model)) for _ in range(2)]
        clock.at = 95
        works = await ask(model)

    assert failures[3].startswith("it failed 3 times in a row (it answered 500")
    assert failures[3].endswith("it is asked again in 30 s")
    assert again[1].endswith("it is asked again in 60 s")
    assert works.proposals


async def test_no_more_than_allowed_are_asked_at_once() -> None:
    async with served() as server, asked(server, at_once=2) as (model, _):
        server.faults.sometimes(Fault(Kind.SLOW, seconds=0.05), 1.0, "chat")
        answers = await asyncio.gather(*(ask(model, f"When are you open on day {n}?") for n in range(6)))

    assert all(answer.heard for answer in answers)
    assert (server.most_at_once, server.counts["chat"]) == (2, 6)


async def test_nobody_waits_for_ever_for_a_turn() -> None:
    async with served() as server, asked(server, at_once=1, timeout="200ms") as (model, endpoint):
        await endpoint.prepare()
        server.faults.next(Fault(Kind.HANG_BEFORE, seconds=60), "chat", times=2)
        both = await asyncio.gather(*(ask(model) for _ in range(3)))

    words = sorted(why(each) for each in both if each.skipped)
    assert any("others were asking" in each or "did not answer" in each for each in words)
    assert server.counts["chat"] <= 2


async def test_what_a_call_may_cost_is_reserved_and_what_it_cost_is_settled() -> None:
    meter = Counted()
    async with (
        served() as server,
        asked(server, meter, price={"input": 1, "output": 4}, budget={"day": 2}) as (model, _),
    ):
        answer = await ask(model)

    ((micros, tokens, limits),) = meter.reserved
    (heard,) = answer.heard
    assert limits == {"day_micros": 2_000_000}
    assert micros > meter.micros == heard.micros == heard.tokens_in + 4 * heard.tokens_out
    assert tokens > meter.tokens == heard.tokens_in + heard.tokens_out


async def test_an_endpoint_that_tells_no_usage_is_counted_by_the_upper_estimate() -> None:
    meter = Counted()
    async with served() as server, asked(server, meter) as (model, _):
        server.usage = False
        answer = await ask(model)

    assert answer.heard[0].tokens_in + answer.heard[0].tokens_out == meter.tokens > 0


@pytest.mark.parametrize(("fault", "kept"), [(Fault(Kind.REFUSE, status=429), False), (Fault(Kind.CUT_AFTER), True)])
async def test_what_was_refused_costs_nothing_and_what_was_cut_off_may_have_cost_all(
    fault: Fault, *, kept: bool
) -> None:
    meter = Counted()
    async with served() as server, asked(server, meter) as (model, _):
        server.faults.next(fault, "chat")
        await ask(model)

    assert (meter.tokens > 0) is kept


@pytest.mark.parametrize(
    ("budget", "spent", "words"),
    [
        ({"day": 1}, {"day_micros": 1_000_001}, "its budget for today is used up"),
        ({"tokens_day": 10}, {"day_tokens": 9}, "its budget for today is used up"),
        ({"month": 1}, {"month_micros": 1_000_000}, "its budget for this month is used up"),
        ({"month": 0}, {}, "its budget is nothing"),
    ],
)
async def test_over_budget_nothing_is_asked(budget: dict[str, int], spent: dict[str, int], words: str) -> None:
    async with served() as server, asked(server, Counted(full=True, **spent), budget=budget) as (model, _):
        assert why(await ask(model)) == words

    assert server.counts["chat"] == 0


async def test_over_budget_the_faq_still_answers_and_it_is_said() -> None:
    entry = {"id": "gift", "questions": ["Do you sell gift cards?"], "answer": "We do, at the counter."}
    faq = Faq(FaqFile.model_validate({"entries": [entry]}))
    async with served() as server, asked(server, Counted(full=True), budget={"day": 1}) as (model, _):
        chain = Chain([faq, model])
        known, unknown = await chain.respond(turn("Do you sell gift cards?")), await chain.respond(turn("Why is clay?"))

    assert known.proposals
    assert why(unknown) == "its budget for this month is used up"


async def test_who_gives_up_early_leaves_the_estimate_standing_and_the_next_one_a_turn() -> None:
    meter = Counted()
    async with served() as server, asked(server, meter, at_once=1) as (model, endpoint):
        await endpoint.prepare()
        server.faults.next(Fault(Kind.HANG_BEFORE, seconds=60), "chat")
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.2):
                await ask(model)
        left = meter.tokens
        answer = await ask(model)

    assert left > 0
    assert answer.proposals


async def test_a_redirect_is_not_followed() -> None:
    """A key goes to the address that stands in bot.yaml and nowhere else."""
    async with served() as server, asked(server) as (model, _):
        server.faults.next(Fault(Kind.REFUSE, status=307, text="elsewhere"), "chat")
        assert "it answered 307" in why(await ask(model))


async def test_a_closed_endpoint_opens_again() -> None:
    async with served() as server, asked(server) as (model, endpoint):
        await ask(model)
        await endpoint.close()
        assert (await ask(model)).proposals


async def test_two_who_come_first_make_one_client() -> None:
    async with served() as server:
        endpoint = Endpoint(options(server), Counted(), lambda: NOW)
        one, other = await asyncio.gather(endpoint.prepare(), endpoint.prepare())
        await endpoint.close()

    assert one is other


async def test_the_library_is_not_loaded_before_it_is_needed() -> None:
    code = (
        "import sys, responders.llm, responders.embeddings, responders.probe;"
        "from tests.model import *; Model(None, 'x', 'Nadi', knowledge()); print('openai' in sys.modules)"
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", code), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    said, wrong = await process.communicate()

    assert said.decode().strip() == "False", wrong


async def test_the_responder_may_think_as_long_as_a_turn_and_an_answer_take() -> None:
    async with served(BEHAVIOURS["demo"]) as server, asked(server, timeout="3s") as (model, endpoint):
        assert model.patience == endpoint.patience > 6
        assert replace(model, knowledge=knowledge()).patience == model.patience
