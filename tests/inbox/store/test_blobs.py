"""Attached files: one content is one file, whoever writes it and however often."""

from __future__ import annotations

import asyncio
import hashlib
import resource
from pathlib import Path

import pytest

from inbox.store.blobs import Blobs


async def test_what_was_kept_is_found_again_under_its_digest(data: Path) -> None:
    blobs = Blobs(data)

    ref = await blobs.put(b"a photo")

    assert ref == f"blob:{hashlib.sha256(b'a photo').hexdigest()}"
    assert await blobs.get(ref) == b"a photo"


async def test_one_content_is_one_file_also_when_many_write_it_at_once(data: Path) -> None:
    refs = await asyncio.gather(*(Blobs(data).put(b"a photo") for _ in range(40)))

    assert len(set(refs)) == 1
    assert len([file for file in data.rglob("*") if file.is_file()]) == 1


@pytest.mark.parametrize("ref", ["", "blob:../../etc/passwd", "blob:" + "g" * 64, "file-1", "blob:" + "0" * 64])
async def test_what_is_not_ours_or_not_there_is_not_found(data: Path, ref: str) -> None:
    with pytest.raises(FileNotFoundError):
        await Blobs(data).get(ref)


async def test_only_we_may_read_the_folder(data: Path) -> None:
    ref = await Blobs(data).put(b"a photo")

    folder = data / ref.removeprefix("blob:")[:2]
    assert folder.stat().st_mode & 0o077 == 0


async def test_a_file_that_cannot_be_kept_leaves_nothing_behind(data: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))  # as good as a full disk, for this process
    try:
        with pytest.raises(OSError, match="File too large"):
            await Blobs(data).put(b"a large photo" * 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert [file for file in data.rglob("*") if file.is_file()] == []
