"""What the rules that ship in config/moderation.yaml do with the public sets, and what one that asks a classifier does.

The classifier is the simulated endpoint, which scores single words; asked as the program asks it, over a real socket.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ruamel.yaml import YAML

from bot.playground.model import ModelServer
from inbox.cases import Judgement
from responders.moderation import Moderation, ModerationFile
from responders.moderation.classifier import Classifier
from responders.options import ClassifierOptions
from tests.arrivals import all_of, arrival, judge_of
from tests.bench.moderation.data import Row, rows
from tests.bench.moderation.report import PAGE, share, table
from tests.model import Counted

SHIPPED: Final = PAGE.parents[1] / "config" / "moderation.yaml"
SETS: Final = ("hatecheck", "mhc", "surge_toxicity", "openai1680", "germeval2018", "youtube_spam", "sms_spam")
CLASSIFIED: Final = {"hate": 0.5, "harassment": 0.5, "violence": 0.5, "sexual": 0.5, "self-harm": 0.5}
AT_ONCE: Final = 64


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of a text: whether it should have been seen to, whether it was hidden or held, by which rules."""

    bad: bool
    hidden: bool
    held: bool
    rules: tuple[str, ...]


def report(folder: Path) -> list[str]:
    """Tables in Markdown: by set, and by rule."""
    sets = {name: rows(folder, name) for name in SETS}
    shipped = {name: asyncio.run(_shipped(some)) for name, some in sets.items()}
    classified = {name: asyncio.run(_classified(some)) for name, some in sets.items()}
    everything = [seen for some in shipped.values() for seen in some]
    return [
        "All rules of `config/moderation.yaml` in force, by set. *Bad* is what people called hateful, abusive or spam;",
        "any rule may have hidden it or held it for a person. In percent, but for the rows.",
        "",
        *by_set(shipped, classified),
        "",
        "By rule, over all sets together:",
        "",
        *by_rule(everything),
    ]


async def _shipped(some: Sequence[Row]) -> list[Seen]:
    file = ModerationFile.model_validate(YAML(typ="safe", pure=True).load(SHIPPED))
    judge = Moderation(file)
    acting = all_of(judge)
    return [_seen(row, await judge.judge(arrival(row.text), acting)) for row in some]


async def _classified(some: Sequence[Row]) -> list[Seen]:
    found: list[Seen] = []
    async with ModelServer() as server:
        classifier = Classifier(ClassifierOptions(base_url=server.base_url), Counted(), lambda: 0)
        judge = judge_of({"when": {"scores": CLASSIFIED}, "do": {"hold": True}}, classifier=classifier)
        for at in range(0, len(some), AT_ONCE):
            part = some[at : at + AT_ONCE]
            judged = await asyncio.gather(*(judge.judge(arrival(row.text), ()) for row in part))
            found += map(_seen, part, judged)
        await classifier.close()
    return found


def _seen(row: Row, judged: Judgement) -> Seen:
    if judged.unknown:
        raise RuntimeError(judged.unknown[0])
    sights = {finding.wants.sight for finding in judged.findings}
    return Seen(
        bad=any(row.truth.values()),
        hidden=bool(sights & {"hide", "remove"}),
        held="hold" in sights,
        rules=tuple(finding.rule for finding in judged.findings),
    )


def by_set(shipped: dict[str, list[Seen]], classified: dict[str, list[Seen]]) -> list[str]:
    """What was hidden and held of each set, by the rules and by the classifier."""
    body = []
    for name, some in shipped.items():
        bad, good = _parted(some)
        groups = [[one.hidden for one in bad], [one.hidden for one in good]]
        groups += [[one.hidden or one.held for one in bad], [one.hidden or one.held for one in good]]
        groups += [[one.held for one in group] for group in _parted(classified[name])]
        body.append([name, len(bad), len(good), *(share(sum(group), len(group)) for group in groups)])
    head = ["set", "bad", "good", "hidden of the bad", "of the good", "hidden or held of the bad", "of the good"]
    return table([*head, "held by a classifier of single words, of the bad", "of the good"], body)


def _parted(some: Sequence[Seen]) -> tuple[list[Seen], list[Seen]]:
    return [one for one in some if one.bad], [one for one in some if not one.bad]


def by_rule(everything: Sequence[Seen]) -> list[str]:
    """How often each rule matched, and how often rightly; of equals the one that was first."""
    matched = Counter(rule for seen in everything for rule in seen.rules)
    right = Counter(rule for seen in everything if seen.bad for rule in seen.rules)
    body = [[rule, count, share(right[rule], count)] for rule, count in matched.most_common()]
    return table(["rule", "matches", "of these bad, %"], body)
