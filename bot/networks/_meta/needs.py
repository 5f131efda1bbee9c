"""What each permission of Meta's is needed for (developers.facebook.com/docs/permissions, read 2026-11-23)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Way = Literal["page", "instagram by page", "instagram"]
"""A Facebook Page; an Instagram account reached through its Page; one reached by Instagram's own login."""


@dataclass(frozen=True, slots=True)
class Need:
    """A permission, what does not work without it, and whether the account is of no use then."""

    scope: str
    without: str
    vital: bool = False


NEEDS: Final[Mapping[Way, tuple[Need, ...]]] = {
    "page": (
        Need("pages_show_list", "find the Page when connecting"),
        Need("pages_manage_metadata", "be told at once of what is said, and asks instead, a minute late"),
        Need("pages_read_engagement", "read the Page's posts and what it said itself", vital=True),
        Need("pages_read_user_content", "read what people comment", vital=True),
        Need("pages_manage_engagement", "answer, edit, hide, delete and like comments, and block people"),
        Need("pages_messaging", "read and answer messages, and answer comments in private"),
        Need("pages_manage_posts", "publish posts"),
        Need("read_insights", "measure posts"),
    ),
    "instagram by page": (
        Need("pages_show_list", "find the Page when connecting"),
        Need("pages_manage_metadata", "be told at once of what is said, and asks instead, a minute late"),
        Need("pages_read_engagement", "reach the account through its Page", vital=True),
        Need("instagram_basic", "read the account's posts", vital=True),
        Need("instagram_manage_comments", "read, answer, hide and delete comments"),
        Need("instagram_manage_messages", "read and answer messages, and answer comments in private"),
        Need("instagram_content_publish", "publish posts"),
        Need("instagram_manage_insights", "measure posts"),
    ),
    "instagram": (
        Need("instagram_business_basic", "read the account's posts", vital=True),
        Need("instagram_business_manage_comments", "read, answer, hide and delete comments"),
        Need("instagram_business_manage_messages", "read and answer messages, and answer comments in private"),
        Need("instagram_business_content_publish", "publish posts"),
        Need("instagram_business_manage_insights", "measure posts"),
    ),
}
PORTFOLIO: Final = "business_management"  # asked for beside these: a Page in a business portfolio shows only with it


def network_of(way: Way) -> Literal["facebook", "instagram"]:
    """Which network it is, whichever way it is reached."""
    return "facebook" if way == "page" else "instagram"


def scopes(way: Way) -> tuple[str, ...]:
    """What is asked for at the login."""
    more = () if way == "instagram" else (PORTFOLIO,)
    return (*(need.scope for need in NEEDS[way]), *more)
