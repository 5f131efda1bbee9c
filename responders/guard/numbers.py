"""Numbers, prices and percentages of a text that nobody gave us."""

from __future__ import annotations

from itertools import islice

from responders.guard.figures import Figure, figures
from responders.guard.private import EMAIL, found
from responders.guard.said import Said
from responders.links import LINK

SHOWN = 12  # of a text with more, these are enough to see what is wrong
PLURALS = {"price": "Prices", "percentage": "Percentages", "number": "Numbers"}


def numbers(said: Said) -> str:
    """Those that neither a source nor the brand has; a plain number may also be what the asker wrote.

    What belongs to links and to personal data is judged there.
    """
    if said.is_quoted or not said.has_digits:
        return ""
    unfounded = (one for one in figures(said.readable, _elsewhere(said)) if not _is_founded(one, said))
    wrong = list(islice(unfounded, SHOWN))
    by_kind = {plural: [one.words for one in wrong if one.kind == kind] for kind, plural in PLURALS.items()}
    told = [f"{what} that no source has: {', '.join(dict.fromkeys(of))}." for what, of in by_kind.items() if of]
    return " ".join(told)


def _is_founded(figure: Figure, said: Said) -> bool:
    if said.terms.figures.have(figure) or said.source_figures.have(figure) or said.our_figures.have(figure):
        return True
    return figure.kind == "number" and said.their_figures.have(figure)


def _elsewhere(said: Said) -> list[tuple[int, int]]:
    text = said.readable
    spans = [span for *_, span in found(text, said.terms.region)]
    spans += [one.span() for one in EMAIL.finditer(text)] if "@" in text else []
    return spans + [one.span() for one in LINK.finditer(text)] if "." in text or "://" in text else spans
