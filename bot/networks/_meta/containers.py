"""Posts on Instagram: a container for each file and one for the post, made, awaited, published and confirmed, once.

A container can be published once and is forgotten by Instagram after 24 hours, so a post whose answer was lost is
known by its container (docs/instagram-platform/content-publishing and reference/ig-container, read 2026-11-23).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from bot.networks._http import plain
from bot.networks._meta.errors import GONE, refusal
from bot.networks._meta.files import SHARED_FOR, File, Files
from bot.networks._meta.making import (
    PUBLISHING,
    Tools,
    alike,
    id_in,
    nearest,
    published,
    receipt_of,
)
from bot.networks._meta.shapes import milliseconds, objects
from bot.networks._meta.words import BY_SUBCODE
from bot.networks._steps import Steps
from inbox.actions import Publish
from inbox.errors import NetworkError, Rejected, Unavailable, Uncertain
from inbox.models import Media
from inbox.network import Receipt

CONTAINER: Final = "container"
STATUS: Final = "status_code,status"
DAY: Final = 86_400_000
NEWEST: Final = 50
LAG: Final = 120_000  # ms in which a post may be public and not on its list yet
PREPARING: Final = (
    "Instagram is still preparing the {what}. It is asked again by itself; when that ends, retry, and it goes on "
    "where it stands."
)
ANEW: Final = "Retry to have it prepared anew."
EXPIRED: Final = f"What was prepared for Instagram was not published within 24 hours and has expired. {ANEW}"
UNKNOWN: Final = f"Instagram does not know any more what was prepared. {ANEW}"
SOMEWHERE: Final = "Instagram says that this was published, and does not show where yet."
_SUBCODE: Final = re.compile(r"\b(22\d{5})\b")


@dataclass(frozen=True, slots=True)
class Stand:
    """How far a container is: Instagram's own word for it, and its words when something is wrong."""

    code: str
    words: str = ""


async def publish(tools: Tools, action: Publish, files: Files, steps: Steps) -> Receipt:
    """Take the post as far as it goes; raises Unavailable while Instagram prepares it."""
    container = await steps.get(CONTAINER) or await _prepared(tools, action, files, steps)
    stand = await _stand(tools, container)
    if stand.code == "PUBLISHED":
        return await _shown(tools, action, steps)
    if stand.code == "GONE" and await steps.get(PUBLISHING):  # it may have been published, long ago
        return await _shown(tools, action, steps)
    await _go_on(stand, steps, "post")
    await steps.keep(PUBLISHING, f"{tools.now()}")
    answer = await tools.graph.post(f"/{tools.place.id}/media_publish", {"creation_id": container})
    post = id_in(answer, tools.name, Uncertain)
    return await published(tools, steps, post, await _confirmed(tools, post))


async def find(tools: Tools, action: Publish, steps: Steps) -> Receipt | None:
    """Whether it became public; where Instagram says so and does not show it, raises Unavailable, later Uncertain."""
    if known := await receipt_of(steps):
        return known
    container = await steps.get(CONTAINER)
    if not container or not await steps.get(PUBLISHING):
        return None
    stand = await _stand(tools, container)
    return await _shown(tools, action, steps) if stand.code in ("PUBLISHED", "GONE") else None


async def _prepared(tools: Tools, action: Publish, files: Files, steps: Steps) -> str:
    """The container of the post; for a carousel, of parts that are ready."""
    if len(files.media) == 1:
        await _room(tools)
        fields = _single(tools, action, await files.get(0))
    else:
        parts = [await _part(tools, place, files, steps) for place in range(len(files.media))]
        await _all_ready(tools, parts, steps)
        fields = {"media_type": "CAROUSEL", "children": ",".join(parts), **_caption(action)}
    answer = await tools.graph.post(f"/{tools.place.id}/media", fields, effect=False)
    return await steps.keep(CONTAINER, id_in(answer, tools.name))


def _single(tools: Tools, action: Publish, file: File) -> Mapping[str, object]:
    shared = _shared(tools, file)
    if action.form == "story":
        return {"media_type": "STORIES", **shared}
    if file.look.is_video:  # a film in the feed is a reel
        return {"media_type": "REELS", "share_to_feed": True, **_caption(action), **shared}
    return {**_caption(action), **shared, **_alt(file.medium)}


async def _part(tools: Tools, place: int, files: Files, steps: Steps) -> str:
    step = f"part {place + 1}"
    if known := await steps.get(step):
        return known
    if not place:
        await _room(tools)
    file = await files.get(place)
    kind = {"media_type": "VIDEO"} if file.look.is_video else _alt(file.medium)
    fields = {"is_carousel_item": True, **kind, **_shared(tools, file)}
    try:
        answer = await tools.graph.post(f"/{tools.place.id}/media", fields, effect=False)
    except Rejected as error:
        raise Rejected(f"File {place + 1} of {len(files.media)}: {error}") from None
    return await steps.keep(step, id_in(answer, tools.name))


