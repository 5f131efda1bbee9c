"""What makes a sentence hurtful: who is meant, what is said of them, and what turns it round; no word does it alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from responders.matching.common import known as everyday
from responders.moderation.toxicity.lexicon import Hit
from responders.moderation.toxicity.reading import Line
from responders.text import words

HATE, THREAT, INSULT, SEXUAL, SELF_HARM = "hate", "threat", "insult", "sexual", "self-harm"
LINKED, CLOSE, ADJACENT = 8, 4, 1  # words between two things that belong together
DENIED, BEHIND = 6, 3  # words in front of what is denied, and behind it where the verb comes last
NAME = 3  # letters; shorter words are seldom names
MERE: Final = frozenset(
    words("yeah yea yes sake hell man bro god buddy babe knows knew were with around fest load loads")
)
DENIED_WEIGHT, COUNTER_WEIGHT, QUOTED_WEIGHT, OWN_WEIGHT, PRAISE_WEIGHT, TOLD_WEIGHT = 0.2, 0.35, 0.4, 0.3, 0.4, 0.6


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that was found: of which class, how sure one may be, what it rests on, and where the core stands."""

    name: str
    weight: float
    because: str
    core: Hit
    directed: bool = True  # at somebody whom the text names; else it is only a word


def signs(line: Line, *, of_group: bool) -> Iterator[Sign]:
    """What stands in a sentence, weighed; `of_group`: the text speaks of a group, so that "they" may be it."""
    if not line.hits:
        return
    groups = line.of("group", "they") if of_group else line.of("group")
    found = [*_of_groups(line, groups), *_slurs(line, groups), *_of_people(line, groups), *_alone(line), *_cursed(line)]
    for sign in found:
        weight = sign.weight * _turned(line, sign)
        if weight >= 0.05:
            yield Sign(sign.name, round(min(weight, 0.99), 3), sign.because, sign.core, sign.directed)


# --------------------------------------------------------------------------------------------------------- of a group


def _of_groups(line: Line, groups: Sequence[Hit]) -> Iterator[Sign]:
    for group in groups:
        sure = 1.0 if "group" in group.kinds else 0.9
        for hit in line.hits:
            if hit is group or gap(group, hit) > LINKED:
                continue
            for name, weight in _said_of(line, group, hit):
                yield Sign(name, weight * sure, f"{line.words_of(hit)} … {line.words_of(group)}", hit)


def _said_of(line: Line, group: Hit, hit: Hit) -> Iterator[tuple[str, float]]:
    """What a word says of a group, by the kind of word and how the two stand to each other."""
    kinds = hit.kinds
    if "dehuman" in kinds and linked(line, group, hit):
        yield HATE, 0.85
    elif kinds & {"insult", "insult_noun"} and linked(line, group, hit):
        yield HATE, 0.75 if group.end <= hit.start else _named(line, group)
    if ("emote" in kinds and hates(line, hit, group)) or ("emote_by" in kinds and angers(line, group, hit)):
        yield HATE, 0.8
    if "worth" in kinds and 0 <= hit.start - group.end <= LINKED and denied(line, hit):
        yield HATE, 0.75
    if (kinds & {"harm", "perish"} and meant(line, hit, group)) or ("doom" in kinds and gap(group, hit) <= CLOSE):
        yield HATE, 0.9
        yield THREAT, 0.85
    yield from ((HATE, weight) for kind, within, weight in NEAR if kind in kinds and gap(group, hit) <= within)
    if "profane" in kinds and 0 <= group.start - hit.end <= ADJACENT and "group" in group.kinds:
        yield HATE, 0.6


NEAR: Final[Sequence[tuple[str, int, float]]] = (
    ("exclude", CLOSE + 1, 0.65),
    ("below", CLOSE + 2, 0.6),
    ("abuse", CLOSE, 0.7),
)
"""What says something of a group by standing near: its kind, within how many words, and how sure one may be."""


