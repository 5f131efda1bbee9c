"""Versions of one post: X gives an edited post a new id, and in the inbox it stays the message that it was.

A message is known by the id of its first version; what is done to it must be done to its newest one. Both who reads
and who edits write down here which newer id belongs to which first one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.networks._x.ids import own, padded
from inbox.models import RemoteId
from inbox.network import Mailbox

SHELF: Final = RemoteId("versions")
FIRST: Final = "first/"  # under a newer id: the first one
MOST: Final = 20  # newer versions of one post; X allows 5


async def join(mailbox: Mailbox, history: Sequence[str]) -> RemoteId:
    """Note all versions of a post, oldest first as X tells them; the id by which the inbox knows it.

    What is noted already costs nothing but a look; returns once it is safe from a crash.
    """
    first = await first_of(mailbox, history[0])
    for newer in history[1:]:
        if own(newer) != own(first) and await mailbox.find(SHELF, FIRST + own(newer)) is None:
            await mailbox.append(RemoteId(f"{SHELF}.{own(first)}"), own(newer), own(newer))
            await mailbox.append(SHELF, FIRST + own(newer), own(first))  # last: it says that both are there
    return first


async def first_of(mailbox: Mailbox, post: str) -> RemoteId:
    """The id by which the inbox knows a post, of the id of any of its versions."""
    line = await mailbox.find(SHELF, FIRST + own(post))
    return padded(line.body if line else own(post))


async def newest_of(mailbox: Mailbox, post: str) -> str:
    """The id, as X writes it, of the newest version of a post that the inbox knows by its first one."""
    lines = await mailbox.read(RemoteId(f"{SHELF}.{own(post)}"), limit=MOST)
    return max((line.body for line in lines), key=int, default=own(post))
