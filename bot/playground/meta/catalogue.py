"""Every kind of object by its name, for readers."""

from __future__ import annotations

from bot.playground.meta import nodes_facebook, nodes_instagram, nodes_messages
from bot.playground.meta.nodes import NODES

__all__ = ["NODES"]

NODES.update(
    {
        "app": nodes_facebook.APP,
        "login": nodes_facebook.USER,
        "page": nodes_facebook.PAGE,
        "post": nodes_facebook.FB_POST,
        "comment": nodes_facebook.FB_COMMENT,
        "photo": nodes_facebook.PHOTO,
        "video": nodes_facebook.VIDEO,
        "person": nodes_messages.PERSON,
        "conversation": nodes_messages.CONVERSATION,
        "message": nodes_messages.MESSAGE,
        "profile": nodes_instagram.IG_USER,
        "media": nodes_instagram.IG_MEDIA,
        "ig comment": nodes_instagram.IG_COMMENT,
        "container": nodes_instagram.IG_CONTAINER,
    }
)
