"""The fields and edges of Pages, of who looks after them, and of apps.

Source: developers.facebook.com, Graph API reference "Page", "User", "Application", v26.0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.playground.meta.nodes import ABSENT, Edge, Node, Reading, attribute, plain, read
from bot.playground.meta.nodes_owners import OWNER_EDGES
from bot.playground.meta.nodes_posts import is_public
from bot.playground.meta.records import App, Login, Page, Post, Video
from bot.playground.meta.speech import named, permalink
from bot.playground.meta.wire import JsonObject


def _page_picture(reading: Reading, page: Page) -> object:
    if page.picture is None:
        return ABSENT
    return {"data": {"url": reading.state.files.link(page.picture), "is_silhouette": False, "height": 50, "width": 50}}


def _page_token(reading: Reading, page: Page) -> object:
    """A Page token goes to who looks after the Page, with the permissions of the token that asks."""
    token = reading.token
    if not isinstance(token.owner, Login):
        return page.token if token.owner is page else ABSENT
    lasting = token.kind == "system" or not token.expires or token.expires - token.issued > 86400
    lives = 0.0 if lasting else token.expires - reading.now
    return reading.state.tokens.issue("page", token.app, page, token.scopes, reading.now, lives).value


def _posts(*, published: bool = True, ads: bool = False, visitors: bool = False) -> Edge:
    def items(reading: Reading, page: Page, given: Mapping[str, str]) -> Sequence[Post]:
        found = [post for post in page.posts.values() if not post.removed and post.ad == ads]
        found = [post for post in found if (visitors or post.author is None) and post.product != "STORY"]
        return [post for post in reversed(found) if ads or is_public(post, reading.now) == published]

    return Edge(items)


def _videos(*, reels: bool) -> Edge:
    def items(reading: Reading, page: Page, given: Mapping[str, str]) -> Sequence[Video]:
        return [one for one in reversed(page.videos.values()) if one.ready_at and (one.reel or not reels)]

    return Edge(items)


def _stories(reading: Reading, page: Page, given: Mapping[str, str]) -> Sequence[JsonObject]:
    stories = [one for one in reversed(page.posts.values()) if one.product == "STORY" and not one.removed]
    return [
        {
            "post_id": one.number,
            "status": "PUBLISHED",
            "creation_time": str(int(one.created)),
            "media_type": "video" if one.video is not None else "photo",
            "media_id": one.shows[0] if one.shows else "",
            "url": permalink(one),
        }
        for one in stories
        if one.created > reading.now - 86400
    ]


def _blocked(reading: Reading, page: Page, given: Mapping[str, str]) -> Sequence[JsonObject]:
    people = reading.state.people
    return [named(people[one]) if one in people else {"id": one} for one in sorted(page.blocked)]


PAGE = Node(
    "Page",
    ("name",),
    {
        "id": attribute("id"),
        "name": attribute("name"),
        "username": attribute("username"),
        "link": plain(lambda one: f"https://www.facebook.com/{one.id}"),
        "picture": read(_page_picture),
        "access_token": read(_page_token),
        "tasks": plain(lambda one: ["ADVERTISE", "ANALYZE", "CREATE_CONTENT", "MESSAGING", "MODERATE", "MANAGE"]),
        "category": plain(lambda one: "Home Decor"),
        "fan_count": plain(lambda one: 1204),
        "followers_count": plain(lambda one: 1311),
        "instagram_business_account": plain(lambda one: one.profile if one.profile is not None else ABSENT),
        "has_whatsapp_number": plain(lambda one: False),
        "is_published": plain(lambda one: one.is_published),
    },
    {
        "feed": _posts(visitors=True),
        "published_posts": _posts(),
        "posts": _posts(),
        "scheduled_posts": _posts(published=False),
        "videos": _videos(reels=False),
        "video_reels": _videos(reels=True),
        "stories": Edge(_stories),
        "ads_posts": _posts(ads=True),
        "blocked": Edge(_blocked, "comments"),
        **OWNER_EDGES,
    },
)


def _accounts(reading: Reading, login: Login, given: Mapping[str, str]) -> Sequence[Page]:
    return login.pages if "pages_show_list" in reading.token.scopes else []


def _permissions(reading: Reading, thing: Login | App, given: Mapping[str, str]) -> Sequence[JsonObject]:
    if isinstance(thing, App):
        return [{"permission": scope, "status": "live"} for scope in sorted(thing.features)]
    return [{"permission": scope, "status": "granted"} for scope in sorted(reading.token.scopes)]


USER = Node(
    "User",
    ("name",),
    {"id": attribute("id"), "name": attribute("name")},
    {"accounts": Edge(_accounts, None), "permissions": Edge(_permissions, None)},
)


APP = Node(
    "Application",
    ("name", "link"),
    {
        "id": attribute("id"),
        "name": attribute("name"),
        "link": plain(lambda one: f"https://www.facebook.com/games/?app_id={one.id}"),
        "app_domains": plain(lambda one: []),
    },
    {"permissions": Edge(_permissions, None, limit=100)},
)