def _named(line: Line, group: Hit) -> float:
    """How much "stupid women" says, and how little "crazy woman" does, that may be anybody."""
    last = line.said[group.end - 1]
    return 0.6 if last.endswith("s") or last in {"people", "women", "men"} or not line.passive else 0.4


def _slurs(line: Line, groups: Sequence[Hit]) -> Iterator[Sign]:
    people = line.of("you", "they", "one", "group")
    for hit in line.of("slur"):
        yield Sign(HATE, 0.8, line.words_of(hit), hit, directed=bool(people))
    for hit in line.of("slur_maybe"):
        word = line.words_of(hit)
        aimed = any(other is not hit and linked(line, other, hit) for other in people)
        foul = any(
            other is not hit and gap(other, hit) <= ADJACENT
            for other in line.of("profane", "insult", "insult_noun", "exclude")
        )
        if aimed or foul or (bool(groups) and bool(line.of("emote", "harm"))):
            yield Sign(HATE, 0.6, word, hit)
            yield Sign(INSULT, 0.75, word, hit)


# ------------------------------------------------------------------------------------------------------ of one person


def _of_people(line: Line, groups: Sequence[Hit]) -> Iterator[Sign]:
    for who in line.of("you", "they", "one"):
        near = 1.0 if "you" in who.kinds else 0.75
        close = CLOSE if "you" in who.kinds else ADJACENT + 1
        for hit in line.hits:
            if hit is who or gap(who, hit) > LINKED:
                continue
            because = f"{line.words_of(hit)} … {line.words_of(who)}"
            if hit.kinds & {"insult", "insult_noun", "dehuman"} and linked(line, who, hit):
                noun = "insult_noun" in hit.kinds
                yield Sign(INSULT, 0.8 if near == 1 else 0.6 if noun else 0.45, because, hit)
            if hit.kinds & {"harm", "perish"} and gap(who, hit) <= close and meant(line, hit, who):
                yield Sign(THREAT, 0.8 * near, because, hit)
            if "emote" in hit.kinds and hates(line, hit, who) and "you" in who.kinds:
                yield Sign(INSULT, 0.55, because, hit)
            if "worth" in hit.kinds and 0 <= hit.start - who.end <= LINKED and denied(line, hit) and "you" in who.kinds:
                yield Sign(INSULT, 0.45, because, hit)


ALONE: Final[Sequence[tuple[str, str, float]]] = (
    ("abuse", INSULT, 0.75),
    ("doom", THREAT, 0.75),
    ("insult_noun", INSULT, 0.55),
    ("slur", INSULT, 0.7),
    ("sexual", SEXUAL, 0.7),
    ("despair", SELF_HARM, 0.8),
    ("despair_maybe", SELF_HARM, 0.45),
)
"""What says something without anybody being named: its kind, the class, and how sure one may be."""


def _alone(line: Line) -> Iterator[Sign]:
    for kind, name, weight in ALONE:
        for hit in line.of(kind):
            mild = kind == "insult_noun" and _of_self(line, hit)
            yield Sign(name, weight * (OWN_WEIGHT if mild else 1.0), line.words_of(hit), hit, directed=False)


def _cursed(line: Line) -> Iterator[Sign]:
    """Who is cursed by name: "fuck" in front of a word that is neither of ours nor an everyday one."""
    for hit in line.of("curse"):
        name = line.said[hit.end] if hit.end < len(line.said) else ""
        if (
            len(name) >= NAME
            and not everyday(name)
            and name not in MERE
            and not line.between("link", hit.start - 1, hit.end)
        ):
            yield Sign(INSULT, 0.55, f"{line.words_of(hit)} {name}", hit)


def _says_i_am(line: Line, core: Hit) -> bool:
    """Whether who writes says it of themselves: "I am …"."""
    me = (own for own in line.of("self") if 0 <= core.start - own.end <= CLOSE)
    return any(line.between("link", own.end, own.end + 1) for own in me)


