"""One call of the Graph API, with every failure in our own terms; nothing is called twice.

The token travels in a header and never in an address: what Meta writes into its links to further pages is taken out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

import aiohttp

from bot.networks._http import TIMEOUT, Answer, call
from bot.networks._meta.errors import UNREADABLE, error_for, told
from bot.networks._meta.signature import proof
from bot.networks._meta.usage import Usage
from bot.networks._meta.words import NAMES
from inbox.errors import NetworkError, RateLimited, Rejected, Unavailable, Uncertain

MOST_AT_ONCE: Final = 50  # calls in one batch
NO_FIELDS: Final[Mapping[str, object]] = {}
UPLOADS: Final = ("https", "rupload.facebook.com")  # where Meta takes films, besides the API itself
LONGEST_NAME: Final = 100  # of a file; cut at its beginning, as the ending says what it is
_UNFIT: Final = re.compile(r"[\x00-\x1f\x7f\"/\\\ud800-\udfff]")
_SECRETS: Final = frozenset({"access_token", "appsecret_proof"})
_VERSIONED: Final = re.compile(r"^.*?/v\d+\.\d+(?=/)")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes along with a call: under which field, what it is called, and what it is."""

    field: str
    name: str
    mime: str
    data: bytes


class Graph:
    """The Graph API as one account sees it; raises NetworkErrors and nothing else.

    `token` is asked before each call, so that a renewed one is used at once; `now` is in unix ms.
    """

    def __init__(
        self,
        http: aiohttp.ClientSession,
        base_url: str,
        version: str,
        token: Callable[[], Awaitable[str]],
        secret: str,
        now: Callable[[], int],
        network: str,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
    ) -> None:
        """Keep what calls are made of; nothing happens on the wire yet."""
        self.usage = Usage()
        self.network = network
        self._http = http
        self._base = f"{base_url.rstrip('/')}/{version}"
        self._token = token
        self._secret = secret
        self._now = now
        self._timeout = timeout

    async def get(self, path: str, /, **fields: str | int) -> dict[str, Any]:
        """Read an object or an edge, such as "/123/comments"; a failure is never Uncertain."""
        return await self._call("GET", path, query=_texts(fields), effect=False)

    async def follow(self, page: Mapping[str, Any]) -> dict[str, Any] | None:
        """The page after one that `get` gave; None when that was the last."""
        paging = page.get("paging")
        further = paging.get("next") if isinstance(paging, dict) else None
        if not isinstance(further, str) or not further:
            return None
        try:
            path, query = _place(further)
        except ValueError:
            raise Unavailable(f"{NAMES[self.network]} named no further page that could be read.") from None
        return await self._call("GET", path, query=query, effect=False)

    async def post(
        self,
        path: str,
        fields: Mapping[str, object] = NO_FIELDS,
        *,
        files: Sequence[Upload] = (),
        effect: bool = True,
    ) -> dict[str, Any]:
        """Change or make something; with `effect` false a failure is never Uncertain (a repeat would do no harm)."""
        return await self._call("POST", path, form=_texts(fields), files=files, effect=effect)

    async def delete(self, path: str, /, **fields: str) -> dict[str, Any]:
        """Delete an object, or take something back."""
        return await self._call("DELETE", path, query=_texts(fields), effect=True)

    async def upload(self, address: str, data: bytes = b"", *, file_url: str = "") -> dict[str, Any]:
        """Bring a film to the address that Meta named for it, or have it fetched; nothing is public by that yet."""
        parts, own = urlsplit(address), urlsplit(self._base)
        if (parts.scheme, parts.netloc) not in (UPLOADS, (own.scheme, own.netloc)):
            raise Unavailable(f"{NAMES[self.network]} named {parts.hostname} for the upload, which is not Meta's.")
        told = {"file_url": file_url} if file_url else {"offset": "0", "file_size": str(len(data))}
        told["Authorization"] = f"OAuth {await self._token()}"
        said = await self._sent("POST", address, effect=False, data=data, headers=told)
        return self._dict(self._read(said.status, said.body, said.headers, effect=False), effect=False)

    async def batch(self, paths: Sequence[str]) -> list[dict[str, Any] | NetworkError]:
        """Read up to 50 objects or edges (with their query) in one call; each has its own failure."""
        if len(paths) > MOST_AT_ONCE:
            raise ValueError(f"at most {MOST_AT_ONCE} in a batch, not {len(paths)}")
        calls = [{"method": "GET", "relative_url": path.lstrip("/")} for path in paths]
        fields = {"batch": json.dumps(calls), "include_headers": "false"}
        answers = await self._ask("POST", "/", form=fields, effect=False)
        if not isinstance(answers, list) or len(answers) != len(paths):
            raise Unavailable(f"{NAMES[self.network]}'s answer could not be read.")
        return [self._one(answer) for answer in answers]

    def _one(self, answer: object) -> dict[str, Any] | NetworkError:
        if not isinstance(answer, dict):  # Meta gives null for what took too long
            return Unavailable(f"{NAMES[self.network]} left one call of many unanswered.")
        code, said = answer.get("code"), answer.get("body")
        status, body = code if isinstance(code, int) else 0, said.encode() if isinstance(said, str) else b""
        try:
            return self._dict(self._read(status, body, {}, effect=False), effect=False)
        except NetworkError as error:
            return error

    async def _call(self, method: str, path: str, *, effect: bool, **parts: Any) -> dict[str, Any]:
        if effect and (seconds := self.usage.wait(self._now())):
            share = round(100 * self.usage.share)
            raise RateLimited(f"{share} % of what {NAMES[self.network]} allows is used up; nothing was sent.", seconds)
        answer = self._dict(await self._ask(method, path, effect=effect, **parts), effect=effect)
        if method != "GET" and answer.get("success") is False:
            raise Rejected(f"{NAMES[self.network]} refused, and gave no reason.")
        return answer

    async def _ask(
        self,
        method: str,
        path: str,
        *,
        effect: bool,
        query: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        files: Sequence[Upload] = (),
    ) -> object:
        token = await self._token()
        proven = {"appsecret_proof": proof(self._secret, token)}
        params = {**(query or {}), **proven} if form is None else None
        data = None if form is None else _body({**form, **proven}, files)
        sent = {"Authorization": f"Bearer {token}"}
        said = await self._sent(method, f"{self._base}{path}", effect=effect, params=params, data=data, headers=sent)
        self.usage.learn(said.headers, self._now(), effect=effect)
        return self._read(said.status, said.body, said.headers, effect=effect)

    async def _sent(self, method: str, url: str, *, effect: bool, **parts: Any) -> Answer:
        name = NAMES[self.network]
        return await call(self._http, method, url, name=name, effect=effect, timeout=self._timeout, **parts)

    def _read(self, status: int, body: bytes, headers: Mapping[str, str], *, effect: bool) -> object:
        if not 200 <= status < 300 or told(body) is not None:
            raise error_for(status, body, headers, effect=effect, network=self.network)
        try:
            return json.loads(body)
        except UNREADABLE:
            raise error_for(status, body, headers, effect=effect, network=self.network) from None

    def _dict(self, answer: object, *, effect: bool) -> dict[str, Any]:
        if isinstance(answer, dict):
            return answer
        if answer is True:  # older edges, such as likes, say just that
            return {"success": True}
        unread = Uncertain if effect else Unavailable
        raise unread(f"{NAMES[self.network]} answered in words that could not be read.")


def _texts(fields: Mapping[str, object]) -> dict[str, str]:
    """Fields as Graph takes them in a form or a query: whatever is no text or number as JSON."""
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}


def _body(fields: Mapping[str, str], files: Sequence[Upload]) -> aiohttp.FormData:
    if not files:
        return aiohttp.FormData(dict(fields))
    form = aiohttp.FormData(quote_fields=False)  # names of files as they are, not percent-encoded
    for name, value in fields.items():
        form.add_field(name, value, content_type="text/plain; charset=utf-8")
    for file in files:
        name = _UNFIT.sub("_", file.name)[-LONGEST_NAME:]
        form.add_field(file.field, file.data, filename=name, content_type=file.mime)
    return form


def _place(link: str) -> tuple[str, dict[str, str]]:
    """The path below the version and the query of a link to a further page, without secrets; ValueError for no link."""
    parts = urlsplit(link)
    path = _VERSIONED.sub("", parts.path)
    if not path.startswith("/"):
        raise ValueError(path)
    return path, {name: value for name, value in parse_qsl(parts.query) if name not in _SECRETS}
