"""Lists as tables: the queue, what is parked, how things stand. Without a terminal, tabs instead of columns.

The ids stand first and words from outside last: no script's width can move what stands behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from bot.surfaces.cli import safe, words
from bot.surfaces.cli.screen import Picture
from inbox.policy import Mode
from inbox.spending import AccountSpending, in_words
from inbox.store.conversations import Page, Row
from inbox.store.modes import AccountState
from inbox.times import span, stamp
from inbox.views import SHELVES, Overview, Parked
from inbox.wording import open_in

STATES = {"ok": "green", "paused": "yellow", "stopped": "bold red"}
MODES = {"normal": "green", "careful": "yellow", "crisis": "bold red", "stopped": "bold red"}
FIRST = {"closing": "closes", "held": "held for"}  # what the first column is called, where it is not how long they wait
GAP, ENOUGH, LONGEST_NAME = 2, 24, 24  # in cells of the terminal
LATE, TOO_LATE = 3_600_000, 86_400_000  # how long somebody waits before it is shown in yellow, in red


def queue(shelf: str, found: Page, now: int, *, fancy: bool) -> Picture:
    """A page of a shelf."""
    if fancy:
        title = SHELVES.get(shelf, (shelf, False))[0]
        yield Text.assemble((safe.line(title), "bold"), (f" · {found.total}", "dim"))
    first = FIRST.get(shelf)
    rows = [_row(row, now, shelf, fancy=fancy) for row in found.rows]
    if rows:
        yield from table((first or "waits", "conversation", "draft", "who", "said"), rows, fancy=fancy)


def parked(found: Parked, *, fancy: bool) -> Picture:
    """Sends that did not work out, then arrivals that nobody understood."""
    sends = [
        (one.id, f"{one.tries} tries", one.conversation, words.action(one.action), safe.line(one.words))
        for one in found.deliveries
    ]
    if sends:
        yield from table(("delivery", "tried", "conversation", "action", "what was said"), sends, fancy=fancy)
    yield from by_hand(found, fancy=fancy)
    arrivals = [
        (stamp(at), safe.line(id), f"{safe.line(why)}: {safe.line(raw)}") for id, raw, why, at in found.unreadable
    ]
    if arrivals:
        yield from table(("arrived", "update", "not understood"), arrivals, fancy=fancy)
    if not sends and not arrivals and fancy:
        yield Text("Nothing is parked.", "green")


def by_hand(found: Parked, *, fancy: bool) -> Picture:
    """Where each that could not be sent can be said in the network's own pages, with the text as it is to be copied."""
    for one in found.deliveries:
        if address := found.opens.get(one.id):
            yield Text.assemble(
                "\n" if fancy else "", (f"{one.id}  {open_in(one.account)}: ", "dim"), safe.line(address)
            )
            yield safe.lines(str(getattr(one.action, "text", "")))


def overview(found: Overview, now: int, *, fancy: bool) -> Picture:
    """Counts of each shelf, the accounts, what they have spent, and the mode."""
    yield mode(found.mode)
    counts = [(name, str(count)) for name, count in found.counts.items() if name != "held" or found.reviews]
    yield from table(("shelf", "how many"), counts, fancy=fancy)
    accounts = [
        (
            state.account,
            Text(state.state, STATES.get(state.state, "")),
            f"heard {span(now - state.heard_at)} ago" if state.heard_at else "heard nothing yet",
            "; ".join(filter(None, (safe.line(state.why), _recovered(state, now)))),
        )
        for state in found.accounts
    ]
    if accounts:
        yield from table(("account", "state", "last heard", "why"), accounts, fancy=fancy)
    yield from spending(found.spending, now, fancy=fancy)


def spending(found: Sequence[AccountSpending], now: int, *, fancy: bool) -> Picture:
    """What the calls of each account have cost, and how it goes on."""
    if found:
        rows = [(one.account, safe.line(in_words(one, now))) for one in found]
        yield from table(("account", "spent"), rows, fancy=fancy)


def mode(now: Mode) -> Text:
    """How careful we are right now."""
    by = f" by {safe.line(now.by)}" if now.by else ""
    why = f": {safe.line(now.why)}" if now.why else ""
    until = f", until {stamp(now.until)}" if now.until else ""
    return Text.assemble("mode ", (now.level, MODES[now.level]), (f"{by}{why}{until}", "dim"))


def table(names: Sequence[str], rows: Sequence[Sequence[str | Text]], *, fancy: bool) -> Picture:
    """Columns of which the last takes the room that is left; lines with tabs where nobody looks at a terminal."""
    if fancy:
        yield Columns(names, [[Text(cell) if isinstance(cell, str) else cell for cell in row] for row in rows])
        return
    for row in rows:
        yield "\t".join(str(cell) for cell in row)


