"""How often the toxicity rules are right: per class, per language, per ability, beside words alone.

"Words alone" is the simulated moderation endpoint, asked through the shipped classifier over a real socket: it scores
single words and stands in for a classifier that nobody has trained.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from bot.playground.model import ModelServer
from responders.moderation.classifier import Classifier, Scores
from responders.moderation.toxicity import CLASSES, THRESHOLD, look
from responders.options import ClassifierOptions
from tests.bench.moderation.data import ANY, CHOSEN, KEPT, SPAM, Row, rows
from tests.bench.moderation.report import share, table
from tests.model import Counted

ABUSE = ("hatecheck", "mhc", "surge_toxicity", "openai1680", "germeval2018")
SPAMS = ("youtube_spam", "sms_spam")
SETS = (*ABUSE, *SPAMS)
WRITTEN = ("surge_toxicity", "openai1680", "germeval2018", *SPAMS)
REAL = "all that people really wrote"
GERMAN = "germeval2018"
OFFENSIVE = ("hate", "threat", "insult", "sexual")
PRECISE = 0.99
AT_ONCE = 64
CATEGORIES: Mapping[str, tuple[str, ...]] = {
    "hate": ("hate", "hate/threatening"),
    "threat": ("violence", "harassment/threatening", "hate/threatening"),
    "insult": ("harassment",),
    "sexual": ("sexual",),
    "self-harm": ("self-harm", "self-harm/intent"),
}
Judged = Callable[[Row], Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Right:
    """How a judge did: of what it flags and of what there is, and at what recall it is nearly always right."""

    true: int
    false: int
    missed: int
    sure: float

    @property
    def precision(self) -> str:
        """In percent, of what it flags."""
        return share(self.true, self.true + self.false)

    @property
    def recall(self) -> str:
        """In percent, of what there is."""
        return share(self.true, self.true + self.missed)


def by_rules(row: Row) -> Mapping[str, float]:
    """What the rules say of a row."""
    scores = look(row.text, row.language).classes
    return {**scores, ANY: max((scores.get(name, 0.0) for name in OFFENSIVE), default=0.0)}


def right(judged: Judged, some: Iterable[Row], name: str) -> Right:
    """How a judge did with one class."""
    pairs = [(judged(row).get(name, 0.0), row.truth[name]) for row in some if name in row.truth]
    true = sum(truth for score, truth in pairs if score >= THRESHOLD)
    false = sum(not truth for score, truth in pairs if score >= THRESHOLD)
    return Right(true, false, sum(truth for _, truth in pairs) - true, surely(pairs))


def surely(pairs: Sequence[tuple[float, bool]]) -> float:
    """The highest recall at which no more than one in a hundred is wrong, in percent; equal scores go together."""
    best = true = seen = 0
    everything = sum(truth for _, truth in pairs)
    for score, group in groupby(sorted(pairs, key=lambda pair: -pair[0]), key=lambda pair: pair[0]):
        truths = [truth for _, truth in group]
        if score <= 0:
            break
        true, seen = true + sum(truths), seen + len(truths)
        if true >= PRECISE * seen:
            best = true
    return 100 * best / everything if everything else 0.0


async def _alone(texts: Sequence[str]) -> dict[str, Mapping[str, float]]:
    """What words alone say of the texts."""
    found: dict[str, Mapping[str, float]] = {}
    async with ModelServer() as server:
        options = ClassifierOptions(base_url=server.base_url)
        classifier = Classifier(options, Counted(), lambda: 0)
        for at in range(0, len(texts), AT_ONCE):
            some = texts[at : at + AT_ONCE]
            answers = await asyncio.gather(*map(classifier.scores, some))
            for text, answer in zip(some, answers, strict=True):
                if not isinstance(answer, Scores):
                    raise RuntimeError(answer.why)
                found[text] = _classes(answer.values)
        await classifier.close()
    return found


def _classes(values: Mapping[str, float]) -> Mapping[str, float]:
    scores = {name: max(values.get(one, 0.0) for one in of) for name, of in CATEGORIES.items()}
    return {**scores, ANY: max(scores[name] for name in OFFENSIVE)}


def report(folder: Path) -> list[str]:
    """All tables, as lines of Markdown."""
    sets = {name: _read(folder, name) for name in SETS}
    alone = asyncio.run(_alone(list(dict.fromkeys(row.text for some in sets.values() for row in some))))
    return [
        "How often what is flagged is so rightly (precision) and how much of what there is gets flagged (recall),",
        "in percent; `at 99` is the recall that is left when only one in a hundred may be wrong.",
        "",
        *_per_class(sets, alone),
        "",
        "False alarms on what is no spam in the spam sets, in percent (a few of these are insults all the same):",
        "",
        *_alarms(sets, alone),
        "",
        "Hate by language (HateCheck and Multilingual HateCheck):",
        "",
        *_per_language([*sets["hatecheck"], *sets["mhc"]]),
        "",
        "English HateCheck by ability, the worst first: which share is judged rightly, in percent; `_h` at the end",
        "means that it is hate, `_nh` that it is not.",
        "",
        *_per_ability(sets["hatecheck"], alone),
    ]


def _read(folder: Path, name: str) -> list[Row]:
    """The rows of a set; of the sets of spam those that are none, which should not be taken for abuse."""
    found = rows(folder, name)
    if name in SPAMS:
        return [replace(row, truth={ANY: False}) for row in found if not row.truth[SPAM]]
    return [replace(row, language="de") for row in found] if name == GERMAN else found


def _any(row: Row) -> Row:
    """The row, judged only by whether anything in it is offensive."""
    return replace(row, truth={ANY: any(row.truth.get(name, False) for name in (*OFFENSIVE, ANY))})


def _per_class(sets: Mapping[str, list[Row]], alone: Mapping[str, Mapping[str, float]]) -> list[str]:
    together = {
        **{name: sets[name] for name in ABUSE},
        REAL: [row for name in WRITTEN for row in map(_any, sets[name])],
    }
    body = []
    for name, kind, half in itertools.product(together, (*CLASSES, ANY), (CHOSEN, KEPT)):
        some = [row for row in together[name] if kind in row.truth and row.half == half]
        if some:
            rules, words = right(by_rules, some, kind), right(lambda row: alone[row.text], some, kind)
            figures = [cell for one in (rules, words) for cell in (one.precision, one.recall, f"{one.sure:.1f}")]
            body.append([f"{name}, {kind}, {half}", rules.true + rules.missed, *figures])
    head = ["set, class, half", "there are", "precision", "recall", "at 99"]
    return table([*head, "words alone: precision", "recall", "at 99"], body)


def _alarms(sets: Mapping[str, list[Row]], alone: Mapping[str, Mapping[str, float]]) -> list[str]:
    body = []
    for name in SPAMS:
        some = sets[name]
        rules, words = right(by_rules, some, ANY), right(lambda row: alone[row.text], some, ANY)
        body.append([name, len(some), share(rules.false, len(some)), share(words.false, len(some))])
    return table(["set", "rows", "rules", "words alone"], body)


def _per_language(some: Sequence[Row]) -> list[str]:
    body = []
    for language in sorted({row.language for row in some}):
        halves = [
            right(by_rules, [row for row in some if (row.language, row.half) == (language, half)], "hate")
            for half in (CHOSEN, KEPT)
        ]
        body.append([language, *(figure for one in halves for figure in (one.precision, one.recall))])
    return table(["language", f"precision, {CHOSEN}", "recall", f"precision, {KEPT}", "recall"], body)


def _per_ability(some: Sequence[Row], alone: Mapping[str, Mapping[str, float]]) -> list[str]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in some:
        groups[row.ability].append(row)
    body = [
        (_agreed(by_rules, of), [ability, len(of), *_halves(of), _shown(_agreed(lambda row: alone[row.text], of))])
        for ability, of in groups.items()
    ]
    ordered = [cells for _, cells in sorted(body, key=lambda pair: (pair[0], str(pair[1][0])))]
    return table(["ability", "rows", CHOSEN, KEPT, "words alone"], ordered)


def _halves(some: Sequence[Row]) -> list[str]:
    return [_shown(_agreed(by_rules, [row for row in some if row.half == half])) for half in (CHOSEN, KEPT)]


def _agreed(judged: Judged, some: Sequence[Row]) -> float:
    """Which share is judged as people did; below 0 when there is none."""
    if not some:
        return -1.0
    return sum((judged(row).get("hate", 0.0) >= THRESHOLD) == row.truth["hate"] for row in some) / len(some)


def _shown(part: float) -> str:
    return "–" if part < 0 else share(part, 1)
