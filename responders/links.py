"""Links in a text, also those that are written so as not to look like one, and when two of them are the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import re2

from responders.text import readable

# A scheme, or www, or a host with a common ending: better one link too many on the card than one unseen.
# Labels are bounded as host names are, so that a long text of dots and dashes takes no longer than another.
ENDINGS = (
    "com|org|net|info|biz|shop|store|online|site|app|dev|io|co|me|ly|gl|tv|in|eu|uk|us|ru|cn|xyz|top|club|live|link|"
    "click|page|blog|news|cloud|tech|pro|vip|win|bid|icu|cc|ws|to|gg|gd|ai|edu|gov|example|рф|中国|भारत|ભારત|"
    "de|fr|es|it|pt|nl|pl|br|mx|ar|cl|jp|kr|ca|au|nz|ch|at|be|se|no|dk|fi|tr|ir|ae|pk|bd|lk|np|sg|my|id|th|vn|ph|za|ng"
)
# These are words as well: "See you.It is open." is two sentences whose writer forgot a space.
WORDS_TOO = frozenset(
    {
        "in", "me", "to", "it", "at", "be", "no", "is", "as", "so", "us", "de", "es", "la", "my", "id", "top",
        "live", "win", "link", "click", "page", "news", "pro", "club",
    }
)  # fmt: skip
LINK = re.compile(
    r"(?:\bhttps?:/{1,3}|\bhxxps?:/{1,3}|\bftp://|\bwww\.)[^\s<>\"]{1,2000}"
    r"|(?<![\w@.-])(?=[\w-]{0,62}[^\W\d_])[\w-]{1,63}+(?:\.[\w-]{1,63}+){0,5}\.(?:" + ENDINGS + r")(?![\w-])"
    r"(?::\d{1,5})?(?:/[^\s<>\"]{0,2000})?"
    r"|(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?:(?::\d{2,5})(?:/[^\s<>\"]{0,2000})?|/[^\s<>\"]{1,2000})",
    re.IGNORECASE,
)
POSSIBLE = re2.compile(
    r"[\pL\pN][.。][\pL\pN]|://|(?i:hxxp|www)|[\pL\pN]\s?[\[({]|(?i:\sdot\s)|[\pL\pN](?:\s\.|\.\s)(?i:com|org|net)"
)
SPELT_OUT = re.compile(
    r"(?<=\w)\s?[\[({]\s?(?:\.|dot|punkt|punto|point)\s?[\])}]\s?(?=\w)"
    r"|(?<=\w)\s{1,2}dot\s{1,2}(?=\w{2,10}\b)|(?<=\w)(?:\s\.\s?|\.\s)(?=(?-i:com|org|net|COM|ORG|NET)(?:/|\b))",
    re.IGNORECASE,
)
DOT = "。"  # the full stop of Chinese; browsers take it for a dot
LINK_END = ".,;:!?)]}'»”’。，！？|*_`"  # what follows a link in a sentence, or frames it, and is not part of it


@dataclass(frozen=True, slots=True)
class Link:
    """One link: how it stands there, the host it leads to, and its address in the form that two are compared in."""

    words: str
    host: str
    address: str
    user: bool = False  # something stands before an @: what looks like the host is none


def links(text: str) -> tuple[str, ...]:
    """The links in a text, as they stand there, each once."""
    return tuple(link.words for link in found(text))


def found(text: str) -> tuple[Link, ...]:
    """The links in a text, each once."""
    text = readable(text)
    if not POSSIBLE.search(text):
        return ()
    text = SPELT_OUT.sub(".", text.replace(DOT, "."))
    seen = dict.fromkeys(match.rstrip(LINK_END) for match in LINK.findall(text))
    return tuple(_link(words) for words in seen if not _two_sentences(words))


def addresses(texts: Iterable[str]) -> frozenset[str]:
    """All links in texts that somebody of ours has written, as they stand there, and the host of each alone."""
    every = [link for text in texts for link in found(text)]
    return frozenset(address for link in every for address in (link.words, link.host) if address)


def same(address: str) -> str:
    """An address as two are compared: without its scheme, www and a slash at its end, its host in small letters."""
    return _link(address.strip().rstrip(LINK_END)).address


def host_of(address: str) -> str:
    """The host of an address or of a bare host."""
    return _link(address.strip()).host


def is_below(host: str, hosts: Iterable[str]) -> bool:
    """Whether a host is one of these or stands below one."""
    return any(host == one or host.endswith(f".{one}") for one in hosts)


def _two_sentences(words: str) -> bool:
    """Two sentences without a space between them: the ending is a word, and begins with a capital."""
    if "/" in words:
        return False
    ending = words.rpartition(".")[2]
    return ending.lower() in WORDS_TOO and ending[:1].isupper() and not ending.isupper()


def _link(words: str) -> Link:
    bare = re.sub(r"^(?:h(?:tt|xx)ps?|ftp):/{0,3}", "", words, flags=re.IGNORECASE)
    authority, mark, path = re.match(r"([^/?#\\]*)(.?)(.*)", bare, re.DOTALL).groups()  # type: ignore[union-attr]
    user, at, host = authority.rpartition("@")
    host = host.lower().removeprefix("www.").rstrip(".")
    name = host.rpartition(":")[0] if re.search(r":\d{0,5}$", host) else host
    return Link(words, name, f"{host}{mark}{path}".rstrip("/"), bool(at and user))
