"""What is said against a post of given files, as one list of words."""

from __future__ import annotations

from bot.networks._looks import look
from bot.networks._meta.judging import verdicts
from inbox.actions import Form, Publish
from inbox.models import Media, MediaKind, RemoteId

HERE = RemoteId("")


def judged(network: str, text: str = "", *files: bytes | None, form: Form = "post", **more: object) -> list[str]:
    """What is said about a post of these files; a warning begins with "(". None is a file that was erased."""
    kinds = [kind_of(data) for data in files]
    media = tuple(Media(kind, f"blob:{n}", name=f"{n + 1}.x") for n, kind in enumerate(kinds))
    post = Publish(HERE, text, media, form=form, **more)  # type: ignore[arg-type]
    found = verdicts(network, post, [None if data is None else look(data) for data in files])
    return [one.words if one.stops else f"({one.words})" for one in found]


def kind_of(data: bytes | None) -> MediaKind:
    """What our people's own machine would say that it is."""
    return "video" if data and look(data).is_video else "image"


def stops(said: list[str]) -> list[str]:
    """Without the warnings."""
    return [words for words in said if not words.startswith("(")]
