"""A connected channel of ours on a simulated YouTube, and every call of it held against Google's description."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.youtube_accounts import Ours, ours
from tests.youtube_spec import Watch


@pytest.fixture
async def channel() -> AsyncIterator[Ours]:
    """Our channel; its clock stands still unless we rest."""
    async with ours() as made:
        made.server.inspect = watch = Watch(answers=False)
        yield made
        watch.check()
