"""What canned.yaml says: replies written beforehand, which people choose and send. The file may be missing."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from config.problems import nearest
from inbox.canned import GAPS, CannedReply, unknown_gaps
from responders.fields import Language, Names, Said, Slug, Written, by_language


def _known_gaps(text: str) -> str:
    for gap in unknown_gaps(text):
        raise ValueError(f"nobody fills in {gap}; {nearest(gap.strip('{}'), GAPS)}")
    return text


def _something(texts: dict[str, str]) -> dict[str, str]:
    if not texts:
        raise ValueError("there is nothing here; write at least one text")
    return texts


Text = Annotated[Said, AfterValidator(_known_gaps)]
Texts = Annotated[dict[Language, Text], BeforeValidator(by_language), AfterValidator(_something)]


class Reply(Written):
    """One reply, in one text for all or in one for each language."""

    name: Slug
    title: Said = ""
    text: Texts
    accounts: Names = ()


class CannedFile(Written):
    """What canned.yaml holds."""

    replies: tuple[Reply, ...] = ()

    @property
    def canned(self) -> tuple[CannedReply, ...]:
        """The replies as the inbox knows them."""
        return tuple(CannedReply(one.name, one.text, one.title, one.accounts) for one in self.replies)