def _shared(tools: Tools, file: File) -> dict[str, object]:
    return {"video_url" if file.look.is_video else "image_url": tools.share(file.medium, SHARED_FOR)}


def _caption(action: Publish) -> dict[str, object]:
    return {"caption": action.text} if action.text else {}


def _alt(medium: Media) -> dict[str, object]:
    return {"alt_text": medium.alt} if medium.alt else {}


async def _room(tools: Tools) -> None:
    """Raises Rejected when the account has published all that Instagram takes in 24 hours."""
    try:
        answer = await tools.graph.get(f"/{tools.place.id}/content_publishing_limit", fields="quota_usage,config")
    except Rejected:  # whoever may not read the limit meets it all the same when publishing
        return
    told = answer.get("data")
    figures = told[0] if isinstance(told, list) and told and isinstance(told[0], dict) else {}
    used, config = figures.get("quota_usage"), figures.get("config")
    most = config.get("quota_total") if isinstance(config, dict) else None
    if not isinstance(used, int) or not isinstance(most, int) or used < most:
        return
    raise Rejected(
        f"Instagram takes {most} posts of an account in any 24 hours, and {used} were published. It takes the next "
        f"one{await _room_again(tools, most)}; retry then."
    )


async def _room_again(tools: Tools, most: int) -> str:
    """From when on there is room, in words: when the oldest of the last 24 hours' posts is a day old."""
    try:
        page = await tools.graph.get(f"/{tools.place.id}/media", fields="timestamp", limit=min(100, max(1, most)))
    except NetworkError:  # the refusal stands without its time
        return " when the oldest of them is 24 hours old"
    times = [at for one in objects(page) if (at := milliseconds(one.get("timestamp"))) > tools.now() - DAY]
    if not times:
        return " when the oldest of them is 24 hours old"
    again = datetime.fromtimestamp((min(times) + DAY) / 1000, UTC)
    return f" from about {again:%H:%M} UTC on {again.day} {again:%B} on"


async def _all_ready(tools: Tools, parts: Sequence[str], steps: Steps) -> None:
    answers = await tools.graph.batch([f"/{part}?fields={STATUS}" for part in parts])
    for number, answer in enumerate(answers, 1):
        if isinstance(answer, NetworkError) and refusal(answer) != GONE:
            raise answer
        stand = Stand("GONE") if isinstance(answer, NetworkError) else _standing(answer)
        await _go_on(stand, steps, f"files of this post ({number} of {len(parts)})")


async def _go_on(stand: Stand, steps: Steps, what: str) -> None:
    """Returns when a container is ready; otherwise raises, and gives up on the attempt when waiting is of no use."""
    match stand.code:
        case "FINISHED":
            return
        case "ERROR" | "EXPIRED" | "GONE":
            await steps.give_up()
            raise Rejected({"EXPIRED": EXPIRED, "GONE": UNKNOWN}.get(stand.code) or _why(stand.words))
        case _:
            raise Unavailable(PREPARING.format(what=what))


def _why(words: str) -> str:
    """What went wrong while a container was prepared: Instagram tells a subcode, mostly inside a sentence."""
    told = _SUBCODE.search(words)
    row = BY_SUBCODE.get((None, int(told[1]))) if told else None
    said = row[1].format(network="Instagram", name="instagram", said=plain(words)) if row else plain(words)
    return f"Instagram could not prepare the post: {said.rstrip('.') or 'it gives no reason'}. {ANEW}"


async def _stand(tools: Tools, container: str) -> Stand:
    try:
        return _standing(await tools.graph.get(f"/{container}", fields=STATUS))
    except Rejected as error:
        if refusal(error) != GONE:
            raise
        return Stand("GONE")


def _standing(answer: Mapping[str, Any]) -> Stand:
    return Stand(str(answer.get("status_code", "")), str(answer.get("status", "")))


async def _shown(tools: Tools, action: Publish, steps: Steps) -> Receipt:
    """The post that is public, looked for among the newest by its caption and its time."""
    if known := await receipt_of(steps):
        return known
    edge = "stories" if action.form == "story" else "media"
    fields = "id,caption,timestamp,permalink"
    page = await tools.graph.get(f"/{tools.place.id}/{edge}", fields=fields, limit=NEWEST)
    asked = int(await steps.get(PUBLISHING) or tools.now())
    for one in nearest(objects(page), "timestamp", asked):
        same = edge == "stories" or alike(str(one.get("caption") or "")) == alike(action.text)
        if same and await steps.claims(str(one["id"])):
            return await published(tools, steps, str(one["id"]), milliseconds(one["timestamp"]))
    raise Unavailable(SOMEWHERE) if tools.now() < asked + LAG else Uncertain(SOMEWHERE)


async def _confirmed(tools: Tools, post: str) -> int:
    """When it became public by Instagram's clock; 0 when that cannot be read just now (it is public all the same)."""
    try:
        answer = await tools.graph.get(f"/{post}", fields="permalink,timestamp")
    except NetworkError:
        return 0
    return milliseconds(answer.get("timestamp"))
