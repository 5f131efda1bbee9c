"""The simulated endpoint as a real HTTP server: /v1/chat/completions, /v1/models, /v1/embeddings, /v1/moderations.

`python -m bot.playground.model --port 8089` runs it alone; point model.base_url at `http://127.0.0.1:8089/v1`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Sequence
from typing import cast

from aiohttp import web

from bot.playground.clock import Clock
from bot.playground.faults import Fault, Faults
from bot.playground.model import bodies, refusals
from bot.playground.model.behaviours import BEHAVIOURS, Behaviour, Raw
from bot.playground.model.moderating import MODERATION, moderation
from bot.playground.model.reading import asked_of
from bot.playground.model.refusals import Refusal
from bot.playground.model.schema import refuse_open_schema
from bot.playground.model.vectors import NUMBERS, vector
from bot.playground.serving import Server, fail

CHAT, EMBEDDING = "sangam-demo", "sangam-embed"
CONTEXT = 32_768  # tokens
LARGEST = 8 * 1024 * 1024
TEXTS = 2_048  # in one call for embeddings or moderation
CREATED = 1_760_000_000
JsonObject = dict[str, object]


class ModelServer(Server):
    """A simulated endpoint; `behaviour` is what its model does, `calls` what it was asked, oldest first.

    With `keys` only these are accepted. `forms` are the response formats that the model can be held to, `refuses`
    parameters that it does not take. `faults` befall calls by the names "chat", "models", "embeddings" and
    "moderations". `lists`: whether several texts may be moderated in one call.
    """

    def __init__(
        self,
        behaviour: Behaviour | None = None,
        *,
        keys: Collection[str] = (),
        names: Sequence[str] = (CHAT, EMBEDDING),
        forms: Collection[str] = ("text", "json_object", "json_schema"),
        refuses: Collection[str] = (),
        lists: bool = True,
        clock: Clock | None = None,
        faults: Faults | None = None,
    ) -> None:
        super().__init__(self._answer, LARGEST)
        self.behaviour = behaviour or BEHAVIOURS["demo"]
        self.keys, self.names, self.forms, self.refuses = frozenset(keys), tuple(names), frozenset(forms), refuses
        self.lists = lists
        self.clock, self.faults = clock or Clock(), faults or Faults()
        self.calls: list[JsonObject] = []
        self.counts: Counter[str] = Counter()
        self.headers: list[dict[str, str]] = []
        self.usage = True  # older servers tell no usage
        self.instead: dict[str, JsonObject | Raw] = {}  # what a call by this name is answered, whatever was asked
        self.at_once = self.most_at_once = 0

    @property
    def base_url(self) -> str:
        """What a client wants as base_url."""
        return f"{self.url}/v1"

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            return await self._served(request)
        except Refusal as refusal:
            return _json(refusal.body(), refusal.status, refusal.headers)
        finally:
            self.at_once -= 1

    async def _served(self, request: web.BaseRequest) -> web.StreamResponse:
        routes = {
            ("POST", "/v1/chat/completions"): "chat",
            ("POST", "/v1/embeddings"): "embeddings",
            ("POST", "/v1/moderations"): "moderations",
            ("GET", "/v1/models"): "models",
        }
        name = routes.get((request.method, request.path))
        if name is None:
            raise refusals.no_url(request.method, request.path)
        self.counts[name] += 1
        self.headers.append(dict(request.headers))
        self._check_key(request)
        given = await _body(request) if request.method == "POST" else {}
        self.calls.append(given)
        fault = self.faults.for_call("model", "", name, str(given.get("model", "")))

        async def happen() -> web.Response:
            return self._happen(name, given)

        if fault is None:
            return await happen()
        return await fail(request, fault, self.clock, happen, _refused)

    def _check_key(self, request: web.BaseRequest) -> None:
        key = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        key = request.headers.get("api-key", key)  # how Azure has it
        if self.keys and key not in self.keys:
            raise refusals.wrong_key(key)

    def _happen(self, name: str, given: JsonObject) -> web.Response:
        if (instead := self.instead.get(name)) is not None:
            return _raw(instead) if isinstance(instead, Raw) else _json(instead)
        match name:
            case "chat":
                return self._chat(given)
            case "embeddings":
                return self._embeddings(given)
            case "moderations":
                return self._moderations(given)
            case _:
                return _json(bodies.models(self.names, CREATED))

    def _chat(self, given: JsonObject) -> web.Response:
        model, asked = self._model(given), asked_of(given)
        for parameter in self.refuses:
            if parameter in given:
                instead = "max_completion_tokens" if parameter == "max_tokens" else ""
                raise refusals.unsupported(parameter, instead)
        self._check_form(given, asked.system + asked.user)
        used = bodies.tokens(asked.system + asked.user)
        if used > CONTEXT:
            raise refusals.too_long(CONTEXT, used)
        said = self.behaviour(asked)
        if isinstance(said, Raw):
            return _raw(said)
        body = bodies.completion(model, said, asked.system + asked.user, int(self.clock.now()))
        if not self.usage:
            del body["usage"]
        return _json(body)

    def _check_form(self, given: JsonObject, messages: str) -> None:
        wanted = given.get("response_format")
        if not isinstance(wanted, dict):
            return
        form = str(wanted.get("type"))
        if form not in self.forms:
            raise refusals.no_form(form)
        if form == "json_object" and "json" not in messages.lower():
            raise refusals.no_json_said()
        if form == "json_schema":
            refuse_open_schema(cast(JsonObject, wanted.get("json_schema") or {}))

    def _embeddings(self, given: JsonObject) -> web.Response:
        model, each = self._model(given), _texts(given)
        size = int(str(given.get("dimensions") or NUMBERS))
        vectors = [vector(text, size) for text in each]
        used = sum(map(bodies.tokens, each))
        return _json(bodies.embeddings(model, vectors, str(given.get("encoding_format", "float")), used))

    def _moderations(self, given: JsonObject) -> web.Response:
        name, each = str(given.get("model") or MODERATION), _texts(given)
        if name != MODERATION:
            raise refusals.no_model(name)
        if len(each) > 1 and not self.lists:
            raise Refusal(400, "Invalid type for 'input': expected a string, but got an array instead.", param="input")
        return _json(moderation(name, each))

    def _model(self, given: JsonObject) -> str:
        name = str(given.get("model") or "")
        if name not in self.names:
            raise refusals.no_model(name)
        return name


def _texts(given: JsonObject) -> list[str]:
    texts = given.get("input")
    each = [texts] if isinstance(texts, str) else texts
    if not isinstance(each, list) or not each or len(each) > TEXTS or "" in each:
        raise Refusal(400, "'$.input' is invalid. Please check the API reference.", param="input")
    return [str(text) for text in each]


async def _body(request: web.BaseRequest) -> JsonObject:
    try:
        given = json.loads(await request.read())
    except ValueError:
        given = None
    if not isinstance(given, dict):
        message = "We could not parse the JSON body of your request. The API expects a JSON payload."
        raise Refusal(400, message)
    return given


def _refused(fault: Fault) -> web.Response:
    if fault.status == 429:
        refusal = refusals.no_credit() if fault.text == "quota" else refusals.too_many(CHAT, fault.retry_after or 1)
    else:
        refusal = refusals.broken(fault.status, fault.text)
    return _json(refusal.body(), fault.status, refusal.headers)


def _raw(said: Raw) -> web.Response:
    return web.Response(body=said.body, content_type=said.content_type)


def _json(body: object, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    text = json.dumps(body, ensure_ascii=False)
    return web.Response(text=text, status=status, headers=headers, content_type="application/json")
