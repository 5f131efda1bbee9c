"""Whether the links and names in a text may stand there, and how those that may not hide where they lead."""

from __future__ import annotations

import re

from responders.guard.lookalikes import latin
from responders.guard.said import Said
from responders.links import LINK, Link, found, is_below

NAME = re.compile(r"(?<![A-Za-z0-9_@])@(\w[\w.·-]*(?:@\w[\w.-]*)?)")  # whatever some network takes for one
SHORTENERS = frozenset(
    {
        "bit.ly", "t.co", "goo.gl", "tinyurl.com", "is.gd", "v.gd", "ow.ly", "buff.ly", "cutt.ly", "rb.gy",
        "rebrand.ly", "shorturl.at", "t.ly", "lnkd.in", "s.id", "tiny.cc", "bl.ink", "soo.gd", "clck.ru",
        "vk.cc", "u.to", "qr.ae", "adf.ly", "shorte.st", "dwz.cn", "t.cn", "url.cn", "surl.li",
    }
)  # fmt: skip


def unknown(said: Said) -> str:
    """Links that neither a source has nor the list allows."""
    wrong = _wrong(said)
    return f"Links that no source has: {', '.join(wrong)}." if wrong else ""


def handles(said: Said) -> str:
    """Names on a network that nobody gave us: whoever has one is called by it, and may only pretend to be us."""
    if said.is_quoted or "@" not in f"{said.text}{said.readable}":
        return ""
    known = {said.called.lower(), *map(str.lower, (*_named(said.known), *_named(said.terms.open)))}
    # Networks look at the signs as they are, people at what they see; a name in either is one.
    wrong = dict.fromkeys(
        f"@{name}" for name in (*_named(said.text), *_named(said.readable)) if name.lower() not in known
    )
    return f"Names that no source has: {', '.join(wrong)}." if wrong else ""


def _named(text: str) -> list[str]:
    """The names in a text, without their @; those that an address leads to are none."""
    if not {"@", "＠"} & set(text):
        return []
    plain = LINK.sub(lambda link: link[0].replace("/@", "/"), text).replace("＠", "@")
    return [name.rstrip(".·-") for name in NAME.findall(plain)]


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
