"""The publishing side of the Graph API behind a real socket, small and obedient: it refuses, dawdles, loses answers.

It knows what makes a post public twice or not: a container is published once, a film is one reel. Everything that is
public stands in `media`, `posts` and `stories`.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bot.networks._meta.graph import Graph
from bot.networks._meta.place import Place
from bot.networks._meta.publish import Publisher
from bot.networks._outside import Share, unshared
from bot.sharing import Sharing
from bot.web import serving
from inbox.actions import Form, Publish
from inbox.models import Media, MediaKind, RemoteId, account_id
from inbox.store import Store
from inbox.store.blobs import Blobs
from tests.files_to_post import film
from tests.redis_servers import free_port
from tests.world import Clock

PAGE, PROFILE = "1001", "17841001"
FACEBOOK = Place("facebook", PAGE, "42")
INSTAGRAM = Place("instagram", PROFILE, "42")
Told = dict[str, Any]


@dataclass
class MetaPosts:
    """One Page and one profile; `waits` is how often a container or a film is looked at before it is ready."""

    clock: Clock
    http: aiohttp.ClientSession
    calls: list[str] = field(default_factory=list)
    media: list[Told] = field(default_factory=list)
    posts: list[Told] = field(default_factory=list)
    stories: list[Told] = field(default_factory=list)
    made: dict[str, Told] = field(default_factory=dict)  # containers, photos and films, by id
    fetched: list[bytes] = field(default_factory=list)
    waits: int = 0
    ends: str = ""  # what every container and film comes to instead of being ready, and its words
    used: int = 0
    most: int = 100
    metrics: dict[str, object] = field(default_factory=dict)
    object: Told = field(default_factory=dict)  # what reading a post answers
    odd: dict[str, object] = field(default_factory=dict)
    url: str = ""
    busy: int = 0
    _refusals: defaultdict[str, list[tuple[int, Told]]] = field(default_factory=lambda: defaultdict(list))
    _cuts: Counter[str] = field(default_factory=Counter)
    _last: int = 5000

    def refuse(self, call: str, code: int, subcode: int = 0, message: str = "no", after: int = 0) -> None:
        """A call of this name is refused: the next one, or the one after so many that have ever been made."""
        error = {"message": message, "type": "OAuthException", "code": code, "error_subcode": subcode}
        self._refusals[call].append((max(after, self.count(call)), error))

    def say(self, call: str, body: object) -> None:
        """Each call of this name is served, and answered with something else."""
        self.odd[call] = body

    def cut(self, call: str, times: int = 1) -> None:
        """The next calls of this name are served, and their answers lost."""
        self._cuts[call] += times

    def count(self, call: str) -> int:
        """How often a call was made."""
        return self.calls.count(call)

    async def at_rest(self) -> None:
        """Wait until whatever was sent has been served: a call of our own stands behind it."""
        async with self.http.get(f"{self.url}/v26.0/1") as answer:
            await answer.read()
        while self.busy:
            await asyncio.sleep(0)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Any call."""
        self.busy += 1
        try:
            return await self._answered(request)
        finally:
            self.busy -= 1

    async def _answered(self, request: web.Request) -> web.StreamResponse:
        parts = request.path.removeprefix("/v26.0").strip("/").split("/")
        fields = dict(await request.post() if request.method == "POST" else request.query)
        fields |= {name.lower(): value for name, value in request.headers.items() if name.lower() == "file_url"}
        name = (
            parts[-1]
            if parts[-1] in EDGES
            else "batch"
            if "batch" in fields
            else "upload"
            if parts[0] == "up"
            else "node"
        )
        call = f"{request.method} {name}"
        phase = fields.get("upload_phase")
        call += f" {phase}" if phase else ""
        self.calls.append(call)
        if self._refusals[call] and self.count(call) > self._refusals[call][0][0]:
            return told({"error": self._refusals[call].pop(0)[1]}, 400)
        try:
            answer = await EDGES[name](self, parts, fields) if name in EDGES else await self._other(name, parts, fields)
        except LookupError:
            answer = {"error": {"message": "Object does not exist", "code": 100, "error_subcode": 33}}
        if call in self.odd:
            return told(self.odd[call])
        if self._cuts[call]:
            self._cuts[call] -= 1
            assert request.transport
            request.transport.abort()
        return told(answer, 400 if isinstance(answer, dict) and "error" in answer else 200)

    async def _other(self, name: str, parts: list[str], fields: Mapping[str, Any]) -> Any:
        if name == "batch":
            calls = json.loads(fields["batch"])
            bodies = [self._node(one["relative_url"].partition("?")[0].rpartition("/")[2]) for one in calls]
            return [{"code": 200, "body": json.dumps(body)} for body in bodies]
        if name == "upload":
            self.made[parts[1]]["brought"] = await self._bytes(fields) if "file_url" in fields else True
            return {"success": True}
        return self._node(parts[-1])

    def _node(self, id: str) -> Told:
        if id not in self.made:
            if public := next((one for one in (*self.media, *self.posts) if one["id"] == id), None):
                return {**public, **self.object}
            raise LookupError(id)
        one = self.made[id]
        ready, ends = self._looked_at(one), one.get("ends") or self.ends
        if "brought" in one or one.get("film"):  # a film
            done = one.get("finished")
            status = ends or ("ready" if ready and done else "processing" if done else "upload_complete")
            phase = (
                {"status": "error", "error": {"message": "The film is broken."}} if ends else {"status": "not_started"}
            )
            uploading = {"status": "complete" if one.get("brought") or one.get("finished") else "not_started"}
            shown = {"video_status": status, "uploading_phase": uploading, "processing_phase": phase}
            return {"id": id, "status": shown} | ({"post_id": one["post"]} if "post" in one else {})
        code, _, words = (one.get("status") or ends).partition(" ")
        return {"id": id, "status_code": code or ("FINISHED" if ready else "IN_PROGRESS"), "status": words}

    def _looked_at(self, one: Told) -> bool:
        one["looks"] = one.get("looks", 0) + 1
        return bool(one["looks"] > self.waits)

    # ----------------------------------------------------------------------------------------------------- Instagram

    async def media_edge(self, parts: list[str], fields: Mapping[str, Any]) -> Told:
        """Make a container, or list what is public, newest first."""
        if "limit" in fields:
            return {"data": [*reversed(self.media)]}
        if url := fields.get("image_url") or fields.get("video_url"):
            try:
                self.fetched.append(await self._fetch(url))
            except aiohttp.ClientError:
                return {"error": {"message": "The media could not be fetched", "code": -2, "error_subcode": 2207052}}
        return {"id": self._new({**fields})}

    async def media_publish(self, parts: list[str], fields: Mapping[str, Any]) -> Told:
        """Make a container public, once."""
        container = self.made[fields["creation_id"]]
        if container.get("status") == "PUBLISHED":
            return {"error": {"message": "Published already", "code": 9007, "error_subcode": 2207099}}
        container["status"] = "PUBLISHED"
        shelf = self.stories if container.get("media_type") == "STORIES" else self.media
        self._last += 1
        shelf.append({"id": f"{self._last}", "timestamp": self._time(), "container": container})
        if "caption" in container:
            shelf[-1]["caption"] = container["caption"].strip()
        self.used += 1
        return {"id": f"{self._last}"}

    async def limit(self, parts: list[str], fields: Mapping[str, Any]) -> Told:
        """How much of the day is used up."""
        return {"data": [{"quota_usage": self.used, "config": {"quota_total": self.most, "quota_duration": 86400}}]}

    # ------------------------------------------------------------------------------------------------------ Facebook

    async def photos(self, parts: list[str], fields: Mapping[str, Any]) -> Told:
        """Take a picture that nobody sees."""
        assert fields["published"] == "false"
        self.fetched.append(await self._bytes(fields))
        return {"id": self._new({**fields, "photo": True})}

    async def feed(self, parts: list[str], fields: Mapping[str, Any]) -> Told:
        """Make a post public."""
        photos = [one["media_fbid"] for one in json.loads(fields.get("attached_media", "[]"))]
        if any(photo in post["photos"] for photo in photos for post in self.posts):
            return {"error": {"message": "The photo is already part of a post.", "code": 100, "error_subcode": 1366046}}
        return {"id": self._post(fields.get("message"), photos, fields.get("link", ""))}

    async def videos(self, parts: list[str], fields: Mapping[str, Any]) -> Told:
        """Take a film that becomes public by itself, or list them."""
        if "limit" in fields:
            films = [{"id": id, **one} for id, one in self.made.items() if one.get("film") and "created_time" in one]
            return {"data": [*reversed([{**one, "post_id": one["post"]} for one in films])]}
        self.fetched.append(await self._bytes(fields))
        told = {name: value for name, value in fields.items() if isinstance(value, str)}
        film = self._new({**told, "film": True, "finished": True, "created_time": self._time()})
        self.made[film]["post"] = self._post(fields.get("description"), [], film=film).partition("_")[2]
        return {"id": film}

    async def reels(self, parts: list[str], fields: Mapping[str, Any]) -> Told:
        """The phases of a reel or a story."""
        if fields["upload_phase"] == "start":
            film = self._new({"film": True})
            return {"video_id": film, "upload_url": f"{self.url}/up/{film}"}
        film = self.made[fields["video_id"]]
        assert film.get("brought")
        if film.get("finished"):
            return {"error": {"message": "This film is finished already", "code": 100}}
        film |= {"finished": True, "looks": 0}
        if parts[-1] == "video_stories":
            return {"success": True, "post_id": self._story(fields["video_id"]).partition("_")[2]}
        film["post"] = self._post(fields.get("description"), [], film=fields["video_id"])
        return {"success": True}

    async def photo_stories(self, parts: list[str], fields: Mapping[str, Any]) -> Told:
        """Make a picture a story."""
        return {"success": True, "post_id": self._story(fields["photo_id"]).partition("_")[2]}

    async def stories_edge(self, parts: list[str], fields: Mapping[str, Any]) -> Told:
        """The stories that are to be seen."""
        return {"data": [*reversed(self.stories)]}

    async def published_posts(self, parts: list[str], fields: Mapping[str, Any]) -> Told:
        """The newest posts."""
        return {"data": [*reversed(self.posts)]}

    async def insights(self, parts: list[str], fields: Mapping[str, Any]) -> Told:
        """Figures; one unknown name refuses the whole call."""
        names = fields["metric"].split(",")
        if unknown := [name for name in names if name not in self.metrics]:
            return {"error": {"message": f"(#100) {unknown[0]} must be a valid insights metric", "code": 100}}
        return {"data": [{"name": name, "values": [{"value": self.metrics[name]}]} for name in names]}

    def _post(self, message: str | None, photos: list[str], link: str = "", film: str = "") -> str:
        id = f"{PAGE}_{self._new({'in post': True})}"
        shown = [{"target": {"id": photo}} for photo in photos]
        post: Told = {"id": id, "created_time": self._time(), "link": link, "film": film, "photos": photos}
        if photos:
            post["attachments"] = {"data": [{"subattachments": {"data": shown}}] if len(shown) > 1 else shown}
        self.posts.append(post | ({"message": message} if message else {}))
        return id

    def _story(self, shows: str) -> str:
        id = f"{PAGE}_{self._new({'in story': True})}"
        self.stories.append({"id": id, "post_id": id, "media_id": shows, "creation_time": self.clock() // 1000})
        return id

    def _new(self, fields: Told) -> str:
        self._last += 1
        self.made[f"{self._last}"] = fields
        return f"{self._last}"

    def _time(self) -> str:
        return datetime.fromtimestamp(self.clock() / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")

    async def _bytes(self, fields: Mapping[str, Any]) -> bytes:
        if url := fields.get("url") or fields.get("file_url"):
            return await self._fetch(url)
        return bytes(fields["source"].file.read())

    async def _fetch(self, url: str) -> bytes:
        async with self.http.get(url) as answer:
            answer.raise_for_status()
            return await answer.read()


Edge = Callable[[MetaPosts, list[str], Mapping[str, Any]], Any]
EDGES: Mapping[str, Edge] = {
    "media": MetaPosts.media_edge,
    "media_publish": MetaPosts.media_publish,
    "content_publishing_limit": MetaPosts.limit,
    "photos": MetaPosts.photos,
    "feed": MetaPosts.feed,
    "videos": MetaPosts.videos,
    "video_reels": MetaPosts.reels,
    "video_stories": MetaPosts.reels,
    "photo_stories": MetaPosts.photo_stories,
    "stories": MetaPosts.stories_edge,
    "published_posts": MetaPosts.published_posts,
    "insights": MetaPosts.insights,
    "video_insights": MetaPosts.insights,
}


def told(body: object, status: int = 200) -> web.Response:
    """An answer of Meta's."""
    return web.json_response(body, status=status)


@dataclass
class Desk:
    """A Page or a profile that can be published to, and the Meta that it is on."""

    place: Place
    meta: MetaPosts
    publisher: Publisher
    clock: Clock
    blobs: Blobs
    share: Share

    async def attach(self, data: bytes, kind: MediaKind = "image", alt: str = "", name: str = "") -> Media:
        """A file that our people attached."""
        return Media(kind, await self.blobs.put(data), "", name, len(data), alt)

    def publisher_in(self, store: Store, http: aiohttp.ClientSession) -> Publisher:
        """The publisher of another process on the same account."""
        graph = Graph(http, self.meta.url, "v26.0", _token, "secret", self.clock, self.place.network)
        mailbox = store.mailboxes.of(account_id(self.place.network, "main"))
        return Publisher(self.place, graph, mailbox, self.blobs, self.share, self.clock)


@asynccontextmanager
async def meta_posts(place: Place, store: Store, folder: Path, *, public: bool = True) -> AsyncIterator[Desk]:
    """Everything on loopback; without `public` the world cannot reach us."""
    port, clock, blobs, app = free_port(), Clock(), Blobs(folder), web.Application(client_max_size=2**28)
    sharing = Sharing(blobs, f"http://127.0.0.1:{port}", b"k" * 32, clock)
    async with aiohttp.ClientSession() as http, aiohttp.ClientSession() as metas:
        meta = MetaPosts(clock, metas, url=f"http://127.0.0.1:{port}")
        app.add_routes(sharing.routes())
        app.router.add_route("*", "/{path:.*}", meta.answer)
        async with serving(app, "127.0.0.1", port):
            graph = Graph(http, meta.url, "v26.0", _token, "secret", clock, place.network)
            mailbox, share = store.mailboxes.of(account_id(place.network, "main")), sharing if public else unshared
            yield Desk(place, meta, Publisher(place, graph, mailbox, blobs, share, clock), clock, blobs, share)


async def _token() -> str:
    return "EAAB"


async def moving(desk: Desk, form: Form = "post", text: str = "Our kiln") -> Publish:
    """A post of one video."""
    return Publish(RemoteId(""), text, (await desk.attach(film(), "video", name="kiln.mp4"),), form=form)


def only(desk: Desk) -> str:
    """The id of the one post there is."""
    [post] = desk.meta.posts
    return str(post["id"])


def plain(id: RemoteId) -> str:
    """An id as Meta writes it."""
    return "_".join(part.lstrip("0") for part in id.split("_"))
