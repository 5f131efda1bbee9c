"""What networks, conversations, actions and kinds of evidence are called in front of people, wherever they look."""

from __future__ import annotations

from typing import Final

from inbox.actions import ActionKind, Evidence
from inbox.models import Conversation

NETWORKS: Final = {"webchat": "Web chat", "tiktok": "TikTok", "youtube": "YouTube", "linkedin": "LinkedIn", "x": "X"}
EVIDENCE: Final[dict[Evidence, str]] = {
    "rule": "a rule names this text",
    "faq": "a known question, clearly matched",
    "cited": "every claim cites a source",
    "none": "needs a person's judgement",
}
ACTIONS: Final[dict[ActionKind, str]] = {
    "reply": "Reply",
    "direct_message": "Write in private",
    "hide": "Hide the message",
    "unhide": "Show the message again",
    "remove": "Remove the message",
    "mute": "Mute the person",
    "block": "Block the person",
    "unblock": "Let the person back in",
    "react": "React",
    "edit": "Edit our message",
    "publish": "Publish",
}


def network(account: str) -> str:
    """The name of an account's network, as people write it."""
    name = account.partition(":")[0]
    return NETWORKS.get(name, name.capitalize())


def called(conversation: Conversation, name: str) -> str:
    """What a conversation is called: a group by its title, anything else by the person, whose name may be empty."""
    return conversation.thread.title if conversation.thread.kind == "group" and conversation.thread.title else name