def _of_self(line: Line, hit: Hit) -> bool:
    return any(0 <= hit.start - own.end <= LINKED for own in line.of("self")) and not line.between(
        "you", 0, len(line.said)
    )


# ---------------------------------------------------------------------------------------------------- how things stand


def gap(one: Hit, other: Hit) -> int:
    """How many words stand between two things."""
    return max(other.start - one.end, one.start - other.end, 0)


def linked(line: Line, who: Hit, hit: Hit) -> bool:
    """Whether a word is said of somebody: beside them, or behind them with a link and no new thought in between."""
    if gap(who, hit) > LINKED:
        return False
    if hit.end <= who.start:
        return who.start - hit.end <= ADJACENT
    if hit.start - who.end <= ADJACENT:
        return True
    tied = line.between("link", who.end, hit.start) or line.between("final", hit.end, hit.end + ADJACENT + 1)
    return tied and not line.between("break", who.end, hit.start)


def hates(line: Line, hit: Hit, whom: Hit) -> bool:
    """Whether "I hate" has them as its object, and nobody else is said to hate."""
    others = [one for one in line.of("they", "one", "group", "you") if one.end == hit.start and one is not whom]
    return 0 <= whom.start - hit.end <= CLOSE - 1 and not others and not line.between("break", hit.end, whom.start)


def angers(line: Line, who: Hit, hit: Hit) -> bool:
    """Whether it is they who disgust "me"."""
    return 0 <= hit.start - who.end <= LINKED and not line.between("break", who.end, hit.start)


def meant(line: Line, hit: Hit, whom: Hit) -> bool:
    """Whether harm is wished on somebody, as its object or as who is to suffer it, and not only told of others."""
    will = [
        one for one in line.of("will") if -DENIED <= one.start - hit.start < 0 or 0 <= one.start - hit.end <= DENIED
    ]
    orders = hit.start <= ADJACENT and not line.between("they", 0, hit.start)
    if not will and not orders:
        return False
    if line.between("self", hit.end, hit.end + 2) or line.between("break", whom.end, hit.start):  # "they kill us"
        return False
    if whom.start >= hit.end:
        others = any(one.end <= hit.start for one in line.of("they", "one") if one is not whom)
        object_within = CLOSE if "group" in whom.kinds else ADJACENT + 1
        return whom.start - hit.end <= object_within and not (others and not line.of("self"))
    suffers = "perish" in hit.kinds or line.between("be", max(hit.start - 2, whom.end), hit.start) or not line.passive
    return hit.start - whom.end <= LINKED and suffers and bool(will)


def denied(line: Line, hit: Hit) -> bool:
    """Whether a "not" belongs to it, with no new thought in between."""
    if line.verb_last and line.between("not", hit.end, hit.end + BEHIND):
        return True
    if "emote" in hit.kinds and line.hits[-1].end == len(line.said) and "not" in line.hits[-1].kinds:
        return True  # German and Dutch: "ich hasse sie nicht"
    return any(
        hit.start - DENIED <= one.start < hit.start and not line.between("break", one.end, hit.start)
        for one in line.of("not")
    )


# -------------------------------------------------------------------------------------------------- what turns it round


def _turned(line: Line, sign: Sign) -> float:
    """By how much what stands around a sign takes from its weight."""
    weight, core = 1.0, sign.core
    if not core.kinds & {"worth"} and denied(line, core):
        weight *= DENIED_WEIGHT
    if core.start in line.quoted:
        weight *= QUOTED_WEIGHT
    if sign.name in {HATE, THREAT, INSULT} and any(one is not core for one in line.of("counter")):
        weight *= COUNTER_WEIGHT
    if core.kinds & {"slur", "slur_maybe"}:
        if any(0 <= core.start - one.end <= CLOSE for one in line.of("own")) or _says_i_am(line, core):
            weight *= OWN_WEIGHT
        if line.of("praise"):
            weight *= PRAISE_WEIGHT
    if line.of("report") and sign.name in {THREAT, SEXUAL}:
        weight *= TOLD_WEIGHT
    return weight
