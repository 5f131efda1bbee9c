"""The stand-in behind /v1/moderations: it scores by single words, as one would without a model, and always the same.

It knows the word lists of the toxicity check but none of its combinations; so it takes "I am a proud …" for hate.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from responders.moderation.toxicity.lexicon import lexicon
from responders.text import words

MODERATION: Final = "omni-moderation-latest"
CATEGORIES: Final = (
    "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm",
    "self-harm/instructions", "self-harm/intent", "sexual", "sexual/minors", "violence", "violence/graphic",
)  # fmt: skip
SAYS: Final[Mapping[str, Mapping[str, float]]] = {
    "slur": {"hate": 0.8, "harassment": 0.7},
    "slur_maybe": {"hate": 0.6, "harassment": 0.6},
    "dehuman": {"hate": 0.5, "harassment": 0.4},
    "below": {"hate": 0.3},
    "exclude": {"hate": 0.4},
    "insult": {"harassment": 0.4, "hate": 0.3},
    "insult_noun": {"harassment": 0.6, "hate": 0.2},
    "abuse": {"harassment": 0.7},
    "emote": {"hate": 0.4},
    "emote_by": {"hate": 0.3},
    "harm": {"violence": 0.5, "harassment/threatening": 0.3, "hate/threatening": 0.3},
    "doom": {"violence": 0.7, "harassment/threatening": 0.7, "hate/threatening": 0.5},
    "sexual": {"sexual": 0.8},
    "despair": {"self-harm": 0.8, "self-harm/intent": 0.7},
    "despair_maybe": {"self-harm": 0.5},
    "group": {"hate": 0.2, "hate/threatening": 0.2},
}
FLAGGED: Final = 0.5
LEAST: Final = 0.0001  # nothing scores nothing


def scores(text: str, language: str = "en") -> dict[str, float]:
    """0 to 1 for each category: the more words speak for it, the nearer to 1."""
    left: dict[str, float] = dict.fromkeys(CATEGORIES, 1.0 - LEAST)
    counted = Counter(kind for hit in lexicon(language).hits(words(text)) for kind in hit.kinds)
    for kind, times in counted.items():
        for name, weight in SAYS.get(kind, {}).items():
            left[name] *= (1.0 - weight) ** times
    return {name: round(1.0 - share, 6) for name, share in left.items()}


def moderation(model: str, texts: Sequence[str]) -> dict[str, object]:
    """The body of an answer, with the fields that OpenAI's API reference gives it (read 2026-11)."""
    digest = hashlib.blake2b("\n".join(texts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    return {"id": f"modr-{digest}", "model": model, "results": [_result(text) for text in texts]}


def _result(text: str) -> dict[str, object]:
    found = scores(text)
    flags = {name: score >= FLAGGED for name, score in found.items()}
    return {
        "flagged": any(flags.values()),
        "categories": flags,
        "category_scores": found,
        "category_applied_input_types": {name: ["text"] for name in CATEGORIES},
    }
