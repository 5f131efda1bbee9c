"""The brand's own words as commands need them: its lines, all that an answer may rest on, and writing into its file."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from config.brand import stale
from config.brand_lines import add_line, set_line
from config.load import Config, with_documents
from responders.brain import Line, lines_of
from responders.faq.notes import notes

if TYPE_CHECKING:  # it brings numpy: imported when somebody looks something up
    from responders.brain.knowledge import Knowledge

Lines = Callable[[], Sequence[Line]]
Write = Callable[[str, str, str, date | None], Awaitable[Line]]


def book_of(read: Callable[[], Config]) -> tuple[Lines, Callable[[], Knowledge], Write, Write]:
    """What reads the lines, what reads everything with the documents, what adds a line, what changes one.

    `read` is called anew each time, for the files may have changed.
    """

    def lines() -> Sequence[Line]:
        return lines_of(read().brain)

    def knowledge() -> Knowledge:
        from responders.brain.knowledge import knowledge_of

        config = with_documents(read())
        return knowledge_of(config.brain, config.faq, config.documents)

    async def add(section: str, text: str, owner: str, review: date | None) -> Line:
        config = read()
        return await add_line(config.folder, section, text, owner, review, networks=config.networks)

    async def change(id: str, text: str, owner: str, review: date | None) -> Line:
        config = read()
        return await set_line(config.folder, id, text=text, owner=owner, review=review, networks=config.networks)

    return lines, knowledge, add, change


def remarks(config: Config, now: int) -> list[str]:
    """What somebody should look at although nothing fails by it, for `check`: stale lines, documents, the FAQ.

    Each with its file and line. `now` is in unix ms; reads the documents, so not for the event loop.
    """
    today = datetime.fromtimestamp(now / 1000, UTC).date()
    unread = with_documents(config).library.problems
    found = [str(problem) for problem in (*stale(config.folder, config.brain, today), *unread)]
    hours = config.brain.hours
    return [*found, *notes(config.faq, now, hours.zone if hours else UTC)]
