"""What a matching rule answers: in their language, in the form of their network, with its gaps filled in."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inbox.canned import GAP
from responders.fields import UNSAID
from responders.hours import Hours
from responders.language import language_of, main_script
from responders.rules.file import LINK, Rule
from responders.rules.gaps import Facts, fill, pieces
from responders.text import script_of, spaced
from responders.turn import Turn

NO_TEXT = "there is no text in their language"
EAST_ASIAN = frozenset({"Han", "Hiragana", "Katakana"})  # told apart by the language, as far as they can be


@dataclass(frozen=True, slots=True)
class Said:
    """An answer, the language it is in, its own words without anybody's name, and why a person must look at it."""

    text: str
    language: str
    ours: str
    doubts: tuple[str, ...] = ()


def answer(rule: Rule, texts: Mapping[str, str], turn: Turn, hours: Hours | None) -> Said:
    """The text of a rule for this turn; `texts` is what it says where nothing else is said for a network."""
    language, doubt = choose(texts, turn)
    network = turn.conversation.account.partition(":")[0]
    text = rule.text_on.get(network, {}).get(language) or texts[language]
    if rule.link and LINK not in text:
        text = f"{text}\n{LINK}"
    made = fill(text, Facts(turn, language, hours, rule.link or ""))
    open_gaps = tuple(f"nothing is known for {name}, so a person has to fill it in" for name in made.missing)
    return Said(made.text, language, made.ours, (*((doubt,) if doubt else ()), *open_gaps))


def choose(texts: Mapping[str, str], turn: Turn) -> tuple[str, str]:
    """The language to answer in, and why a person has to look at that ("" when nobody has to).

    What they write in counts first, then what their network says of them, then the only text in their script. A text
    that is written under no language is meant for all who can read it, as far as one can tell.
    """
    heard = turn.language
    theirs = turn.contact.language if turn.contact else ""
    for code in (heard,) if heard else (theirs,):
        if (found := _same(code, texts)) is not None:
            return found, ""
    if UNSAID in texts:
        return UNSAID, "" if _can_read(texts[UNSAID], turn) else f"{NO_TEXT}{f' ({heard})' if heard else ''}"
    written_in = main_script(turn.question)
    readable = [code for code in texts if not written_in or script_of(code) == written_in]
    if not heard and len(readable) == 1 and written_in:
        return readable[0], ""
    main = [code for code in texts if heard and _main(code) == _main(heard)]
    near = (main or readable or list(texts))[0]
    return near, f"{NO_TEXT} ({heard})" if heard else "their language is not certain"


def said_before(rule: Rule, turn: Turn) -> bool:
    """Whether this rule has answered them so lately, or here at all, that it must not answer again.

    Judged by what we said in the newest messages of the conversation, however its gaps were filled.
    """
    if not rule.cool_down and not rule.once:
        return False
    since = turn.now - round(rule.cool_down.total_seconds() * 1000) if rule.cool_down else turn.now
    forms = [pieces(text, rule.link or "") for text in rule.every_text]
    theirs = {message.id for message in turn.messages if message.contact == turn.asker}
    alone = turn.conversation.thread.kind == "direct"
    for message in turn.messages:
        to_them = alone or message.reply_to in theirs
        if message.ours and (rule.once or (to_them and message.at > since)) and _is_one_of(message.text, forms):
            return True
    return False


def _is_one_of(text: str, forms: Iterable[tuple[str, ...]]) -> bool:
    line = spaced(text)
    return any(_in_order(line, form) for form in forms if form)


def _in_order(line: str, form: tuple[str, ...]) -> bool:
    at = 0
    for piece in form:
        at = line.find(piece, at)
        if at < 0:
            return False
        at += len(piece) - 1  # the space behind it is also the one before the next
    return True


def _same(code: str, texts: Iterable[str]) -> str | None:
    """The text in this language and this script: pt-BR for pt, and never gu for gu-Latn."""
    known = [one for one in texts if one]
    exact = [one for one in known if one.lower() == code.lower()]
    sisters = [one for one in known if _main(one) == _main(code) and script_of(one) == script_of(code)]
    return next(iter((*exact, *sisters)), None) if code else None


def _can_read(text: str, turn: Turn) -> bool:
    """Whether whoever wrote the question can read a text of which nobody said the language."""
    plain = GAP.sub("", text)
    ours, heard = _language_of(plain), turn.language
    if ours and heard:
        return _main(ours) == _main(heard) and script_of(ours) == script_of(heard)
    scripts = {main_script(plain), main_script(turn.question)} - {""}
    return len(scripts) < 2 or scripts <= EAST_ASIAN


@functools.lru_cache(4096)
def _language_of(text: str) -> str:
    return language_of([text])


def _main(code: str) -> str:
    return code.lower().partition("-")[0]
