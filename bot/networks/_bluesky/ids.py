"""Ids of Bluesky as the inbox knows them, without a slash: posts, who talks with us below which, and record keys.

A post is at://<did>/app.bsky.feed.post/<rkey> there and <did>~<rkey> here; a thread is a root post and a person. Of a
DID like nearly all, which stand in every line of the log, both only hold the letters behind "did:plc:".
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from inbox.errors import Rejected
from inbox.models import RemoteId

POST: Final = "app.bsky.feed.post"
PRIVATE: Final = "dm."
WEB: Final = "https://bsky.app"
LETTERS: Final = "234567abcdefghijklmnopqrstuvwxyz"  # of a TID, in the order of their values
_DID: Final = re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]+")
_PLC: Final = "did:plc:"
_LETTERS: Final = re.compile(r"[a-z2-7]{24}")
_RKEY: Final = re.compile(r"[A-Za-z0-9._:-]{1,512}")


@dataclass(frozen=True, slots=True)
class Place:
    """A thread: the root post and the person, or a conversation in private."""

    root: str = ""  # a post's id
    person: str = ""
    convo: str = ""

    @property
    def remote(self) -> RemoteId:
        """The thread as the inbox knows it."""
        return RemoteId(f"{PRIVATE}{self.convo}" if self.convo else f"{self.root}~{_short(self.person)}")


def place_of(thread: RemoteId) -> Place:
    """What a thread's id says; raises Rejected for one that is not of ours."""
    if thread.startswith(PRIVATE) and (convo := thread.removeprefix(PRIVATE)).isalnum():
        return Place(convo=convo)
    root, _, person = thread.rpartition("~")
    if not is_post(root) or not _DID.fullmatch(_long(person)):
        raise Rejected(f"{thread} is no thread of Bluesky's.")
    return Place(root, _long(person))


def is_post(id: str) -> bool:
    """Whether it is the id of a post."""
    did, _, rkey = id.partition("~")
    return bool(_DID.fullmatch(_long(did)) and _RKEY.fullmatch(rkey))


def post_id(uri: str) -> RemoteId:
    """The id of the post at this at-uri; raises ValueError for anything else."""
    did, _, rest = uri.removeprefix("at://").partition("/")
    id = f"{_short(did)}~{rest.removeprefix(f'{POST}/')}"
    if not uri.startswith("at://") or not rest.startswith(f"{POST}/") or not is_post(id):
        raise ValueError(f"{uri} is no post")
    return RemoteId(id)


def uri_of(post: RemoteId) -> str:
    """The at-uri of a post; raises Rejected for what is none."""
    if not is_post(post):
        raise Rejected(f"{post} is no post on Bluesky.")
    return f"at://{whose(post)}/{POST}/{rkey_of(post)}"


def whose(post: str) -> str:
    """The DID of who wrote a post."""
    return _long(post.partition("~")[0])


def rkey_of(post: str) -> str:
    """The record key of a post."""
    return post.partition("~")[2]


def address(thread: RemoteId, message: RemoteId) -> str:
    """Where a person sees a message in Bluesky's own pages."""
    if thread.startswith(PRIVATE):
        return f"{WEB}/messages/{thread.removeprefix(PRIVATE)}"
    return link(message) if is_post(message) else ""


def link(post: RemoteId) -> str:
    """The page of a post; Bluesky takes the DID in place of the handle."""
    return f"{WEB}/profile/{whose(post)}/post/{rkey_of(post)}"


def tid(ms: int, key: str) -> str:
    """The record key of something that is made at this time for this key: the same whenever it is asked for.

    53 bits of microseconds and ten of chance (atproto.com/specs/tid); chance comes from the key here.
    """
    chance = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big")
    return _letters((ms * 1000 + chance % 1000) << 10 | chance >> 22)


def fixed(about: str) -> str:
    """The record key of the one record of ours about somebody or something, so that twice is once."""
    digest = int.from_bytes(hashlib.sha256(about.encode()).digest()[:8], "big")
    return _letters(digest >> 1)


def _short(did: str) -> str:
    letters = did.removeprefix(_PLC)
    return letters if letters != did and _LETTERS.fullmatch(letters) else did


def _long(did: str) -> str:
    return _PLC + did if _LETTERS.fullmatch(did) else did


def _letters(number: int) -> str:
    return "".join(LETTERS[number >> 5 * place & 31] for place in reversed(range(13)))
