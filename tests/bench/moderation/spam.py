"""Spam and scam, in tables: the shipped model, taught again without the rows that it is asked about, and plain methods.

`python -m tests.bench.moderation.spam <folder>` prints them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from responders.moderation import spam as shipped
from tests.bench.moderation import data as public
from tests.bench.moderation.report import share, table
from tests.bench.moderation.spam_data import Flags, rows
from tests.bench.moderation.spam_evaluate import (
    CHOICES,
    Judged,
    caught,
    halves,
    judge,
    mcc,
    ours,
    parts,
    plain,
    probabilities,
    videos,
)
from tests.bench.moderation.spam_fit import Seen, see
from tests.bench.moderation.spam_plain import matrix, rules
from tests.bench.moderation.spam_train import RECIPE, Scores, unseen_scores

THRESHOLDS = (0.8, 0.9, 0.95)
MOST_QUESTIONS = 5000  # of each set
TODAY = Path(__file__).with_name("spam_today.tsv")
LENGTHS = (
    ("under 300 letters", 0, 300),
    ("300 to 599", 300, 600),
    ("600 to 999", 600, 1000),
    ("1,000 and more", 1000, 1 << 30),
)
WAYS = ("comment, from 0.8 on", "from 0.95 on", "in private, from 0.8 on", "from 0.95 on")


def report(folder: Path) -> list[str]:
    """All tables, as lines of Markdown."""
    found = rows(folder)
    seen = see(found)
    kernels = {recipe: seen.kernels(recipe) for recipe in CHOICES}
    pieces = matrix(found)
    ngram = plain(seen, pieces @ pieces.T + np.float32(1))
    model = {left.name: judge(seen, ours(seen, kernels), left) for left in parts(seen)}
    other = {left.name: judge(seen, [ngram[left.name.startswith("messages")]], left) for left in parts(seen)}
    apart = unseen_scores(seen, kernels[RECIPE], RECIPE)
    return [
        *against(seen, rules(found), other, model),
        "",
        *each_video(seen, other["unseen"], model["unseen"]),
        "",
        *thresholds(seen, apart, model),
        "",
        *languages(seen, apart),
        "",
        *questions(folder),
        "",
        *today(),
        "",
        *by_length(folder),
    ]


def against(seen: Seen, simple: Scores, other: dict[str, Judged], model: dict[str, Judged]) -> list[str]:
    """The three methods beside each other."""
    body: list[list[object]] = []
    for name in ("known", "known, doubles together", "unseen"):
        own = model[name].rows
        first = mcc(seen.spam[own], simple[own] > 0)
        figures = [f"{mcc(seen.spam[own], one.scores[own] > 0):.3f}" for one in (other[name], model[name])]
        body.append([f"comments, video {name}: MCC", f"{first:.3f}", *figures])
        body.append(
            ["… recall at 99 % precision, %", "–", *(_percent(caught(one[name], seen.spam)) for one in (other, model))]
        )
    for name in ("messages", "messages, doubles together"):
        sure = simple > 2  # one rule alone blocks far too much here
        chosen = seen.messages & seen.spam, seen.messages & ~seen.spam
        alone = " / ".join(_percent(float(sure[kind].mean())) for kind in chosen)
        pairs = [
            " / ".join(_percent(one[name].share(kind)) for kind in (seen.spam, ~seen.spam)) for one in (other, model)
        ]
        body.append([f"{name}: caught / clean ones blocked, %", alone, *pairs])
    return table(["", "plain rules", "linear n-grams", "shipped model"], body)


def each_video(seen: Seen, other: Judged, model: Judged) -> list[str]:
    """MCC on each video by what has not seen it."""
    names = [next(row.place for row, own in zip(seen.rows, part, strict=True) if own) for part in videos(seen)]
    body = [["linear n-grams", *(f"{one:.3f}" for one in (*other.each, np.mean(other.each)))]]
    body.append(["shipped model", *(f"{one:.3f}" for one in (*model.each, np.mean(model.each)))])
    return table(["video left out: MCC", *(name[:2] for name in names), "mean"], body)


def thresholds(seen: Seen, apart: Scores, model: dict[str, Judged]) -> list[str]:
    """What a threshold means, by calibrations that have not seen the place."""
    unseen = np.concatenate([probabilities(seen, apart, apart, part) for part in videos(seen)])
    spam = np.concatenate([seen.spam[part] for part in videos(seen)])
    known = probabilities(seen, apart, model["known, doubles together"].scores, seen.comments)
    messages = np.concatenate([probabilities(seen, apart, apart, half) for half in halves(seen)])
    told = np.concatenate([seen.spam[half] for half in halves(seen)])
    body = []
    for least in THRESHOLDS:
        cells = [_both(unseen >= least, spam), _both(known >= least, seen.spam[seen.comments])]
        body.append([f"spam: {least}", *cells, _both(messages >= least, told)])
    return table(["threshold: precision / recall, %", "video unseen", "video known", "private messages"], body)


def languages(seen: Seen, apart: Scores) -> list[str]:
    """The examples of each language, taught without them and their doubles; held ones by the file that ships."""
    body: list[list[object]] = []
    chance = np.zeros(len(seen.rows))
    chance[seen.own] = probabilities(seen, apart, apart, seen.own)
    held = np.array([shipped.score(row.text) if own else 0.0 for row, own in zip(seen.rows, seen.held, strict=True)])
    spoken = np.array([row.language for row in seen.rows])
    for language in dict.fromkeys(spoken[seen.held]):
        here = seen.own & (spoken == language)
        kept = seen.held & (spoken == language)
        cells = [
            f"{int((chance[rows_] >= 0.8).sum())} of {int(rows_.sum())}"
            for rows_ in (here & seen.spam, here & ~seen.spam)
        ]
        body.append([language, *cells, f"{int((held[kept] >= 0.8).sum())} of {int(kept.sum())}"])
    body.append(["all, held, at 0.95", "", "", f"{int((held[seen.held] >= 0.95).sum())} of {int(seen.held.sum())}"])
    return table(["language, from 0.8 on", "scams found", "clean ones hit", "held clean ones hit"], body)


def questions(folder: Path) -> list[str]:
    """What people ask brands and assistants, from the public sets of questions beside the others: none is spam."""
    body: list[list[object]] = []
    for file in sorted(file for place in (folder, folder.parent) for file in (place / "faq").glob("*.jsonl")):
        texts = dict.fromkeys(json.loads(line)["text"] for line in file.read_text().split("\n") if line)
        chances = np.array([shipped.score(text) for text in list(texts)[:MOST_QUESTIONS]])
        hits = [f"{share(int((chances >= least).sum()), len(chances))}" for least in THRESHOLDS]
        body.append([file.stem, len(chances), *hits])
    return table(["questions of customers, hit in %", "questions", *(f"from {least} on" for least in THRESHOLDS)], body)


def today() -> list[str]:
    """Spam of today and what people honestly write, by the file that ships; nothing of it is ever taught."""
    split = [line.split("\t") for line in TODAY.read_text().splitlines() if not line.startswith("#")]
    groups: dict[tuple[str, str], list[str]] = {(kind, public.by_text(text)): [] for kind, _, _, text in split}
    for kind, _, _, text in split:
        groups[kind, public.by_text(text)].append(text)
    body = [[f"{kind}, {half}", len(texts), *_hits(texts)] for (kind, half), texts in sorted(groups.items())]
    return table(["of today, hit in %", "messages", *WAYS], body)


def by_length(folder: Path) -> list[str]:
    """Texts of the web that nobody called offensive, by how long they are; some of them are advertising."""
    rows_ = public.rows(public.found(folder), "openai1680")
    clean = [row.text for row in rows_ if not any(row.truth.values())]
    body: list[list[object]] = []
    for name, least, most in LENGTHS:
        texts = [text for text in clean if least <= len(text) < most]
        body.append([name, len(texts), *_hits(texts)])
    tweets = [row.text for row in public.rows(public.found(folder), "germeval2018")]
    return table(["no spam, hit in %", "texts", *WAYS], [*body, ["German tweets", len(tweets), *_hits(tweets)]])


def _hits(texts: Sequence[str]) -> list[str]:
    """The shares that stand above each of two thresholds, as comments and as private messages."""
    chances = [np.array([shipped.score(text, private=private) for text in texts]) for private in (False, True)]
    return [share(int((each >= least).sum()), len(texts)) for each in chances for least in (0.8, 0.95)]


def _both(said: Flags, spam: Flags) -> str:
    hit = int((said & spam).sum())
    return f"{share(hit, int(said.sum()))} / {share(hit, int(spam.sum()))}"


def _percent(part: float) -> str:
    return f"{100 * part:.1f}"


if __name__ == "__main__":
    print("\n".join(report(Path(sys.argv[1]))))
