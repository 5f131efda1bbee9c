"""Five thousand everyday messages under a shop's posts, in twenty ways of speaking; the same ones every time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

COUNT = 5000
SEED = 7
NAMES = ("Asha", "Bhavin", "Chen", "Dolores", "Scunthorpe", "Dickens", "Essex", "Hancock", "Cassandra", "Penistone")
TAGS = ("#ShawlLove", "#diwali2026", "#ootd", "#Kutch", "#stole_of_the_day", "#weekend", "#handmade", "#сделановручную")
EMOJI = (
    "😍",
    "🙏🏽",
    "❤️",
    "😂😂😂",
    "👍",
    "🔥🔥",
    "🎉",
    "👏👏👏",
    "🇮🇳",
    "🇬🇷🇩🇪",
    "1️⃣",
    "☺️",
    "¯\\_(ツ)_/¯",
    ":-)",
    "<3",
    "xD",
)
HANDLES = ("@asha_k", "@sh1va.07", "@mr.d1ngo", "@x_x_rani_x_x", "@le0n4rd0", "@123go", "@c4t.l0ver", "@a.b.c_shop")
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def clean() -> list[str]:
    """All messages, each once."""
    chance = random.Random(SEED)
    lines = (Path(__file__).parent / "clean.txt").read_text().splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    found: dict[str, None] = {}
    while len(found) < COUNT:
        for pattern in patterns:
            found[_decorated(_filled(pattern, chance), chance)] = None
    return list(found)[:COUNT]


def _filled(pattern: str, chance: random.Random) -> str:
    fills = {
        "{name}": chance.choice(NAMES),
        "{tag}": chance.choice(TAGS),
        "{emoji}": chance.choice(EMOJI),
        "{handle}": chance.choice(HANDLES),
        "{code}": _code(chance),
        "{price}": _price(chance),
        "{phone}": _phone(chance),
        "{n}": str(chance.randint(1, 60)),
        "{time}": f"{chance.randint(1, 12)}:{chance.randint(0, 59):02}",
        "{link}": f"https://youtu.be/{''.join(chance.choices(LETTERS + LETTERS.lower() + '0123456789_-', k=11))}",
    }
    for slot, words in fills.items():
        pattern = pattern.replace(slot, words)
    return pattern


def _code(chance: random.Random) -> str:
    forms = ("{}{}{}", "{}{}-{}{}{}", "{}{}{}{}", "{}{}/{}", "{}-{}{}{}", "{}{}.{}", "{}_{}{}{}")
    form = chance.choice(forms)
    return form.format(*(chance.choice([*LETTERS, *"0123456789"]) for _ in range(form.count("{}"))))


def _price(chance: random.Random) -> str:
    much = chance.randint(5, 9999)
    return chance.choice(("₹{}", "Rs.{}/-", "{} €", "${}.99", "{}rs", "£{}", "¥{}", "{},00", "{}k", "{}/-")).format(
        much
    )


def _phone(chance: random.Random) -> str:
    digits = "".join(chance.choices("0123456789", k=8))
    return chance.choice(("+1 555 {}", "98250-{}", "(079) {}", "+44 20 {}", "0{}", "+91{}00")).format(digits)


def _decorated(text: str, chance: random.Random) -> str:
    """The same as some people write it: louder, longer, with more signs."""
    way = chance.randrange(12)
    if way == 0:
        return text.upper()
    if way == 1:
        return f"{text} {chance.choice(EMOJI)}"
    if way == 2:
        return text.replace(" ", "  ", 1) + "!!!"
    if way == 3:
        return "".join(_longer(text, chance))
    if way == 4:
        return f"{chance.choice(HANDLES)} {text}"
    if way == 5:
        return f"{text} {chance.choice(TAGS)} {chance.choice(TAGS)}"
    if way == 6:
        return f"*{text}*" if chance.random() < 0.5 else text.replace(", ", ",")
    return text.lower() if way == 7 else text


def _longer(text: str, chance: random.Random) -> Iterator[str]:
    """One letter drawn out, as in sooo."""
    at = chance.randrange(len(text))
    for number, sign in enumerate(text):
        yield sign * 3 if number == at and sign.isalpha() else sign
