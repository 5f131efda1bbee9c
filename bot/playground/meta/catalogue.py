"""Every kind of object by its name, for readers."""

from __future__ import annotations

from bot.playground.meta import nodes_films, nodes_instagram, nodes_messages, nodes_pages, nodes_posts
from bot.playground.meta.nodes import NODES

__all__ = ["NODES"]

NODES.update(
    {
        "app": nodes_pages.APP,
        "login": nodes_pages.USER,
        "page": nodes_pages.PAGE,
        "post": nodes_posts.FB_POST,
        "comment": nodes_posts.FB_COMMENT,
        "photo": nodes_films.PHOTO,
        "video": nodes_films.VIDEO,
        "person": nodes_messages.PERSON,
        "conversation": nodes_messages.CONVERSATION,
        "message": nodes_messages.MESSAGE,
        "profile": nodes_instagram.IG_USER,
        "media": nodes_instagram.IG_MEDIA,
        "ig comment": nodes_instagram.IG_COMMENT,
        "container": nodes_instagram.IG_CONTAINER,
    }
)
