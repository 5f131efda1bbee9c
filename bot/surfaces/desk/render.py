"""Turns what views return into HTML: the template environment, its filters, and the files that pages refer to."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.surfaces.desk import words
from inbox import wording

HERE = Path(__file__).parent
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


class Static:
    """The desk's own scripts, styles and pictures, read once; their common digest in every address lets browsers keep
    them for ever."""

    def __init__(self, folder: Path = HERE / "static") -> None:
        """Read every file of the folder."""
        names = sorted(path for path in folder.iterdir() if path.suffix in TYPES)
        self.files = {path.name: (path.read_bytes(), TYPES[path.suffix]) for path in names}
        digest = hashlib.sha256(b"".join(name.encode() + data for name, (data, _) in self.files.items()))
        self.base = f"/desk/{digest.hexdigest()[:12]}"

    def url(self, name: str) -> str:
        """The address of one file."""
        return f"{self.base}/{name}"

    def mark(self, account: str) -> str:
        """The address of the picture that stands for an account's network."""
        name = account.partition(":")[0] + ".svg"
        return self.url(name if name in self.files else "generic.svg")


class Pages:
    """The templates of one desk; escaping is always on, and a name that is not there is an error."""

    def __init__(
        self, static: Static, *, brand: str, notice: str, languages: Callable[[], Collection[str]] = tuple
    ) -> None:
        """`notice` is said at the top of every page; `languages` are those that we have answers in."""
        self.languages = languages
        self.environment = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.filters.update(
            span=words.span,
            left=words.left,
            since=words.ago,
            size=words.size,
            plain=words.plain,
            lower_first=words.lower_first,
            network=wording.network,
            sentence=wording.sentence,
            version=_version,
            iso=_iso,
            clock=_clock,
        )
        self.environment.globals.update(
            static=static.url,
            mark=static.mark,
            brand=brand,
            notice=notice,
            words=words,
            wording=wording,
            icon=_icon,
        )

    def __call__(self, name: str, /, **context: object) -> str:
        """One template, filled in."""
        return self.environment.get_template(name).render(context)


def _iso(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _clock(at: int) -> str:
    """A time for readers whose browser does not put it into their own zone."""
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%d %b %H:%M UTC")


def _version(ref: str) -> str:
    """What makes another file at the same place another address."""
    return hashlib.sha256(ref.encode("utf-8", "replace")).hexdigest()[:8]


EYE = (
    "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"
    "M12 9.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z"
)
ICONS = {
    "again": "M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9M19.5 4.5V9H15",
    "back": "M15 5l-7 7 7 7",
    "check": "M4.5 12.5l5 5 10-11",
    "clip": "M8 12.5l6-6a3 3 0 0 1 4.3 4.3l-8 8a5 5 0 0 1-7.1-7.1l7.6-7.6",
    "clock": "M12 7v5l3 2M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z",
    "copy": "M9 9h11v11H9zM5 15H4V4h11v1",
    "cross": "M6 6l12 12M18 6L6 18",
    "down": "M12 5v14M6 13l6 6 6-6",
    "eye": EYE,
    "eye-off": EYE + "M4 3.5l16 17",
    "file": "M7 3.5h7l4 4v13H7zM14 3.5v4h4",
    "keys": "M3.5 7h17v10h-17zM7 10.5h.01M10.5 10.5h.01M14 10.5h.01M17.5 10.5h.01M8 14h8",
    "label": "M4 4.5h7.5l8 8-7 7-8.5-8.5zM8 8.5h.01",
    "lock": "M6.5 11h11v9h-11zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    "more": "M6 12h.01M12 12h.01M18 12h.01",
    "note": "M5 4.5h14v10l-5 5H5zM14 19.5v-5h5",
    "out": "M10 5H5v14h14v-5M14 5h5v5M19 5l-8.5 8.5",
    "pen": "M5 19l1-4L16.5 4.5l3 3L9 18z",
    "person": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20a7.5 7.5 0 0 1 15 0",
    "quiet": "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM16 10l4 4M20 10l-4 4",
    "search": "M10.5 4.5a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM15 15l5 5",
    "send": "M4.5 12L20 4.5 15.5 20l-3.5-6.5zM12 13.5l8-9",
    "smile": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM8.5 14a4 4 0 0 0 7 0M9 9.5h.01M15 9.5h.01",
    "undo": "M8 5L4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11H9",
    "warn": "M12 4l9 16H3zM12 10v4.5M12 17.2h.01",
}


def _icon(name: str) -> Markup:
    """A small picture beside a word; it says nothing by itself, so screen readers pass over it."""
    return Markup(
        '<svg class="icon icon-{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>'
    ).format(name, ICONS[name])