def called(name: str, *, fancy: bool, style: str = "") -> Text:
    """What somebody is called, for a column: on a terminal no wider than most names are."""
    cell = Text(safe.line(name), style)
    if fancy:
        cell.truncate(LONGEST_NAME, overflow="ellipsis")
    return cell


@dataclass(frozen=True, slots=True)
class Columns:
    """Each column as wide as it needs; where that leaves too little for the last, it gets lines of its own.

    On a terminal that is narrower than all the others together, they are put below each other, and none is cut.
    """

    names: Sequence[str]
    rows: Sequence[Sequence[Text]]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The head, then the rows."""
        head = [Text(name, "dim") for name in self.names]
        *widths, longest = [max(cell.cell_len for cell in column) for column in zip(head, *self.rows, strict=True)]
        room = options.max_width - sum(width + GAP for width in widths)
        if room >= min(longest, ENOUGH):
            for row in [head, *self.rows]:
                first = [_fitted(cell, width) for cell, width in zip(row[:-1], widths, strict=True)]
                yield _joined([*first, _fitted(row[-1], min(room, longest))])
            return
        lines = list(_lines(widths, options.max_width))
        for row in self.rows:
            for at, line in enumerate(lines):
                yield _joined([*[Text()][: bool(at)], *(_fitted(row[column], widths[column]) for column in line)])
            if row[-1]:
                yield _joined([Text(), _fitted(row[-1], min(options.max_width - GAP, longest))])


def _lines(widths: Sequence[int], most: int) -> Iterable[list[int]]:
    """The columns, by their places, that stand side by side on each line; behind the first one all begin indented."""
    line: list[int] = []
    used = 0
    for column, width in enumerate(widths):
        if line and used + width > most:
            yield line
            line, used = [], GAP
        line.append(column)
        used += width + GAP
    yield line


def _fitted(cell: Text, width: int) -> Text:
    cell = cell.copy()
    cell.truncate(width, overflow="ellipsis", pad=True)
    return cell


def _joined(cells: Sequence[Text]) -> Text:
    joined = Text(" " * GAP).join(cells)
    joined.rstrip()
    return joined


def _recovered(state: AccountState, now: int) -> str:
    """How much came in late when a gap was closed, for a day."""
    passed = now - state.recovered_at
    if not state.recovered or passed > TOO_LATE:
        return ""
    return f"{state.recovered} message{'' if state.recovered == 1 else 's'} recovered {span(passed)} ago"


def _row(row: Row, now: int, shelf: str, *, fancy: bool) -> tuple[Text, ...]:
    one = row.conversation
    name = row.contact.name or row.contact.remote if row.contact else ""
    said = safe.line(one.preview)
    if one.held and (shelf == "held" or not one.waiting_since):
        said = f"{safe.line(one.held.author)}: {safe.line(one.held.text)}"
    return (
        _first(row, now, shelf),
        Text(safe.line(one.id)),
        Text(" ".join(one.drafts), "yellow") if one.drafts else Text("-", "dim"),
        called(words.who(one, name), fancy=fancy, style="bold"),
        Text.assemble(*_standing(row), said),
    )


def _first(row: Row, now: int, shelf: str) -> Text:
    """What orders a shelf: how long is left, or how long somebody waits."""
    one = row.conversation
    if shelf == "closing":
        return _closes(round(row.score) - now)
    since = one.held.since if shelf == "held" and one.held else one.waiting_since
    return _waiting(now - since) if since else Text("-", "dim")


def _closes(milliseconds: int) -> Text:
    """How long the network still lets us answer."""
    return Text(f"in {span(milliseconds)}", "red" if milliseconds < LATE else "")


def _waiting(milliseconds: int) -> Text:
    style = "red" if milliseconds > TOO_LATE else "yellow" if milliseconds > LATE else ""
    return Text(span(milliseconds), style)


def _standing(row: Row) -> Iterable[tuple[str, str]]:
    """What somebody must know before opening it."""
    one = row.conversation
    if one.held:
        yield f"{one.held.count} held for review  ", "yellow"
    if one.claimed_by:
        yield f"{safe.line(one.claimed_by)} is writing  ", "magenta"
    if one.assignee:
        yield f"@{safe.line(one.assignee)}  ", "blue"
    if one.snoozed_until:
        yield f"until {stamp(one.snoozed_until)}  ", "dim"
    if one.labels:
        yield f"#{' #'.join(safe.line(label) for label in one.labels)}  ", "green"
    if one.left:
        yield "left  ", "red"
