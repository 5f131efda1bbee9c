"""Where in the FAQ a question belongs: to the entry of its id, to the one that answers so already, or to a new one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString
from ruamel.yaml.tokens import CommentToken

from config.problems import nearest
from inbox.errors import AlreadyDecided, NotAllowed, NotFound
from responders.fields import UNSAID
from responders.language import among, language_of
from responders.text import spaced, words

LONGEST_ID, WORDS_OF_ID = 48, 5
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What shall be in the FAQ; an empty `language` means that nobody said which."""

    id: str
    question: str
    answer: str
    language: str


def put(data: CommentedMap, wanted: Wanted) -> tuple[str, bool]:
    """Put it there; answers the entry's id, and whether it is a new one. Raises a Refused that says why not."""
    entries = _entries(data)
    _refuse_known(data, wanted.question)
    entry = next((one for one in entries if one["id"] == wanted.id), None)
    if entry is None and wanted.answer:
        entry = next((one for one in entries if wanted.answer in _answers(one).values()), None)
    if entry is None:
        id = wanted.id or _made_id(wanted.question, {str(one["id"]) for one in entries})
        entries.append(_entry(id, wanted))
        _set_apart(entries)
        return id, True
    language = _answered(entry, wanted)
    _ask(entry, language, _written(wanted.question))
    return str(entry["id"]), False


def put_phrasing(data: CommentedMap, wanted: Wanted) -> tuple[str, bool]:
    """Add one more way to ask for an entry that there is. Raises a Refused that says why not."""
    entries = _entries(data)
    _refuse_known(data, wanted.question)
    entry = next((one for one in entries if one["id"] == wanted.id), None)
    if entry is None:
        hint = nearest(wanted.id, [str(one["id"]) for one in entries])
        raise NotFound("; ".join(filter(None, (f"Not added: the FAQ has no entry {wanted.id}", hint))))
    asked = entry["questions"]
    language = wanted.language
    if not language and isinstance(asked, CommentedMap):
        heard = language_of([wanted.question])
        language = (among(heard, asked) or heard) if heard or len(asked) > 1 else next(iter(asked))
    _ask(entry, language, _written(wanted.question))
    return str(entry["id"]), False


def put_nothing(data: CommentedMap, question: str) -> tuple[str, bool]:
    """Add a question to those that no entry answers. Raises a Refused that says why not."""
    _refuse_known(data, question)
    listed, said = data.get(NOTHING), _written(question)
    if listed:
        data[NOTHING] = _longer(listed, said)
    elif NOTHING in data:
        data[NOTHING] = CommentedSeq([said])
    else:
        data.insert(0, NOTHING, CommentedSeq([said]))
    return "", False


def _entries(data: CommentedMap) -> CommentedSeq:
    """The list of entries, an empty one where there is none yet."""
    if not data.get("entries"):
        data["entries"] = CommentedSeq()
    entries: CommentedSeq = data["entries"]
    return entries


def holds(entry: Mapping[str, object], wanted: Wanted) -> bool:
    """Whether an entry has the question and gives the answer, to the letter."""
    given = [text.strip() for text in _texts(entry["answer"])]
    return wanted.question in _texts(entry["questions"]) and (not wanted.answer or wanted.answer in given)


def _entry(id: str, wanted: Wanted) -> CommentedMap:
    questions, answer = [_written(wanted.question)], _written(wanted.answer)
    if not wanted.language:
        return CommentedMap(id=id, questions=questions, answer=answer)
    return CommentedMap(id=id, questions={wanted.language: questions}, answer={wanted.language: answer})


def _set_apart(entries: CommentedSeq) -> None:
    """A blank line before the last entry, as between the others."""
    if len(entries) > 1 and not entries.fa.flow_style():
        entries.yaml_set_comment_before_after_key(len(entries) - 1, before="\n")


def _refuse_known(data: CommentedMap, question: str) -> None:
    asked = spaced(question)
    for entry in data.get("entries") or ():
        if asked in {spaced(text) for text in _texts(entry["questions"])}:
            raise AlreadyDecided(f"The FAQ has this question already, in the entry {entry['id']}.")
    if asked in {spaced(text) for text in _texts(data.get(NOTHING) or [])}:
        raise AlreadyDecided(f"The FAQ has this question already, among those that no entry answers ({NOTHING}).")


