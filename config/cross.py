"""What no single value can know: names given twice, and names that are about nothing.

Looks at plain data, whatever else is wrong with it, so that these mistakes are told together with all others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from config.document import Document, Loc
from config.problems import Problem, nearest
from config.values import password
from responders.faq import Faq
from responders.llm.asking import NAME
from responders.rules import Rules

RESPONDERS = (Rules.name, Faq.name, NAME)
FITS_ALL: tuple[object, ...] = ("*", ["*"], [], 0)  # what a route may say of a message without leaving any out


@dataclass(frozen=True, slots=True)
class Known:
    """The names that other places may speak of."""

    accounts: Collection[str]
    networks: Collection[str]
    opens: bool = True  # whether brand.yaml has opening hours
    classifies: bool = False  # whether bot.yaml names a classifier

    def account(self, pattern: str) -> str:
        """What is wrong with the name of an account or a pattern of such names; empty when nothing is."""
        network = pattern.partition(":")[0]
        if any(fnmatchcase(account, pattern) for account in self.accounts):
            return ""
        if pattern.endswith(":*") and network in self.networks:  # all accounts of a network, perhaps none yet
            return ""
        return _hint("no such account in bot.yaml", pattern, self.accounts)

    def network(self, name: str) -> str:
        """What is wrong with the name of a network; empty when nothing is."""
        return "" if name in self.networks else _hint("no such network", name, self.networks)


def account_names(bot: Document | None) -> list[str]:
    """The accounts that bot.yaml speaks of, right or wrong in other ways."""
    accounts = items(bot.data, "accounts") if bot else ()
    return [f"{item.get('network')}:{item.get('name')}" for _, item in accounts]


def check_bot(document: Document, known: Known) -> Iterator[Problem]:
    """Accounts given twice, networks, autonomy and routes about nothing, a password in the address of Redis."""
    yield from twice(document, ("accounts",), ("network", "name"))
    for loc, item in items(document.data, "accounts"):
        yield from about(document, (*loc, "network"), item, known.network)
    for loc, item in items(document.data, "autonomy"):
        yield from about(document, (*loc, "account"), item, known.account)
        yield from about(document, (*loc, "responder"), item, _responder)
    yield from _password(document)
    yield from twice(document, ("control_channel", "roles"), ("role",))
    yield from _routes(document, known)


def check_canned(document: Document, known: Known) -> Iterator[Problem]:
    """Canned replies with one name, and replies for accounts that are not there."""
    yield from twice(document, ("replies",), ("name",))
    for loc, item in items(document.data, "replies"):
        yield from about(document, (*loc, "accounts"), item, known.account)


def items(data: object, *path: str) -> Iterator[tuple[Loc, Mapping[str, object]]]:
    """The mappings in the list under a key, with their places; nothing where the data has another shape."""
    listed = data
    for key in path:
        listed = listed.get(key) if isinstance(listed, dict) else None
    for number, item in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(item, dict):
            yield (*path, number), item


def texts(value: object, loc: Loc) -> Iterator[tuple[Loc, str]]:
    """The texts under a key that may hold one, a list of them, or either by language."""
    match value:
        case str():
            yield loc, value
        case list():
            for number, item in enumerate(value):
                yield from texts(item, (*loc, number))
        case dict():
            for key, item in value.items():
                yield from texts(item, (*loc, key))


def twice(document: Document, path: tuple[str, ...], names: tuple[str, ...]) -> Iterator[Problem]:
    """Items of a list that have the same value, or values, as one before."""
    first: dict[tuple[str, ...], Loc] = {}
    for loc, item in items(document.data, *path):
        value = tuple(str(item[name]) for name in names if item.get(name) is not None)
        if len(value) == len(names) and first.setdefault(value, loc) != loc:
            said, line = ":".join(value), document.line((*first[value], names[-1]))
            yield document.problem((*loc, names[-1]), f"{said} is already on line {line}")


def about(document: Document, loc: Loc, item: Mapping[str, object], wrong: Callable[[str], str]) -> Iterator[Problem]:
    """What `wrong` says about each text under the last step of `loc`."""
    for at, text in texts(item.get(str(loc[-1])), loc):
        if message := wrong(text):
            yield document.problem(at, message)


def _routes(document: Document, known: Known) -> Iterator[Problem]:
    """Routes about accounts that are not there, and routes that no message gets to."""
    takes_all: Loc | None = None
    for loc, item in items(document.data, "control_channel", "routes"):
        when = item.get("when")
        if takes_all:
            yield document.problem(loc, f"nothing gets here: the route on line {document.line(takes_all)} takes all")
        elif not when or (isinstance(when, dict) and all(value in FITS_ALL for value in when.values())):
            takes_all = loc
        if isinstance(when, dict):
            yield from about(document, (*loc, "when", "accounts"), when, known.account)


def _responder(pattern: str) -> str:
    fits = any(fnmatchcase(name, pattern) for name in RESPONDERS)
    return "" if fits else _hint("no such responder", pattern, RESPONDERS)


def _password(document: Document) -> Iterator[Problem]:
    redis = document.data.get("redis") if isinstance(document.data, dict) else None
    url = redis.get("url") if isinstance(redis, dict) else None
    if isinstance(url, str) and password(url):
        yield document.problem(("redis", "url"), "a password may not stand in this file; write url_env or url_file")


def _hint(what: str, name: str, known: Collection[str]) -> str:
    return "; ".join(part for part in (what, nearest(name, known)) if part)
