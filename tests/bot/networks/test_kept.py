"""Kept files are read, and one that was erased is said to be."""

from __future__ import annotations

import pytest

from bot.networks._kept import kept, look_into
from inbox.errors import Rejected
from inbox.models import Media
from tests.adapters import Files
from tests.files_to_post import jpeg

GONE = Media("image", "blob:none")


async def test_a_file_is_read_and_looked_into() -> None:
    files = Files()
    medium = Media("image", await files.put(jpeg(20, 10)))
    seen = await look_into(files, medium)
    assert await kept(files, medium) == jpeg(20, 10)
    assert seen is not None
    assert (seen.format, seen.width) == ("JPEG", 20)


async def test_one_that_was_erased_is_refused_in_words_and_cannot_be_looked_into() -> None:
    with pytest.raises(Rejected, match="belongs to this message has been erased"):
        await kept(Files(), GONE)
    with pytest.raises(Rejected, match="Attach it again"):
        await kept(Files(), GONE, "Attach it again.")
    assert await look_into(Files(), GONE) is None
