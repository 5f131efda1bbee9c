"""`networks`: what every network can do, side by side, or all that is known of one; no store is asked for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated

import typer
from rich.text import Text

from bot.surfaces.cli import lists
from bot.surfaces.cli.call import AsJson, Plainly, end
from bot.surfaces.cli.hung import Hung
from bot.surfaces.cli.screen import Picture, screen
from inbox.capabilities import Capabilities
from inbox.errors import NotFound
from inbox.matrix import NO, YES, Matrix, as_markdown, matrix

Known = Callable[[], Mapping[str, Capabilities]]
# What matters most, by the question of the whole table, with the head of its column.
IN_SHORT = {
    "Reply": "reply",
    "Write in private": "in private",
    "Hide the message": "hide",
    "Remove the message": "remove",
    "Block the person": "block",
    "Publish": "publish",
    "Cost": "cost",
}
FREE, PRICED = "free", "has prices"

Which = Annotated[str, typer.Argument(metavar="NETWORK", help="All about this one; left out: every one in short.")]
Markdown = Annotated[bool, typer.Option("--markdown", help="The page docs/networks/capabilities.md.")]


def add_networks(app: typer.Typer, known: Known) -> None:
    """Give `app` the command; `known` is asked when it is used, as the networks are heavy to load."""

    @app.command(rich_help_panel="Look")
    def networks(network: Which = "", markdown: Markdown = False, json: AsJson = False, plain: Plainly = False) -> None:
        """Show what every network can do: what it hears, what can be done there, limits and prices."""
        where = screen(json=json, plain=plain)

        async def tell() -> None:
            found = known()
            if network and network not in found:
                raise NotFound(f"There is no network {network}; there are {', '.join(found)}.")
            listed = [found[network]] if network else list(found.values())
            if markdown:
                where.write(as_markdown(listed).rstrip("\n"))
                return
            table = matrix(listed)
            fancy = where.fancy
            where.answer(lambda: _document(table, listed), lambda: _one(table) if network else _all(table, fancy=fancy))
            if fancy and not network:
                where.hint("All that is known of one: networks NAME")

        end(where, tell)


def _document(table: Matrix, known: Sequence[Capabilities]) -> dict[str, object]:
    """By network what it answers to each question, with the remark where there is one."""
    return {
        one.network: {
            "source": one.source,
            "read_on": one.read_on,
            "answers": [
                {"asked": row.asked, "answer": row.cells[place].text, "remark": row.cells[place].remark or None}
                for row in table.rows
            ],
        }
        for place, one in enumerate(known)
    }


def _all(table: Matrix, *, fancy: bool) -> Picture:
    """A line for each network with what matters most; where nobody looks at a terminal, the whole table."""
    if not fancy:
        yield from lists.table(
            ("", *table.networks),
            [("", *table.networks), *((row.asked, *(cell.text for cell in row.cells)) for row in table.rows)],
            fancy=False,
        )
        return
    wanted = [row for row in table.rows if row.asked in IN_SHORT]
    heads = ("network", *(IN_SHORT[row.asked] for row in wanted))
    rows = [
        (Text(name, "bold"), *(_in_short(row.asked, row.cells[place].text) for row in wanted))
        for place, name in enumerate(table.networks)
    ]
    yield from lists.table(heads, rows, fancy=True)


def _in_short(asked: str, text: str) -> Text:
    if text == NO:
        return Text("-", "dim")
    if IN_SHORT[asked] == "cost":
        return Text(FREE if text == FREE else PRICED, "" if text == FREE else "yellow")
    everywhere = text.partition(":")[0] == YES
    return Text("yes" if everywhere else "partly", "green" if everywhere else "yellow")


def _one(table: Matrix) -> Picture:
    """Every question with the answer of one network, and what is special about it."""
    width = max(len(row.asked) for row in table.rows) + 2
    for row in table.rows:
        cell = row.cells[0]
        said = Text.assemble(cell.text, (f"  {cell.remark}" if cell.remark else "", "dim"))
        yield Hung(said, row.asked.ljust(width), " " * width)
