"""The model of the demo: sensible and deterministic. It says what the source that fits says, or hands over."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from bot.playground.model.languages import SMALL_WORDS, language_of
from bot.playground.model.reading import Asked, Source
from bot.playground.model.vectors import vector

ENOUGH = 0.5  # how much of what a question asks for a sentence must have
ALIKE = 0.3  # how much the likeness of their letters counts beside that
LETTERS = 4  # by which two words are the same
FEWEST = 3  # words of a sentence
SMALL = frozenset(SMALL_WORDS["en"].split()) | set(
    re.findall(
        r"\w+",
        "your this that have has had our much many there any some about would could will can may want need know come "
        "get bring tell give more was were did they them its not but from also only just still",
    )
)
ASKS = re.compile(
    r"[?？؟]|^\W*(?:who|what|when|where|why|which|how (?:much|many|long|do|does|can|is|are)"
    r"|can|could|do|does|did|is|are|will|would|may|wann|wo|wie|was|habt"
    r"|cu[aá]ndo|d[oó]nde|cu[aá]nto|qu[eé]|quand|où|combien|kya|kab|kitna|क्या|कब|कहाँ|શું|ક્યારે)\b",
    re.IGNORECASE,
)
PRICE = re.compile(r"^Price: (.+)$", re.MULTILINE)
ASKS_PRICE = re.compile(r"\b(?:how much|price|costs?|cuesta|kostet|coûte|prix|preis)\b|कीमत|કિંમત|多少钱", re.IGNORECASE)
WHOLE = 240  # characters of a source that is said as it is
SENTENCE = re.compile(r"(?<=[.!?।。！？؟])\s+|\n+|(?<=[。！？])")
SIGNS: tuple[tuple[str, str, str], ...] = (
    ("manipulation", "neutral", r"ignore (?:all|your|the|previous)|system prompt|your instructions|you are now|act as"),
    ("asks_for_person", "neutral", r"\b(?:human|real person|speak to (?:a|someone)|persona real|mensch)\b"),
    ("danger", "negative", r"\b(?:kill|suicide|bomb|hurt myself)\b"),
    (
        "complaint",
        "angry",
        r"\b(?:broken|cracked|terrible|scam|worst|disgusting|furious|roto|kaputt|never again)\b|!{3,}",
    ),
    ("payment", "negative", r"\b(?:refund me|my refund|money back|charged twice|my payment|mi dinero|mein geld)\b"),
    ("personal_data", "neutral", r"\b(?:my order|my parcel|mi pedido|meine bestellung|order number)\b"),
)
SARCASM = re.compile(r"\b(?:oh great|well done|thanks for nothing|bravo|just what i needed)\b|🙄", re.IGNORECASE)
KIND = "thanks|thank you|gracias|merci|danke|धन्यवाद|આભાર|谢谢|lovely|beautiful|nice|wow|love it|so much|a lot"
THANKS = re.compile(rf"(?:\W*(?:{KIND}))+\W*", re.IGNORECASE)
PLEASANT = "Thank you for asking! "


def demo(asked: Asked) -> dict[str, object]:
    """An answer in the form that the prompt asks for."""
    if "draft" in asked.parts:
        return _rewritten(asked)
    question = asked.question
    for reason, sentiment, pattern in SIGNS:
        if re.search(pattern, question, re.IGNORECASE):
            return _answer("", sentiment, reason, "they need somebody of the team", ())
    sarcastic = bool(SARCASM.search(question))
    if THANKS.fullmatch(question.strip()):
        return _answer("", "positive", "", "they say something kind", ())
    asks = " ".join(part for part in SENTENCE.split(question) if part and ASKS.search(part))
    if not asks:
        return _answer("", "neutral", "", "they tell something", ())
    found = _best(asks, asked.sources)
    if found is None:
        return _answer("", "neutral", "not_in_sources", "something that we wrote nothing about", ())
    source, sentence = found
    return _answer(sentence, "sarcastic" if sarcastic else "neutral", "", source.title or "a question", (source.id,))


def _rewritten(asked: Asked) -> dict[str, object]:
    draft, system = asked.parts["draft"], asked.system.lower()
    cited = tuple(source.id for source in asked.sources if _shares(source.text, draft))[:1]
    wish = system.partition("wants another draft")[2]
    text = draft
    if "short" in wish:
        text = SENTENCE.split(draft)[0]
    elif "friendl" in wish or "warm" in wish:
        text = f"{PLEASANT}{draft}"
    return _answer(text, "neutral", "", "another draft", cited)


def _best(question: str, sources: Sequence[Source]) -> tuple[Source, str] | None:
    """The source that has most of what the question asks for, and what of it is said.

    What the brand's lines and documents say goes first: the FAQ has answered already what it knows how to answer.
    """
    own = [source for source in sources if ":" in source.id] or sources
    parts = [(source, part) for source in own for part in SENTENCE.split(source.text) if len(part.split()) >= FEWEST]
    stems = [_stems(f"{source.title} {part}") for source, part in parts]
    wanted = _stems(question)
    weights = {stem: math.log((len(parts) + 1) / (0.5 + sum(stem in one for one in stems))) for stem in wanted}
    about, whole = vector(question), sum(weights.values()) or 1.0
    ranked = [
        (
            sum(weights[stem] for stem in wanted & there) / whole + ALIKE * _likeness(about, vector(parts[place][1])),
            -place,
            *parts[place],
        )
        for place, there in enumerate(stems)
    ]
    best = max(ranked, key=lambda one: one[:2], default=None)
    return (best[2], _said(question, best[2], best[3])) if best and best[0] >= ENOUGH else None


def _said(question: str, source: Source, part: str) -> str:
    """A price as a sentence; a short text as it is; else the sentence that fits."""
    price = PRICE.search(source.text)
    if price and ASKS_PRICE.search(question):
        return f"The {source.title} costs {price[1]}."
    return source.text if len(source.text) <= WHOLE and "\n" not in source.text else part.strip()


def _stems(text: str) -> set[str]:
    """The larger words of a text by their first letters; a plural of three letters by these."""
    found = [word for word in re.findall(r"[^\W\d_]{3,}", text.lower()) if word not in SMALL]
    return {word[:LETTERS].rstrip("s") if len(word) <= LETTERS else word[:LETTERS] for word in found}


def _shares(source: str, draft: str) -> bool:
    return any(sentence.strip() and sentence.strip() in draft for sentence in SENTENCE.split(source))


def _likeness(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def _answer(reply: str, sentiment: str, reason: str, intent: str, sources: tuple[str, ...]) -> dict[str, object]:
    return {
        "reply": reply,
        "language": language_of(reply) if reply else "en",
        "intent": intent,
        "sentiment": sentiment,
        "needs_person": bool(reason),
        "reason": reason or "none",
        "sources": list(sources),
    }
