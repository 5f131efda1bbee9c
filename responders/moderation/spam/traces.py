"""What a text shows before anybody reads it: kinds of links, numbers, money, capitals, and the kinds of its words.

Names do not count: a link is read as its kind, a number as its length, so that nothing of one page is learnt by heart.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache

import regex

from responders import links
from responders.moderation.spam import words
from responders.text import normalise, readable

FIRST, LAST = 1200, 400  # letters that are read: of a longer text its beginning and its end
LONG = 500  # letters: hardly anything that is taught is longer, and nearly all of that is spam
HOSTS: dict[str, str] = {
    # shorteners
    "s": """bit.ly goo.gl tinyurl.com t.co ow.ly is.gd adf.ly cutt.ly rb.gy shorturl.at tiny.cc buff.ly bitly.com
        rebrand.ly s.id t.ly v.gd linktr.ee soo.gd bc.vc x.co lnkd.in urlz.fr dwz.cn t.cn clck.ru vk.cc u.to""",
    # invitations
    "i": """t.me telegram.me telegram.dog wa.me chat.whatsapp.com api.whatsapp.com whatsapp.com discord.gg discord.com
        m.me line.me signal.group signal.me joinchat.in vk.me ig.me""",
    # where people show films and music
    "v": """youtube.com youtu.be soundcloud.com vimeo.com twitch.tv spotify.com dailymotion.com reverbnation.com
        datpiff.com bandcamp.com mixcloud.com vevo.com tiktok.com rumble.com rutube.ru bilibili.com""",
    # where people have pages
    "f": """facebook.com fb.com instagram.com twitter.com x.com plus.google.com vk.com tumblr.com ask.fm reddit.com
        pinterest.com linkedin.com snapchat.com ok.ru weibo.com myspace.com""",
    # shops, funds, surveys
    "d": """gofundme.com indiegogo.com kickstarter.com patreon.com paypal.com paypal.me cash.app ko-fi.com binance.com
        coinbase.com surveymonkey.com change.org thepetitionsite.com forms.gle docs.google.com play.google.com
        itunes.apple.com apps.apple.com amazon.com ebay.com etsy.com fiverr.com teespring.com spreadshirt.com
        onlyfans.com""",
    # unusual endings
    "o": """xyz top click icu vip bid win online site live link cc tk ml ga cf gq pw ws buzz cam monster cyou sbs rest
        quest""",
}
HOST_KIND = {host: sign for sign, hosts in HOSTS.items() for host in hosts.split()}
REFERRAL = re.compile(
    r"[?&/=](?:ref|aff|affiliate|affiliateid|invite|partners?|promo|bonus|join\w*|utm_\w+|r|referral)\b[=/?]?",
    re.IGNORECASE,
)
MONEY = re.compile(
    r"[$£€₹₽¥₿]\s?\d|\d\s?(?:[$£€₹₽¥₿元]|(?:usd|usdt|eur|gbp|inr|rs|btc|eth|p|ppm|k|dollars?|euros?|pounds?|rupees)\b)",
    re.IGNORECASE,
)
SIGNS_OF_MONEY = "$£€₹₽¥₿💰💵💸🤑"
NUMBER = re.compile(r"\+?\d(?:[ \t().\-]{0,3}\d)*")
TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)?|[\x01-\x04]|[!?$@#+]")
ANY_TOKEN = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*+(?:['’]\p{L}+)?|[\x01-\x04]|[!?$@#+]")
MARKS = re.compile(r"([^\W\d_])\1{2,}")
SPACES = re.compile(r"\s+")
UNKNOWN = re.compile(r"\.{2,}")  # kinds
PICTURES = re.compile("[\u2600-\u27bf\u2b50\U0001f000-\U0001faff]")
LURES = re.compile("[🎁💰💵💸🤑🚀📈🔞🍑🍆👈👉👇👆✅🔥☎📞📲➡⬅]")
# A control sign stands for each thing that is no word; those of the text itself are taken out first.
LINK, PHONE, CODE, SHORT = "\x01", "\x02", "\x03", "\x04"
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
SIGN_OF = {LINK: "l", PHONE: "p", CODE: "k", SHORT: "0", **{sign: sign for sign in "!?$@#+"}}


@dataclass(frozen=True, slots=True)
class Traces:
    """What was seen in one text."""

    shown: str  # the text as it is read
    plain: str  # the text as character grams are cut from it
    words: tuple[str, ...]
    kinds: str  # the kind of each word, one sign each; runs of unknown words are one "."
    links: str  # the kind of each link, one sign each
    figures: dict[str, float]


def traces(text: str) -> Traces:
    """Read a text; never fails, whatever is in it."""
    text = cut(text)
    shown = CONTROLS.sub(" ", cut(readable(html.unescape(text) if "&" in text and ";" in text else text)))
    seen = [link for link in links.found(shown) if _surely(link)][:20]
    bare = shown
    for link in seen:
        bare = bare.replace(link.words, f" {LINK} ")
    money = len(MONEY.findall(bare))
    plain = MARKS.sub(r"\1\1", SPACES.sub(" ", NUMBER.sub(_number, normalise(bare)))).strip()
    tokens = (TOKEN if shown.isascii() else ANY_TOKEN).findall(plain)
    signs = "".join(map(_kinds, tokens))
    kinds = UNKNOWN.sub(".", signs)
    hosts = "".join(_link(link, shown) for link in seen)
    figures = _figures(shown, bare, tokens, kinds, hosts, money)
    return Traces(shown, f" {plain} ", tuple(tokens), f"^{kinds}$", hosts, figures)


def cut(text: str) -> str:
    """As much of a text as is read."""
    return text if len(text) <= FIRST + LAST else f"{text[:FIRST]} {text[-LAST:]}"


def beyond(letters: int) -> float:
    """How much longer a text is than what is taught, 0 to 2: what is made of it is a guess all the more."""
    return min(max(letters / LONG - 1, 0.0), 2.0)


def _number(match: re.Match[str]) -> str:
    digits = sum(letter.isdigit() for letter in match[0])
    if digits >= 9:
        return f" {PHONE} "
    return f" {CODE} " if digits >= 5 else SHORT


@lru_cache(maxsize=1 << 14)
def _kinds(token: str) -> str:
    sign = SIGN_OF.get(token)
    if sign:
        return sign
    found = words.kinds(token)
    return "0" if found == "." and SHORT in token else found


def _surely(link: links.Link) -> bool:
    """Not two sentences whose writer forgot the space, "call me.it is late": many people write so all the time."""
    marked = "/" in link.words or link.words[:4].lower() == "www."
    return marked or link.host.rpartition(".")[2] not in links.WORDS_TOO


def _link(link: links.Link, shown: str) -> str:
    host = link.host
    plain = "o" if host.replace(".", "").isdigit() else "w"
    sign = next((HOST_KIND[end] for end in _above(host) if end in HOST_KIND), plain)
    return sign + ("r" if REFERRAL.search(link.words) else "") + ("" if link.words in shown else "h")


def _above(host: str) -> list[str]:
    parts = host.split(".")
    return [".".join(parts[at:]) for at in range(len(parts))]


# What a moderator would point at, as patterns over the kinds of words.
PATTERNS: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "visit": r"[ASC][^ZV?]{0,4}M[^ZV?]{0,3}[PSX]|M[^ZV?]{0,2}P[^ZV?]{0,4}[ASC]|[AC][^V?]{0,3}P\$?$",
        "subscribe": r"S[^?]{0,4}[MQ]|Q[^?]{0,3}S|M[^?]{0,3}S|[AKQ][^?]{0,3}S|S[^?]{0,3}S",
        "like": r"K[^?]{0,3}[QMP]|Q[^?]{0,3}K|K[^?]{0,2}K",
        "contact": r"T[^Z?]{0,4}[Mpl@]|[MDB][^Z?]{0,5}T|T[^Z?]{0,3}T",
        "contact_number": r"[TC][^Z?]{0,6}[pk]|p[^Z?]{0,4}T",
        "click": r"C[^?]{0,5}[lP]|l[^?]{0,3}C",
        "win": r"W[^?]{0,6}[DmTYCp]|[YCDm][^?]{0,6}W|W[^?]{0,3}W",
        "money": r"[DBm][^?]{0,6}[DBmUJ]|F[^?]{0,3}[DBWm]",
        "invest": r"B[^?]{0,6}[DBmTMYl]|[DTMm][^?]{0,6}B",
        "adult": r"X[^?]{0,5}[XlPTC]|[FTAC][^?]{0,4}X",
        "support": r"H[^?]{0,5}[HTPM]|T[^?]{0,5}H",
        "job": r"(?<!N)(?<!N\.)J[^?]{0,5}[DmJUpT]|[DF][^?N]{0,4}J",
        "offer": r"[OF][^?]{0,5}[OCkpmT]|[CT][^?]{0,5}O",
        "grow": r"[GDCT][^?]{0,4}G|F[^?]{0,3}[SG]|G[^?]{0,3}[SFKl]",
        "healer": r"E[^?]{0,6}[EpT]|T[^?]{0,5}E",
        "question": r"Z[^!]{0,12}\?|^\^[.MY]?Z",
    }.items()
}
FIGURES = (
    "long", "capitals", "shouted", "digits", "exclaimed", "asked", "pictures", "lures", "stretched", "many_kinds",
    "bait", "repeated", "at", "hashtags", "money_sign", "amount", "phone", "code", "percent", "no_letters",
    "link", "links", "link_only", "link_call", *(f"link_{sign}" for sign in "sivfdowrh"), "phone_money", *PATTERNS,
)  # fmt: skip
BAIT = frozenset("ASKCTPFWDBXHJGEO")


def _figures(shown: str, bare: str, tokens: list[str], kinds: str, hosts: str, money: int) -> dict[str, float]:
    length = max(len(bare), 1)
    letters = sum(map(str.isalpha, bare))
    capitals = sum(map(str.isupper, bare))
    found: dict[str, float] = {
        "long": min(length / 200, 2.0),
        "capitals": capitals / letters if letters > 7 else 0.0,
        "shouted": float(letters > 15 and capitals > 0.6 * letters),
        "digits": min(5 * sum(map(str.isdigit, bare)) / length, 1.0),
        "exclaimed": min(bare.count("!"), 6) / 6,
        "asked": float("?" in bare),
        "at": float("@" in bare),
        "hashtags": min(bare.count("#"), 4) / 4,
        "money_sign": float(any(sign in bare for sign in SIGNS_OF_MONEY)),
        "amount": min(money, 2) / 2,
        "percent": float("%" in bare),
        "phone": float("p" in kinds),
        "code": float("k" in kinds),
        "stretched": float(bool(MARKS.search(bare))),
        "many_kinds": min(len(BAIT.intersection(kinds)), 8) / 8,
        "bait": min(sum(sign in BAIT for sign in kinds) / max(len(tokens), 1), 1.0),
        "repeated": 1 - len(set(tokens)) / len(tokens) if len(tokens) > 8 else 0.0,
        "no_letters": float(not letters),
    }
    if not bare.isascii():
        pictures = len(PICTURES.findall(bare))
        found["pictures"] = min(4 * pictures / length, 1.0)
        found["lures"] = min(len(LURES.findall(bare)), 3) / 3
    if hosts:
        found |= {"link": 1.0, "links": min(hosts.count("l") + len(hosts), 4) / 4, "link_only": float(len(tokens) < 3)}
        found |= {f"link_{sign}": 1.0 for sign in set(hosts)}
        found["link_call"] = float(bool(BAIT.intersection(kinds)))
    found["phone_money"] = float("p" in kinds and bool({"D", "m", "W", "B", "$"} & set(kinds)))
    found |= dict.fromkeys(_patterns(kinds), 1.0)
    return {name: value for name, value in found.items() if value}


@lru_cache(maxsize=1 << 12)
def _patterns(kinds: str) -> tuple[str, ...]:
    return tuple(name for name, pattern in PATTERNS.items() if pattern.search(kinds))
