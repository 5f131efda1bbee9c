"""One XRPC call as one account, with every failure in our own terms; nothing is done twice.

A call whose access token has ended was refused before anything was done, so it is made once more with a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import aiohttp

from bot.networks._bluesky.errors import DEAD, NAME, error_for, reason
from bot.networks._bluesky.session import Session
from bot.networks._http import Answer, call, failed
from bot.networks._oauth import Grant
from inbox.errors import LoginNeeded, Rejected

CHAT: Final = "did:web:api.bsky.chat#bsky_chat"  # whom the account's server passes calls about messages on to
MOST_POSTS: Final = 25  # that getPosts takes
Params = Sequence[tuple[str, str]]


class Api:
    """The API as one account sees it; raises NetworkErrors and nothing else. `now` is in unix ms."""

    def __init__(self, http: aiohttp.ClientSession, session: Session, now: Callable[[], int]) -> None:
        """Keep what calls are made of; nothing happens on the wire yet."""
        self._http = http
        self._session = session
        self._now = now

    async def me(self) -> str:
        """Our DID."""
        return (await self._session.grant()).whose

    async def get(self, method: str, params: Params = ()) -> dict[str, Any]:
        """Ask for something; a failure is never Uncertain."""
        return await self._ask("GET", method, effect=False, params=params)

    async def post(self, method: str, body: Mapping[str, object], *, effect: bool = True) -> dict[str, Any]:
        """Change something; without `effect` a repetition harms nobody."""
        return await self._ask("POST", method, effect=effect, json=body)

    async def upload(self, data: bytes, mime: str) -> dict[str, Any]:
        """Keep a file there for a record that is about to name it: the blob, as records hold it."""
        headers = {"Content-Type": mime}
        said = await self._ask("POST", "com.atproto.repo.uploadBlob", effect=False, data=data, headers=headers)
        blob = said.get("blob")
        if not isinstance(blob, dict):
            raise Rejected(f"{NAME} took a file and did not say under which name.")
        return blob

    async def posts(self, uris: Sequence[str]) -> dict[str, Any]:
        """Those of these posts that are there, by their at-uris."""
        found: dict[str, Any] = {}
        for start in range(0, len(uris), MOST_POSTS):
            params = [("uris", uri) for uri in uris[start : start + MOST_POSTS]]
            said = (await self.get("app.bsky.feed.getPosts", params)).get("posts")
            found |= {str(one.get("uri")): one for one in _objects(said)}
        return found

    async def record(self, collection: str, rkey: str, whose: str = "") -> dict[str, Any] | None:
        """A record, of ours unless it says whose, with its uri, cid and value; None when there is none."""
        params = (("repo", whose or await self.me()), ("collection", collection), ("rkey", rkey))
        try:
            return await self.get("com.atproto.repo.getRecord", params)
        except Rejected as error:
            if reason(error) == "RecordNotFound":
                return None
            raise

    async def _ask(self, verb: str, method: str, *, effect: bool, **parts: Any) -> dict[str, Any]:
        grant = await self._session.grant()
        answer = await self._call(grant, verb, method, effect=effect, **parts)
        if not answer.ok:
            error = error_for(answer, effect=effect, now=self._now())
            if not isinstance(error, LoginNeeded) or reason(error) not in DEAD:
                raise error
            grant = await self._session.renewed(grant.access)
            answer = await self._call(grant, verb, method, effect=effect, **parts)
            if not answer.ok:
                raise error_for(answer, effect=effect, now=self._now())
        said = answer.json()
        if said is None and not answer.body:
            return {}
        if not isinstance(said, dict):
            raise failed(answer, name=NAME, effect=effect)
        return said

    async def _call(self, grant: Grant, verb: str, method: str, *, effect: bool, **parts: Any) -> Answer:
        headers = {**parts.pop("headers", {}), "Authorization": f"Bearer {grant.access}"}
        if method.startswith("chat."):
            headers["atproto-proxy"] = CHAT
        url = f"{grant.home}/xrpc/{method}"
        return await call(self._http, verb, url, name=NAME, effect=effect, headers=headers, **parts)


def _objects(said: object) -> list[dict[str, Any]]:
    return [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []
