"""All rules of moderation over one message: what each finds, in the order of the file.

A message is looked through once for the words of all rules, once for their patterns, and a rule whose words and
patterns are not there is not looked at. The classifier is asked only when a rule is open for want of what it says.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from inbox.cases import NOTHING_FOUND, Arrival, Finding, Judgement
from inbox.models import AccountId, Kind
from responders.fields import covers
from responders.moderation.conditions import within
from responders.moderation.file import ModerationFile, Rule
from responders.moderation.lookout import Lookout
from responders.moderation.matching import LINK, Gathered, compiled
from responders.moderation.parts import OPEN, Atom, Hit, Part
from responders.moderation.said import SHORT
from responders.moderation.seen import Arrived
from responders.moderation.versions import digest_of, versions_of
from responders.moderation.wanting import said, wants_of

if TYPE_CHECKING:
    from responders.moderation.classifier import Scores, Unknown
    from responders.options import ClassifierOptions

ODD = "сrурto f#ck y0u womenscum a.work/x"  # what only the tables make out that are read when they are first needed
USUAL_SEVERITY = 0.5  # of what nobody measured
NOT_ASKED = "the classifier was not asked"
EVERYTHING = "everything that is said there"
CROWDS = (("repeated", "same"), ("flood", "flood"), ("raid", "newcomers"))


class Asked(Protocol):
    """A classifier."""

    @property
    def options(self) -> ClassifierOptions:
        """Which one it is, and how it is asked."""
        ...

    async def scores(self, text: str) -> Scores | Unknown:
        """What it makes of a text, or why nobody knows; never raises."""
        ...


@dataclass(frozen=True, slots=True)
class _Ready:
    """A rule that can be looked at; `at` is its place in the file."""

    at: int
    rule: Rule
    version: str
    part: Part


@dataclass(frozen=True, slots=True)
class _Here:
    """The rules for one account and kind of conversation: those for any message, the others by what they need."""

    any: tuple[_Ready, ...]
    by: Mapping[Atom, tuple[_Ready, ...]]
    needs: frozenset[str]  # sorts of what they need


class Moderation:
    """The judge over one moderation.yaml; made anew when the file changes."""

    name = "moderation"

    def __init__(self, file: ModerationFile, classifier: Asked | None = None) -> None:
        """Compile every rule; a second or so where there are hundreds of thousands of words."""
        self.file, self._classifier = file, classifier
        self.versions = MappingProxyType(dict(versions_of(file, _called(classifier))))
        self.version = digest_of([f"{rule} {version}" for rule, version in self.versions.items()])
        self.windows = MappingProxyType(windows_of(file))
        gathered = Gathered(file.lists)
        self._rules = tuple(
            _Ready(at, rule, self.versions[rule.id], compiled(rule.when, gathered))
            for at, rule in enumerate(file.rules)
        )
        self._lookout = Lookout(gathered, file.allow)
        self._people = frozenset(name.casefold().removeprefix("@") for name in file.allow.people)
        self._here: dict[tuple[AccountId, Kind], _Here] = {}

    def prepare(self) -> None:
        """Load now, in whatever thread this is called, what the rules ask, so that the first message does not wait."""
        asked = [condition for rule in self.file.rules for condition in within(rule.when)]
        if asked:
            odd = self._lookout.text(ODD)
            _ = odd.digest, odd.listed, odd.links
        if any(condition.spam for condition in asked):
            from responders.moderation import spam

            spam.score("a")
            spam.score("a", private=True)
        if any(condition.toxic for condition in asked):
            from responders.moderation import toxicity

            toxicity.look(ODD)

    def digest(self, text: str) -> str:
        """What a repeated text is recognised by, however it is disguised; "" for one that says too little to count."""
        return self._lookout.text(text).digest

    async def judge(self, arrival: Arrival, acting: Collection[tuple[str, str]]) -> Judgement:
        """What the rules find; `acting` are those in force, by id and version: only these stop what stands below.

        Never raises: a rule that cannot be judged is named in `unknown`.
        """
        if arrival.person.allowed or self._is_allowed(arrival):
            return NOTHING_FOUND
        seen = self._lookout.look(arrival)
        if len(seen.text) > SHORT:
            await asyncio.to_thread(self._look_ahead, seen)
        findings: list[Finding] = []
        unknown: dict[str, None] = {}
        for ready in self._worth_a_look(seen, unknown):
            hit = await self._found(ready, seen, unknown)
            if hit is None:
                continue
            findings.append(_finding(ready, hit, seen))
            if (ready.rule.stop or ready.rule.do.keep) and (ready.rule.id, ready.version) in acting:
                break
        return Judgement(tuple(findings), tuple(unknown)) if findings or unknown else NOTHING_FOUND

    def _look_ahead(self, seen: Arrived) -> None:
        """Let all rules look at a long text already, so that what they ask of it is known when they are asked."""
        for ready in self._worth_a_look(seen, {}):
            with contextlib.suppress(Exception):  # whatever is broken is told when the rule is asked
                ready.part.test(seen)

    def _is_allowed(self, arrival: Arrival) -> bool:
        if not self._people:
            return False
        contact, message = arrival.contact, arrival.message
        names = (contact.username, contact.remote, message.contact or "")
        return any(name.casefold() in self._people for name in names if name)

    async def _found(self, ready: _Ready, seen: Arrived, unknown: dict[str, None]) -> Hit | None:
        seen.wants_scores = False
        try:
            found = ready.part.test(seen)
            if found is OPEN and seen.wants_scores and await self._ask(seen, unknown):
                found = ready.part.test(seen)
        except Exception as broken:  # noqa: BLE001 - one broken part keeps no other rule from judging
            unknown[f"the rule {ready.rule.id}: {type(broken).__name__}: {broken}"] = None
            return None
        unknown |= {f"the classifier says nothing of {name}": None for name in seen.unscored}
        return found if isinstance(found, Hit) else None

    async def _ask(self, seen: Arrived, unknown: dict[str, None]) -> bool:
        """Ask the classifier, once for each message; whether there is an answer now."""
        if seen.asked:
            return seen.scores is not None
        seen.asked = True
        if self._classifier is None:
            unknown[NOT_ASKED] = None
            return False
        from responders.moderation.classifier import Unknown  # heavy; by now it is loaded

        answer = await self._classifier.scores(seen.text)
        if isinstance(answer, Unknown):
            unknown[answer.why] = None
            return False
        seen.scores = answer.values
        return True

    def _worth_a_look(self, seen: Arrived, unknown: dict[str, None]) -> Iterable[_Ready]:
        """The rules that could match, in their order."""
        here = self._here_of(seen.arrival.conversation.account, seen.arrival.conversation.thread.kind)
        if not here.by:
            return here.any
        atoms: list[Atom] = []
        for sort, atoms_of in ATOMS:
            if sort in here.needs:
                try:
                    atoms += atoms_of(seen)
                except Exception as broken:  # noqa: BLE001 - as above: what cannot be looked for is named
                    unknown[f"{sort}: {type(broken).__name__}: {broken}"] = None
        found = {ready.at: ready for atom in atoms for ready in here.by.get(atom, ())}
        if not found:
            return here.any
        found |= {ready.at: ready for ready in here.any}
        return [found[at] for at in sorted(found)]

    def _here_of(self, account: AccountId, kind: Kind) -> _Here:
        known = self._here.get((account, kind))
        if known is None:
            known = _here(ready for ready in self._rules if concerns(ready.rule, account, kind))
            self._here[account, kind] = known
        return known


ATOMS = (
    ("words", lambda seen: [("words", number) for number in seen.what.listed]),
    ("pattern", lambda seen: [("pattern", number) for number in seen.what.patterns]),
    ("link", lambda seen: [LINK] if seen.what.links else []),
)


def _called(classifier: Asked | None) -> str:
    return f"{classifier.options.base_url} {classifier.options.name}" if classifier else ""


def windows_of(file: ModerationFile) -> dict[str, int]:
    """How far back (ms) the rules look for what happens around a message, by what they count; the longest of each."""
    found: dict[str, int] = {}
    for rule in file.rules:
        for condition in within(rule.when):
            for name, crowd in CROWDS:
                if wanted := getattr(condition, name):
                    found[crowd] = max(found.get(crowd, 0), round(wanted.within.total_seconds() * 1000))
    return found


def _here(rules: Iterable[_Ready]) -> _Here:
    whatever: list[_Ready] = []
    by: dict[Atom, list[_Ready]] = {}
    for ready in rules:
        if ready.part.gate is None:
            whatever.append(ready)
        for atom in ready.part.gate or ():
            by.setdefault(atom, []).append(ready)
    return _Here(tuple(whatever), {atom: tuple(them) for atom, them in by.items()}, frozenset(sort for sort, _ in by))


def concerns(rule: Rule, account: AccountId, kind: Kind) -> bool:
    """Whether a rule is about what is said in such a conversation on an account."""
    network = account.partition(":")[0]
    return all(
        covers(place.accounts, account) and covers(place.networks, network) and (not place.kinds or kind in place.kinds)
        for place in (rule, rule.when)
    )


def _finding(ready: _Ready, hit: Hit, seen: Arrived) -> Finding:
    rule = ready.rule
    speaks = rule.why or rule.do.reply
    language = seen.language if speaks and len(speaks) > 1 else ""
    return Finding(
        rule=rule.id,
        version=ready.version,
        because=hit.words or EVERYTHING,
        wants=wants_of(rule.do, language),
        severity=hit.severity or USUAL_SEVERITY,
        told=said(rule.why, language),
        forced=rule.forced,
    )
