"""The commands of `run.py brand`: what the brand says of itself, what an answer would rest on, and one line more.

They read and write files only, so no store is opened for them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from bot.surfaces.cli import arguments as given
from bot.surfaces.cli import lists, safe
from bot.surfaces.cli.call import AsJson, Plainly, end
from bot.surfaces.cli.screen import Picture, Screen, screen
from inbox.models import AccountId
from responders.brain import Line, Passage, stale_because

if TYPE_CHECKING:  # it brings numpy, which most commands do without
    from responders.brain.knowledge import Knowledge

Json = dict[str, object]
Day = Annotated[
    datetime | None, typer.Option("--review", formats=["%Y-%m-%d"], metavar="DAY", help="When to read it again.")
]
Owner = Annotated[str, typer.Option("--owner", help="Who answers for it; left out: as the section or the file says.")]
SEPARATE = " / "
Write = Callable[[str, str, str, date | None], Awaitable[Line]]  # the line as it is read then; or a Refused


def commands(
    lines: Callable[[], Sequence[Line]],
    knowledge: Callable[[], Knowledge],
    add: Write,
    change: Write,
    today: Callable[[], date] = lambda: datetime.now(UTC).date(),
) -> typer.Typer:
    """What there is to do with the brand's own words.

    `lines` are those of brand.yaml, `knowledge` is all that an answer could rest on. `add` takes section, text, owner
    and review of a new line; `change` takes an id first, and leaves as it was what is empty.
    """
    app = typer.Typer(help="What the brand says of itself, and what an answer would rest on.")
    _reading(app, lines, knowledge, today)
    _writing(app, add, change, today)
    return app


def _reading(
    app: typer.Typer, lines: Callable[[], Sequence[Line]], knowledge: Callable[[], Knowledge], today: Callable[[], date]
) -> None:
    @app.callback(invoke_without_command=True)
    def brand(context: typer.Context, json: AsJson = False, plain: Plainly = False) -> None:
        """Show every line of the brand with its owner and the day of its review; stale ones are marked."""
        if context.invoked_subcommand is None:
            _carry_out(lambda where: _show(where, lines(), today()), json=json, plain=plain)

    @app.command()
    def find(
        words: Annotated[list[str], typer.Argument(metavar="WORDS…", help="What somebody asks.")],
        account: Annotated[str, typer.Option("--account", help="Where, such as telegram:main.")] = "",
        limit: given.Limit = 6,
        json: AsJson = False,
        plain: Plainly = False,
    ) -> None:
        """Show what an answer to these words would rest on: lines, products, FAQ entries, pieces of documents."""

        async def look(where: Screen) -> None:
            asked = " ".join(words)
            found = knowledge().find(asked, limit, account=AccountId(account) if account else None)
            _found(where, asked, found)

        _carry_out(look, json=json, plain=plain)


def _writing(app: typer.Typer, add: Write, change: Write, today: Callable[[], date]) -> None:
    @app.command(name="add")
    def add_line(
        section: Annotated[str, typer.Argument(metavar="SECTION", help="Such as values, products or red_lines.")],
        text: given.Words,
        owner: Owner = "",
        review: Day = None,
        json: AsJson = False,
        plain: Plainly = False,
    ) -> None:
        """Add a line to a section of brand.yaml; a running Sangam takes it over at once."""

        async def write(where: Screen) -> None:
            line = await add(section, text, owner, review.date() if review else None)
            where.answer(lambda: _line(line, today()), lambda: [f"Added as {safe.line(line.id)}."])

        _carry_out(write, json=json, plain=plain)

    @app.command(name="set")
    def set_line(
        id: Annotated[str, typer.Argument(metavar="ID", help="The line, as brand shows it.")],
        text: given.NewText = None,
        owner: Owner = "",
        review: Day = None,
        json: AsJson = False,
        plain: Plainly = False,
    ) -> None:
        """Change the text, owner or review of a line of brand.yaml; what is left out stays."""

        async def write(where: Screen) -> None:
            line = await change(id, text or "", owner, review.date() if review else None)
            where.answer(lambda: _line(line, today()), lambda: [f"Changed; it is {safe.line(line.id)}."])

        _carry_out(write, json=json, plain=plain)


def _carry_out(work: Callable[[Screen], Awaitable[None]], *, json: bool, plain: bool) -> None:
    where = screen(json=json, plain=plain)

    async def within() -> Any:
        await work(where)

    end(where, within)


async def _show(where: Screen, lines: Sequence[Line], today: date) -> None:
    where.answer(
        lambda: {"lines": [_line(line, today) for line in lines]},
        lambda: _table(lines, today, fancy=where.fancy),
    )
    stale = sum(any(stale_because(line, today)) for line in lines)
    if not lines:
        where.hint("The brand says nothing of itself yet; config/brand.yaml holds its lines.")
    elif stale:
        where.hint(f"{stale} of {len(lines)} lines are marked !: nobody answers for them, or their day is over.")


def _table(lines: Sequence[Line], today: date, *, fancy: bool) -> Picture:
    rows = [
        (
            safe.line(line.id),
            Text("!" if any(stale_because(line, today)) else "", "bold yellow"),
            safe.line(line.owner) or "-",
            str(line.review or "-"),
            f"{line.section} ({line.network})" if line.network else line.section,
            safe.line(line.text.replace("\n", SEPARATE)),
        )
        for line in lines
    ]
    return lists.table(("id", "", "owner", "review", "section", "text"), rows, fancy=fancy) if rows else ()


def _found(where: Screen, asked: str, found: Sequence[Passage]) -> None:
    rows = [
        (safe.line(one.id), one.kind, safe.line(one.title), safe.line(one.text.replace("\n", SEPARATE)))
        for one in found
    ]
    where.answer(
        lambda: {
            "words": asked,
            "passages": [{"id": one.id, "kind": one.kind, "title": one.title, "text": one.text} for one in found],
        },
        lambda: lists.table(("id", "kind", "title", "text"), rows, fancy=where.fancy) if rows else (),
    )
    if not found:
        where.hint("Nothing here has to do with it: a model would have nothing to rest on.")


def _line(line: Line, today: date) -> Json:
    return {
        "id": line.id,
        "section": line.section,
        "network": line.network or None,
        "title": line.title,
        "text": line.text,
        "owner": line.owner or None,
        "review": line.review.isoformat() if line.review else None,
        "public": line.public,
        "stale": list(stale_because(line, today)),
    }
