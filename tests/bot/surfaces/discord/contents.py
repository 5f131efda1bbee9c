"""What people on the internet write: everything that has a meaning for Discord, in any order and any amount."""

from __future__ import annotations

import random
from typing import Final

from hypothesis import strategies as st

PIECES: Final = (
    "@everyone", "@here", "<@123456789012345678>", "<@!123456789012345678>", "<@&{role}>", "<#123456789012345678>",
    "</reply:123456789012345678>", "<t:1790000000:R>", "<:vase:123456789012345678>", "<a:vase:123456789012345678>",
    "<id:customize>", "@Everyone", "@\u200beveryone", "@\u202eeveryone", "@&{role}", "<\u200b@&{role}>",
    "**bold**", "__under__", "~~gone~~", "||spoiler||", "`code`", "```py\nprint()\n```", "> quote", ">>> quotes",
    "# head", "### head", "-# small", "- item", "* item", "+ item", "1. one", "12) two", "[vase](https://x.example)",
    "[vase](<https://x.example>)", "https://discord.gg/nadi", "discord.gg/nadi", "https://x.example/a_b_c", ":smile:",
    "\\", "\\\\", "\\*", "\\@everyone", "=", "---", "|", "…",
    "\u200b", "\u200d", "\ufeff", "\u2066", "\u202e", "\u202c", "\x00", "\x1b[31m", "\ud83d", "\udc00", "\U000e0041",
    "\u115f", "\u3164", "આ ફૂલદાની", "મજામાં!", "هل هذا آمن؟", "\u200fمرحبا", "שלום",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "🏺", "e\u0301", "a" + "\u0301" * 40,
    "क्षि", "\n", "\n\n\n", "\r\n", "\t", " ", "  ", "\u2028", "Is the vase dishwasher safe?", "x", "7",
)  # fmt: skip

ANYTHING: Final = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(st.characters(codec=None), max_size=20)), max_size=30
).map("".join)


def random_content(draw: random.Random, role: int = 1) -> str:
    """One of any number of contents; every now and then a very long one."""
    pieces = draw.choices(PIECES, k=draw.randrange(1, 12))
    if draw.random() < 0.1:
        pieces.append(chr(draw.randrange(1, 0x11000)) * draw.randrange(1, 300))
    text = "".join(pieces).replace("{role}", str(role))
    return text * draw.randrange(2, 60) if draw.random() < 0.03 else text
