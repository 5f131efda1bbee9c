"""The model of the demo: sensible and deterministic. It says what the source that fits says, or hands over."""

from __future__ import annotations

import re

from bot.playground.model.languages import SMALL_WORDS, language_of
from bot.playground.model.reading import Asked, Source
from bot.playground.model.vectors import vector

ENOUGH = 0.3  # likeness of a question and a sentence
SHARED = 0.4  # what it counts that all words of a question stand in a sentence
SMALL = frozenset(SMALL_WORDS["en"].split()) | {"your", "this", "that", "have", "has", "our", "much", "bring"}
WHOLE = 240  # characters of a source that is said as it is
SENTENCE = re.compile(r"(?<=[.!?।。！？])\s+|\n+|(?<=[。！？])")
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
    found = _best(asked)
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


def _best(asked: Asked) -> tuple[Source, str] | None:
    """The source that is most like the question, and of its sentences the one that is, or all when it is short."""
    about = vector(asked.question)
    ranked = [
        (_likeness(about, vector(f"{source.title} {part}")) + _common(asked.question, part), -place, source, part)
        for place, source in enumerate(asked.sources)
        for part in SENTENCE.split(source.text)
        if part.strip()
    ]
    best = max(ranked, key=lambda one: one[:2], default=None)
    if best is None or best[0] < ENOUGH:
        return None
    source = best[2]
    return source, source.text if len(source.text) <= WHOLE and "\n" not in source.text else best[3].strip()


def _common(question: str, part: str) -> float:
    """How many of the question's larger words begin like one of the sentence."""
    asked = {word for word in re.findall(r"[^\W\d_]{3,}", question.lower()) if word not in SMALL}
    words = re.findall(r"[^\W\d_]{3,}", part.lower())
    there = {word[:4] for word in words} | {word[:3] for word in words if len(word) == 4}  # dogs, and dog
    return SHARED * sum(word[:4] in there for word in asked) / len(asked) if asked else 0.0


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
