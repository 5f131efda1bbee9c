"""Text from outside as it may stand in a prompt: nothing unseen in it, no mark of ours, and not too much of it."""

from __future__ import annotations

import unicodedata

import regex

# Joiners are part of words in Indic scripts and of emoji, one at a time; a row of them says something in secret.
UNSEEN = regex.compile(
    r"[\u200c\u200d]{2,}|(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]|[\U000E0100-\U000E01EF]|[\uFE00-\uFE0F]{2,}"
)
BREAKS = regex.compile(r"\r\n?|[\u0085\u2028\u2029\v\f]")
# What looks like the frames of a prompt, of ours or of well-known models, whatever stands inside.
FRAMES = regex.compile(
    r"<{2,}|>{2,}|⟦|⟧|<\|[^|<>\n]{0,40}\|?>?|\[/?INST\]|</?s>|</?(?:system|assistant|user|tool|developer)>",
    regex.IGNORECASE,
)
BLANK = regex.compile(r"\n{3,}")
TAIL = 4  # a text that is too long keeps its beginning, and its end as a quarter of the room


def plain(text: str, most: int, mark: str = "") -> str:
    """The text without invisible and control signs, without frames, cut in the middle to about `most` characters."""
    cut = shortened(text, most)
    seen = UNSEEN.sub("", BREAKS.sub("\n", cut))
    framed = FRAMES.sub(" ", seen)
    if mark:
        framed = regex.sub(regex.escape(mark), " ", framed, flags=regex.IGNORECASE)
    return BLANK.sub("\n\n", framed).strip()


def shortened(text: str, most: int) -> str:
    """The beginning and the end of a text that is longer than `most`, and between them how much is left out."""
    if len(text) <= most:
        return text
    end = most // TAIL
    return f"{text[: most - end]}\n[{len(text) - most} characters are left out here]\n{text[-end:]}"


def one_line(text: str, most: int, mark: str = "") -> str:
    """A name or a title: one line of it, folded into the plainest signs."""
    folded = unicodedata.normalize("NFKC", text[: most * 4])
    return " ".join(plain(folded, len(folded), mark).split())[:most]


def indented(text: str) -> str:
    """The text with every line but the first moved in, so that none of them looks like the beginning of a part."""
    return text.replace("\n", "\n  ")
