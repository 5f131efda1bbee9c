"""Replies written beforehand: somebody chooses one, sees it filled in, and sends it as their own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from inbox.models import AccountId

GAPS = ("name",)
GAP = re.compile(r"\{+[^{}\n]{0,40}\}+")
NAME = re.compile(r"[,，、،]?[ \u00a0\u3000]?\{name\}")  # where the name is not known, what leads to it goes as well
UNSAID = ""  # the language of a text when nobody wrote it down


@dataclass(frozen=True, slots=True)
class CannedReply:
    """One reply; `texts` by language, under "" where the file names none. No accounts mean all."""

    name: str
    texts: Mapping[str, str]
    title: str = ""
    accounts: tuple[str, ...] = ()

    def text(self, language: str = "", name: str = "") -> str:
        """What to send to somebody who reads this language and is called so."""
        return filled(in_language(self.texts, language), name)

    def fits(self, account: AccountId) -> bool:
        """Whether it was written for this account, too."""
        return not self.accounts or any(fnmatchcase(account, pattern) for pattern in self.accounts)


class Replies:
    """The replies as they stand in the configuration now; swapped whole when the file changes."""

    def __init__(self, replies: Iterable[CannedReply] = ()) -> None:
        """These replies, in their order."""
        self.swap(replies)

    def swap(self, replies: Iterable[CannedReply]) -> None:
        """Use these from now on."""
        self._replies = {reply.name: reply for reply in replies}

    def __call__(self) -> Mapping[str, CannedReply]:
        """All of them by name."""
        return self._replies

    def of(self, account: AccountId) -> Sequence[CannedReply]:
        """Those that were written for an account, in the order of the file."""
        return [reply for reply in self._replies.values() if reply.fits(account)]


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in this language, else in a sister of it (pt for pt-BR), else the one for all, else the first."""
    main = language.partition("-")[0].lower()
    sisters = [code for code in texts if code and code.partition("-")[0].lower() == main]
    for code in (language, main, *sisters, UNSAID):
        if code in texts:
            return texts[code]
    return next(iter(texts.values()))


def filled(text: str, name: str) -> str:
    """The text with somebody's name in it; without one, as if the gap had never been there."""
    called = " ".join(name.split())
    return text.replace("{name}", called) if called else NAME.sub("", text).lstrip(" ,，、،")


def unknown_gaps(text: str) -> list[str]:
    """The gaps that nobody fills in."""
    return [gap for gap in dict.fromkeys(GAP.findall(text)) if gap not in {f"{{{name}}}" for name in GAPS}]
