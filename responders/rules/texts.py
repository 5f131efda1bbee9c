"""What a matching rule answers: in their language, in the form of their network, with its gaps filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inbox.canned import GAP
from responders.fields import UNSAID
from responders.hours import Hours
from responders.language import among, base, language_in, main_script, one_script, same
from responders.rules.file import LINK, Rule
from responders.rules.gaps import Facts, fill, pieces
from responders.text import script_of, spaced
from responders.turn import Turn

NO_TEXT = "there is no text in their language"


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
    if found := among(heard or theirs, texts):
        return found, ""
    if UNSAID in texts:
        return UNSAID, "" if _can_read(texts[UNSAID], turn) else f"{NO_TEXT}{f' ({heard})' if heard else ''}"
    written_in = main_script(turn.question)
    readable = [code for code in texts if not written_in or script_of(code) == written_in]
    if not heard and len(readable) == 1 and written_in:
        return readable[0], ""
    main = [code for code in texts if heard and base(code) == base(heard)]
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


def _can_read(text: str, turn: Turn) -> bool:
    """Whether whoever wrote the question can read a text of which nobody said the language."""
    plain = GAP.sub("", text)
    ours, heard = language_in(plain), turn.language
    return same(ours, heard) if ours and heard else one_script(plain, turn.question)
