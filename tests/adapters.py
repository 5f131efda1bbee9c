"""What tests hand to an adapter in place of what a running program has: a mailbox and kept files in memory."""

from __future__ import annotations

from inbox.models import RemoteId
from inbox.network import Mail


class Shelves:
    """A mailbox that lives as long as the test."""

    def __init__(self) -> None:
        self.lines: dict[tuple[RemoteId, str], Mail] = {}

    async def append(self, thread: RemoteId, key: str, body: str) -> Mail:
        return self.lines.setdefault((thread, key), Mail(str(len(self.lines) + 1), key, body))

    async def find(self, thread: RemoteId, key: str) -> Mail | None:
        return self.lines.get((thread, key))

    async def read(self, thread: RemoteId, after: str = "0", limit: int = 200) -> list[Mail]:
        kept = [mail for (place, _), mail in self.lines.items() if place == thread and int(mail.id) > int(after)]
        return kept[:limit]

    async def wait(self, thread: RemoteId, after: str, seconds: float) -> list[Mail]:
        raise AssertionError("No adapter that is tested with this waits for lines.")


class Files:
    """Kept files that live as long as the test."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    async def put(self, data: bytes) -> str:
        ref = f"blob:{len(self.kept)}"
        self.kept[ref] = data
        return ref

    async def get(self, ref: str) -> bytes:
        if ref not in self.kept:
            raise FileNotFoundError(ref)
        return self.kept[ref]
