"""Links in a text, also those that are written so as not to look like one, and whether they may stand there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import re2

from responders.guard.lookalikes import latin
from responders.guard.said import Said
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
    r"|(?<=\w)\s{1,2}dot\s{1,2}(?=\w{2,10}\b)|(?<=\w)(?:\s\.\s?|\.\s)(?=(?:com|org|net)(?:/|\b))",
    re.IGNORECASE,
)
HANDLE = re.compile(r"(?<![\w@./])@[A-Za-z][\w.]{2,31}(?![\w@])")
DOT = "。"  # the full stop of Chinese; browsers take it for a dot
LINK_END = ".,;:!?)]}'»”’。，！？"  # what follows a link in a sentence and is not part of it
SHORTENERS = frozenset(
    {
        "bit.ly", "t.co", "goo.gl", "tinyurl.com", "is.gd", "v.gd", "ow.ly", "buff.ly", "cutt.ly", "rb.gy",
        "rebrand.ly", "shorturl.at", "t.ly", "lnkd.in", "s.id", "tiny.cc", "bl.ink", "soo.gd", "clck.ru",
        "vk.cc", "u.to", "qr.ae", "adf.ly", "shorte.st", "dwz.cn", "t.cn", "url.cn", "surl.li",
    }
)  # fmt: skip


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


def same(address: str) -> str:
    """An address as two are compared: without its scheme, www and a slash at its end, its host in small letters."""
    return _link(address.strip().rstrip(LINK_END)).address


def host_of(address: str) -> str:
    """The host of an address or of a bare host."""
    return _link(address.strip()).host


def is_below(host: str, hosts: Iterable[str]) -> bool:
    """Whether a host is one of these or stands below one."""
    return any(host == one or host.endswith(f".{one}") for one in hosts)


def unknown(said: Said) -> str:
    """Links that neither a source has nor the list allows."""
    wrong = _wrong(said)
    return f"Links that no source has: {', '.join(wrong)}." if wrong else ""


def handles(said: Said) -> str:
    """Names on a network that nobody gave us: the way to somebody who pretends to be us."""
    if "@" not in said.text or said.is_quoted:
        return ""
    known = f"{said.known}\n{said.terms.open}\n@{said.called}".lower()
    wrong = dict.fromkeys(name for one in HANDLE.findall(said.text) if (name := one.rstrip(".")).lower() not in known)
    return f"Names that no source has: {', '.join(wrong)}." if wrong else ""


def unlisted(said: Said) -> str:
    """The same of what a person writes, who needs no source."""
    wrong = _wrong(said)
    return f"Links that are not on the list: {', '.join(wrong)}." if wrong else ""


def tricky(said: Said) -> str:
    """Of the links that are unknown, those that hide or fake where they lead."""
    wrong = [(link, trick) for link in found(said.text) if not _may_stand(link, said) and (trick := _trick(link, said))]
    return (
        f"Links that hide where they lead: {', '.join(f'{link.words} ({trick})' for link, trick in wrong)}."
        if wrong
        else ""
    )


def _may_stand(link: Link, said: Said) -> bool:
    terms = said.terms
    if link.address in terms.addresses or (not link.user and is_below(link.host, terms.hosts)):
        return True
    return link.address in {each.address for each in found(said.known)}


def _wrong(said: Said) -> list[str]:
    return [_told(link, said) for link in found(said.text) if not _may_stand(link, said)]


def _told(link: Link, said: Said) -> str:
    trick = _trick(link, said)
    return f"{link.words} ({trick})" if trick else link.words


def _trick(link: Link, said: Said) -> str:
    """How a link hides where it leads, in words; empty when it does not."""
    if link.user:
        return f"it leads to {link.host}"
    if is_below(link.host, SHORTENERS):
        return "a short link hides where it leads"
    lookalike = latin(link.host)
    real = next((host for host in said.terms.hosts if lookalike == latin(host) and link.host != host), "")
    if real:
        return f"it looks like {real} and is another host"
    if "xn--" in link.host or (not link.host.isascii() and _mixes(link.host)):
        return "letters that look like others"
    return "written so as not to look like a link" if link.words.lower().startswith("hxxp") else ""


def _mixes(host: str) -> bool:
    return any(sign.isascii() and sign.isalpha() for sign in host.rpartition(".")[0])


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