def _texts(value: object) -> Iterator[str]:
    """The texts of one, of a list, or of either by language."""
    match value:
        case dict():
            for item in value.values():
                yield from _texts(item)
        case list():
            yield from map(str, value)
        case _:
            yield str(value)


def _answers(entry: CommentedMap) -> dict[str, str]:
    answer = entry["answer"]
    by_language = answer if isinstance(answer, dict) else {UNSAID: answer}
    return {language: str(text).strip() for language, text in by_language.items()}


def _answered(entry: CommentedMap, wanted: Wanted) -> str:
    """The language in which the entry answers so, after it was taught that answer if it has none in that language."""
    answers = _answers(entry)
    same = [language for language, text in answers.items() if text == wanted.answer]
    if wanted.language and UNSAID not in answers and wanted.language not in answers and wanted.answer:
        _append(entry["answer"], wanted.language, _written(wanted.answer))
        return wanted.language
    if wanted.answer and not same:
        raise NotAllowed(f"Not added: the entry {entry['id']} answers something else; choose another id.")
    if wanted.language in answers or UNSAID in answers:
        return wanted.language
    if wanted.language:
        raise NotAllowed(f"Not added: the entry {entry['id']} has no answer in {wanted.language}; give one.")
    if not same and len(answers) > 1:
        raise NotAllowed(f"Not added: the entry {entry['id']} answers in {', '.join(answers)}; say in which language.")
    return (same or list(answers))[0]


def _ask(entry: CommentedMap, language: str, question: str) -> None:
    """Add a way to ask to those that there are, however they are written down."""
    asked = entry["questions"]
    if not isinstance(asked, CommentedMap):
        entry["questions"] = _longer(asked, question)
    elif language in asked:
        asked[language] = _longer(asked[language], question)
    elif language:
        _append(asked, language, CommentedSeq([question]))
    else:
        raise NotAllowed(f"Not added: the entry {entry['id']} is asked in {', '.join(asked)}; say in which language.")


def _longer(asked: object, question: str) -> CommentedSeq:
    if isinstance(asked, CommentedSeq):
        asked.append(question)
        _move_blank_line(asked, len(asked) - 2, len(asked) - 1)
        return asked
    return CommentedSeq([asked, question])


def _append(by_language: CommentedMap, language: str, value: object) -> None:
    last = list(by_language)[-1]
    by_language[language] = value
    _move_blank_line(by_language, last, language)


def _move_blank_line(block: CommentedMap | CommentedSeq, last: object, new: object) -> None:
    """What stood below the last item, a blank line before the next entry, belongs below the new one."""
    places = block.ca.items.get(last, ())
    for place, token in enumerate(places):
        beside, end, below = token.value.partition("\n") if token else ("", "", "")
        if not below:
            continue
        moved: list[CommentToken | None] = [None] * len(places)
        moved[place] = CommentToken("\n" + below if beside else token.value, token.start_mark, None)
        places[place] = CommentToken(beside + end, token.start_mark, None) if beside else None
        block.ca.items[new] = moved


def _written(text: str) -> str:
    """A text of several lines keeps them in the file, where it can; signs that cannot be seen are written as such."""
    lines = text.split("\n")
    if not all(line.isprintable() for line in lines):
        quoted: str = DoubleQuotedScalarString(text)
        return quoted
    plain = all(line == line.rstrip() for line in lines) and not text.startswith(" ")
    return LiteralScalarString(text) if len(lines) > 1 and plain else text


def _made_id(question: str, taken: set[str]) -> str:
    """A short name out of the first words; a number where its script has no letters for one."""
    plain = unicodedata.normalize("NFKD", question).encode("ascii", "ignore").decode()
    base = (
        "-".join(word for word in words(plain)[:WORDS_OF_ID] if word.isascii())[: LONGEST_ID - 4].strip("-") or "entry"
    )
    numbers = ("", *(f"-{number}" for number in range(2, len(taken) + 3)))
    return next(base + number for number in numbers if base + number not in taken)
