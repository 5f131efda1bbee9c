"""Attached files, kept in the data folder under the digest of their content, so that one file is one file."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import tempfile
from pathlib import Path

PREFIX = "blob:"
NAME = re.compile(r"blob:([0-9a-f]{64})")


class Blobs:
    """A folder of files; satisfies what adapters and surfaces are given. Several processes may share it."""

    def __init__(self, folder: Path) -> None:
        """Keep files in `folder`, made on first use."""
        self._folder = folder

    async def put(self, data: bytes) -> str:
        """Keep the bytes; returns their `ref`. Raises OSError when the disk is full."""
        return await asyncio.to_thread(self._write, data)

    async def get(self, ref: str) -> bytes:
        """The bytes behind a ref; FileNotFoundError when there are none, or the ref is not one of ours."""
        return await asyncio.to_thread(self._path(ref).read_bytes)

    def path(self, ref: str) -> Path:
        """Where the bytes lie, for those who serve them; FileNotFoundError when there are none."""
        path = self._path(ref)
        if not path.is_file():
            raise FileNotFoundError(ref)
        return path

    def _write(self, data: bytes) -> str:
        ref = PREFIX + hashlib.sha256(data).hexdigest()
        path = self._path(ref)
        if path.exists():
            return ref
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as half:
            try:
                half.write(data)
                half.flush()
                os.fsync(half.fileno())
                Path(half.name).replace(path)
            except OSError:
                Path(half.name).unlink()
                raise
        return ref

    def _path(self, ref: str) -> Path:
        match = NAME.fullmatch(ref)
        if match is None:
            raise FileNotFoundError(ref)
        digest = match[1]
        return self._folder / digest[:2] / digest
