"""Every endpoint of open.tiktokapis.com, by method and path."""

from __future__ import annotations

from bot.playground.tiktok.calls import Route
from bot.playground.tiktok.routes import display, oauth, posting

_CLIENT = ("client_key", "client_secret")

OPEN: dict[tuple[str, str], Route] = {
    ("POST", "/v2/oauth/token/"): Route(
        oauth.open_token,
        needed=(*_CLIENT, "grant_type"),
        optional=("code", "redirect_uri", "refresh_token", "code_verifier"),
        token=False,
    ),
    ("POST", "/v2/oauth/revoke/"): Route(oauth.open_revoke, needed=(*_CLIENT, "token"), token=False),
    ("GET", "/v2/user/info/"): Route(display.account, "user.info.basic", ("fields",)),
    ("POST", "/v2/video/query/"): Route(display.query, "video.list", ("fields", "filters")),
    ("POST", "/v2/video/list/"): Route(display.listing, "video.list", ("fields",), ("cursor", "max_count")),
    ("POST", "/v2/post/publish/creator_info/query/"): Route(posting.creator_info, "video.publish", per_minute=20),
    ("POST", "/v2/post/publish/video/init/"): Route(
        posting.video, "video.publish", ("post_info", "source_info"), per_minute=6
    ),
    ("POST", "/v2/post/publish/inbox/video/init/"): Route(
        posting.draft, "video.upload", ("source_info",), per_minute=6
    ),
    ("POST", "/v2/post/publish/content/init/"): Route(
        posting.content, "video.publish", ("media_type", "post_mode", "post_info", "source_info"), per_minute=6
    ),
    ("POST", "/v2/post/publish/status/fetch/"): Route(posting.status, "video.publish", ("publish_id",), per_minute=30),
    ("POST", "/v2/post/publish/cancel/"): Route(posting.cancel, "video.publish", ("publish_id",)),
}
