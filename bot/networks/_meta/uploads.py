"""How a file of a post gets to Facebook: fetched from our signed address, or along with the call where none is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.networks._meta.files import File
from bot.networks._meta.graph import Upload
from bot.networks._meta.steps import Tools
from inbox.errors import Rejected

SHARED_FOR: Final = 3_600  # seconds in which Facebook may fetch a file


async def sent(
    tools: Tools, path: str, fields: Mapping[str, object], file: File, address: str, *, effect: bool
) -> dict[str, Any]:
    """Bring a file along: by our address where Facebook can reach us, else in the call itself."""
    if url := shared(tools, file):
        return await tools.graph.post(path, {**fields, address: url}, effect=effect)
    name = file.medium.name or f"file.{file.look.format.lower()}"
    upload = Upload("source", name, file.look.mime, file.data)
    return await tools.graph.post(path, fields, files=[upload], effect=effect)


def shared(tools: Tools, file: File) -> str:
    """The address at which Facebook can fetch a file; empty where the world cannot reach us."""
    try:
        return tools.share(file.medium, SHARED_FOR)
    except Rejected:
        return ""
