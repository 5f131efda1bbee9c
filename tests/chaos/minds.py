"""What answers in the storm: rules, an FAQ, what the brand says, and a model that is good, mad or obedient by turns."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from textwrap import dedent

from ruamel.yaml import YAML

from bot.playground.faults import Fault, Faults, Kind, Match
from bot.playground.model import BEHAVIOURS, Asked, Behaviour
from bot.playground.model.behaviours import Raw
from inbox.models import AccountId
from inbox.policy import Slice
from tests.chaos.scene import PHRASES
from tests.model import BRAND

GRANTED = Slice("llm", AccountId("telegram:main"), "direct")  # what is given and taken back while it storms
NOTICE = "A program wrote this."
AUTONOMY = """
  - {mode: draft}
  - {responder: rules, mode: auto}
  - {responder: faq, kind: direct, mode: auto}
  - {responder: llm, kind: group, mode: auto}
"""
MORE_YAML = """
limits: {{per_person: 3, per_conversation: 4, within: 100s, cool_down: 20s}}
disclosure: {{text: {notice}}}
model:
  base_url: {url}
  name: sangam-demo
  timeout: 1s
  at_once: 4
  price: {{input: 1, output: 2}}
  budget: {{day: 100000}}
"""
RULES_YAML = """
    rules:
      - {id: greeting, when: {words: [hello]}, text: Hello! What can we do for you?, stop: false}
      - {id: person, when: {words: [human, lawyer]}, hand_off: they ask for a person, labels: person}
      - {id: thanks, when: {words: [thanks]}, text: Thank you for writing to us!, labels: kind}
"""
FAQ_YAML = """
    entries:
      - id: shipping
        questions: [how long does shipping take, when will my parcel arrive, how many days until you deliver,
          how fast do you ship, delivery time]
        answer: Three days.
      - id: hours
        questions: [when are you open, what are your opening hours, are you open on Monday, opening times]
        answer: Monday to Saturday.
      - id: returns
        questions: [can I return a broken bowl, my bowl arrived broken, may I send a broken bowl back]
        answer: 'Yes, within a month.'
"""
QUESTIONS = (
    "How much is the River mug?",
    "Is the River mug safe in the dishwasher?",
    "What does the wheel course cost?",
    "Are dogs welcome in the garden?",
    "How much does painting cost for children?",
    "Do you refund courses?",
    "thanks, that was kind",
    "I want to speak to a human",
    "oh great, another broken bowl 🙄",
    "🙏🙏",
)
ATTACKS = Path(__file__).parents[1] / "responders" / "llm" / "attacks.yaml"

# What the model does, and how often of a hundred; which of them is told by the prompt, so a seed decides it.
MOODS: tuple[tuple[str, int], ...] = (
    ("demo", 60), ("obedient", 10), ("boastful", 7), ("inventive", 5), ("fenced", 4), ("foreign", 2), ("leaky", 2),
    ("garbage", 2), ("half", 2), ("mistyped", 2), ("twice", 2), ("no_completion", 1), ("nothing", 1),
)  # fmt: skip
TO_ASKING = (
    (Fault(Kind.HANG_BEFORE, seconds=2.0), 10),
    (Fault(Kind.HANG_AFTER, seconds=2.0), 10),
    (Fault(Kind.CUT_BEFORE), 10),
    (Fault(Kind.CUT_AFTER), 10),
    (Fault(Kind.SLOW, seconds=0.4), 40),
    (Fault(Kind.REFUSE, status=429, retry_after=1), 10),
    (Fault(Kind.REFUSE, status=500), 10),
)


def phrases() -> tuple[str, ...]:
    """What people say: of five messages two are for a rule or the FAQ, two for the model, and one attacks it."""
    attacks = [str(one["says"]) for one in YAML(typ="safe").load(ATTACKS.read_text())]
    kept = tuple(text for text in attacks if all(sign.isprintable() or sign == "\n" for sign in text))
    twice = 2 * len(kept)
    return (*PHRASES * (twice // len(PHRASES)), *QUESTIONS * (twice // len(QUESTIONS)), *kept)


def moody(seed: int) -> Behaviour:
    """A model whose mind changes from one question to the next."""

    def behaviour(asked: Asked) -> str | Raw:
        draw = (
            int.from_bytes(hashlib.sha256(f"{seed}{asked.user}".encode("utf-8", "replace")).digest()[:4], "big") % 100
        )
        for name, of_a_hundred in MOODS:
            if draw < of_a_hundred:
                return BEHAVIOURS[name](asked)
            draw -= of_a_hundred
        raise AssertionError("the moods do not add up to a hundred")

    return behaviour


def trouble_asking(faults: Faults) -> None:
    """From now on the endpoint fails now and then, in every way there is."""
    for fault, of_a_thousand in TO_ASKING:
        faults.sometimes(fault, of_a_thousand / 1000, Match(call="chat"))


def give_brains(config: Path, endpoint: str) -> None:
    """Let the Sangam of this folder answer with all it has; the model is at this address."""
    bot = (config / "bot.yaml").read_text()
    before, _, after = bot.partition("autonomy:\n")
    rest = after[after.index("undo:") :]
    (config / "bot.yaml").write_text(
        f"{before}autonomy:{AUTONOMY}{rest}{MORE_YAML.format(url=endpoint, notice=NOTICE)}"
    )
    (config / "rules.yaml").write_text(dedent(RULES_YAML))
    (config / "faq.yaml").write_text(dedent(FAQ_YAML))
    (config / "brand.yaml").write_text(json.dumps(BRAND | {"places": _places()}, ensure_ascii=False, indent=1))


def _places() -> list[dict[str, str]]:
    """The lines of the brand; in a file, `hours` is the id of the opening hours."""
    return [{**line, "id": line["id"].replace("hours", "times")} for line in BRAND["places"]]
