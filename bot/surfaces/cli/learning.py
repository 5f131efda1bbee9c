"""The command that shows what can be learned, and takes a lesson over or puts it away."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.text import Text

from bot.surfaces.cli import arguments as given
from bot.surfaces.cli import safe
from bot.surfaces.cli.call import Call, Parts, as_command
from bot.surfaces.cli.screen import Document, Picture
from inbox.review import require
from inbox.times import day, iso
from inbox.wording import LESSONS

if TYPE_CHECKING:
    from responders.mining import Lesson, Teach

Teaching = Callable[[], "Teach"]


async def learn(
    teaching: Teaching,
    call: Call,
    verb: Annotated[
        Literal["accept", "dismiss"] | None, typer.Argument(metavar="accept|dismiss", help="What to do with one.")
    ] = None,
    lesson: Annotated[str, typer.Argument(metavar="LESSON", help="Its id, as the list shows it.")] = "",
    since: given.Since = "30d",
    question: Annotated[str, typer.Option("--question", help="Accept it with this question instead.")] = "",
    answer: Annotated[str, typer.Option("--answer", help="Accept it with this answer.")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=1_000, help="How many of each kind are shown.")] = 10,
) -> None:
    """Show what the FAQ could learn from what was asked and sent; accept a lesson or dismiss it."""
    from bot.learning import accept, book_of, dismiss, find, lessons

    require(call.by, "faq" if verb else "look")
    if bool(verb) != bool(lesson):
        raise typer.BadParameter("write accept or dismiss, and the id of a lesson behind it", param_hint="LESSON")
    found = await lessons(call.brand, book_of(call.parts.faq()), given.begin(since, call.brand.now()))
    if not verb:
        shown = [one for what in LESSONS for one in [one for one in found if one.what == what][:limit]]
        call.screen.answer(lambda: {"lessons": [_document(one) for one in shown]}, lambda: _picture(shown))
        call.screen.hint("learn accept ID   learn dismiss ID" if shown else "There is nothing to learn.")
        return
    one = find(found, lesson)
    if verb == "dismiss":
        await dismiss(call.brand, call.by, one)
        _done(call, one, verb, "It is not proposed again.")
        return
    entry = await accept(call.brand, call.by, one, teaching(), question=question, answer=answer)
    where = f"the entry {entry}" if entry else "`nothing`"
    _done(call, one, verb, f"Written into {where} of faq.yaml.", entry=entry or None)


def _done(call: Call, lesson: Lesson, verb: str, sentence: str, **more: object) -> None:
    call.screen.answer(lambda: {"lesson": lesson.id, "verb": verb, **more}, lambda: [sentence])


def _document(one: Lesson) -> Document:
    return {
        "id": one.id,
        "what": one.what,
        "question": one.question,
        "questions": list(one.questions),
        "answer": one.answer or None,
        "entry": one.entry or None,
        "language": one.language or None,
        "count": one.count,
        "last": iso(one.last),
        "conversations": list(one.conversations),
    }


def _picture(shown: Sequence[Lesson]) -> Picture:
    for what, title in LESSONS.items():
        lessons = [one for one in shown if one.what == what]
        if lessons:
            yield Text(f"\n{title}" if lessons[0] is not shown[0] else title, "bold")
        for one in lessons:
            yield Text.assemble((one.id, "yellow"), f"  {_said(one)}")
            yield from (Text(f"         {line}", "dim") for line in _more(one))


def _said(one: Lesson) -> str:
    question = f"“{safe.line(one.question)}”"
    match one.what:
        case "phrasing":
            return f"{safe.line(one.entry)}: {question}"
        case "entry":
            return safe.line(one.answer)
        case "nothing" if one.entry:
            return f"{question}, not {safe.line(one.entry)}"
        case _:
            return question


def _more(one: Lesson) -> list[str]:
    ways = [f"“{safe.line(way)}”" for way in one.questions if way != one.question or one.what == "entry"][:3]
    where = ", ".join(safe.line(id) for id in one.conversations)
    times = "once" if one.count == 1 else f"{one.count:,} times"
    asked = [f"asked: {', '.join(ways)}"] if ways else []
    return [*asked, f"{times}, last on {day(one.last)}, in {where}"]


def add_learning(app: typer.Typer, parts: Parts, teaching: Teaching) -> None:
    """Give `app` the command."""
    command = as_command(partial(learn, teaching), parts)
    app.command("learn", rich_help_panel="Look back", help=inspect.getdoc(learn))(command)
