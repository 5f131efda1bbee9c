"""The scripted models: each makes an answer of a prompt, well or badly; `Behaviour` is all that they are."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.model.demo import demo
from bot.playground.model.obedient import obedient
from bot.playground.model.reading import Asked


@dataclass(frozen=True, slots=True)
class Raw:
    """A response that is no completion: its body as it is sent, and what it claims to be."""

    body: bytes
    content_type: str = "application/json"


Behaviour = Callable[[Asked], str | Raw]

HUGE = 3_000_000


def says(
    reply: str,
    *sources: str,
    language: str = "en",
    sentiment: str = "neutral",
    needs_person: bool = False,
    reason: str = "none",
    intent: str = "a question",
) -> Behaviour:
    """A model that answers this whatever it is asked; with no sources it cites the first it was given."""
    answer = {
        "reply": reply,
        "language": language,
        "intent": intent,
        "sentiment": sentiment,
        "needs_person": needs_person,
        "reason": reason,
    }

    def behaviour(asked: Asked) -> str:
        cited = list(sources) or [source.id for source in asked.sources[:1]]
        return json.dumps({**answer, "sources": cited}, ensure_ascii=False)

    return behaviour


def good(asked: Asked) -> str:
    """What the demo model says, for those who change it."""
    return json.dumps(demo(asked), ensure_ascii=False)


def fenced(asked: Asked) -> str:
    """The answer between the fences of a code block, with a word before and after it, as small models do."""
    return f"Sure! Here is the JSON you asked for:\n```json\n{good(asked)}\n```\nAnything else?"


def thinking(asked: Asked) -> str:
    """The answer behind its thoughts, in which another object stands."""
    return f'<think>They ask something. Maybe {{"reply": "no"}}? Rather not.</think>\n{good(asked)}'


def half(asked: Asked) -> str:
    """Half of the answer, as when the length ran out."""
    whole = good(asked)
    return whole[: len(whole) // 2]


def garbage(_: Asked) -> str:
    """Signs that mean nothing."""
    return "Ã©\ufffd%%}{]] lorem \\u00 " * 40


def twice(asked: Asked) -> str:
    """Two answers, one after the other."""
    return f"{good(asked)}\n{good(asked)}"


def mistyped(asked: Asked) -> str:
    """All the keys, with values of another kind."""
    return json.dumps({**demo(asked), "needs_person": "perhaps", "sources": "all of them"})


def nothing(_: Asked) -> str:
    """An empty text."""
    return ""


def huge(_: Asked) -> str:
    """An answer that does not end."""
    return json.dumps({"reply": "very " * (HUGE // 5)})


def foreign(asked: Asked) -> str:
    """An answer in a language that nobody asked in, whatever it claims."""
    return json.dumps(
        {**demo(asked), "reply": "我们每天上午九点开门，欢迎您来。", "language": "en"}, ensure_ascii=False
    )


def inventive(asked: Asked) -> str:
    """Cites sources that do not exist."""
    return json.dumps({**demo(asked), "sources": ["brand:no-such-line", "doc:price-list.pdf#99"]}, ensure_ascii=False)


def boastful(asked: Asked) -> str:
    """Adds a number, a promise and a link of its own to what the sources say."""
    answer = demo(asked)
    more = " Today you get 50 % off, we guarantee it: https://deals.example/now"
    return json.dumps({**answer, "reply": f"{answer['reply']}{more}", "needs_person": False}, ensure_ascii=False)


def leaky(asked: Asked) -> str:
    """Says its instructions."""
    return json.dumps({**demo(asked), "reply": asked.system, "needs_person": False}, ensure_ascii=False)


def obeys(asked: Asked) -> str:
    """Does whatever the text from outside orders."""
    return json.dumps(obedient(asked), ensure_ascii=False)


def streaming(asked: Asked) -> Raw:
    """Streams although nobody asked it to, and breaks off."""
    chunk = {"object": "chat.completion.chunk", "choices": [{"index": 0, "delta": {"content": good(asked)[:20]}}]}
    return Raw(f"data: {json.dumps(chunk)}\n\ndata: {{\x00garbage".encode(), "text/event-stream")


def no_completion(_: Asked) -> Raw:
    """Answers 200 with the page of some other server."""
    return Raw(b"<html><body>It works!</body></html>", "text/html")


def endless(_: Asked) -> Raw:
    """A body of megabytes."""
    return Raw(b'{"choices": [' + b" " * HUGE + b"]}")


BEHAVIOURS: dict[str, Behaviour] = {
    "demo": good,
    "fenced": fenced,
    "thinking": thinking,
    "half": half,
    "garbage": garbage,
    "twice": twice,
    "mistyped": mistyped,
    "nothing": nothing,
    "huge": huge,
    "foreign": foreign,
    "inventive": inventive,
    "boastful": boastful,
    "leaky": leaky,
    "obedient": obeys,
    "streaming": streaming,
    "no_completion": no_completion,
    "endless": endless,
}

__all__ = ["BEHAVIOURS", "Asked", "Behaviour", "Raw", "says"]
