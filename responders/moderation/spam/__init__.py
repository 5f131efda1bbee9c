"""How probably a text is spam or a scam, and why: a small model of characters, words, links and what words do.

`version` is the digest of the weights and of the words that they go with. Weights are read, and numpy is imported, with
the first text only.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

_MADE_OF = [Path(__file__).with_name(name).read_bytes() for name in ("weights.json", "kinds.txt")]
version = hashlib.sha256(b"".join(_MADE_OF)).hexdigest()[:12]


def score(text: str, *, private: bool = False) -> float:
    """The probability that a text is spam, 0 to 1; of a long text the beginning and the end are read.

    A private message is judged by what messages bring, anything else by what stands under posts.
    """
    from responders.moderation.spam import model

    return model.score(text, private=private)


def because(text: str) -> str:
    """The two or three strongest reasons in the words of a moderator."""
    from responders.moderation.spam import reasons

    return reasons.because(text)
