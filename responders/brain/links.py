"""The addresses that stand in a text: what may be linked to, because somebody of ours has written it down."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

WHOLE = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
# Without a scheme, in small letters only: "shop.example.org/x" is an address, "end.Then" is a sentence without a space.
BARE = re.compile(r"(?<![\w@./-])(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}(?![\w@-])(?:/[^\s<>\"]*)?")
AFTER = ".,;:!?)]}'»”’。，！？|*_`"  # what follows an address in a sentence and is not part of it


def links(texts: Iterable[str]) -> frozenset[str]:
    """All addresses as they stand in the texts, and the host of each alone, in small letters."""
    found: set[str] = set()
    for text in texts:
        for written in (*WHOLE.findall(text), *BARE.findall(WHOLE.sub(" ", text))):
            link = written.rstrip(AFTER)
            found |= {link, _host(link)}
    return frozenset(found - {""})


def _host(link: str) -> str:
    try:
        return urlsplit(link if "://" in link else f"//{link}").hostname or ""
    except ValueError:  # brackets that are no address
        return ""
