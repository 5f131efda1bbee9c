"""What Pages and profiles have in common for a reader: their conversations and the apps that are told of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.playground.meta.nodes import Edge, Reading
from bot.playground.meta.records import Conversation, Owner, Page
from bot.playground.meta.refusals import invalid
from bot.playground.meta.wire import JsonObject


def talking_owner(owner: Owner, platform: str) -> Owner:
    """Whose conversations are meant: those of a Page's profile when the platform is instagram."""
    if platform not in ("", "messenger", "instagram"):
        raise invalid("Param platform must be one of {INSTAGRAM, MESSENGER}")
    if isinstance(owner, Page) and platform == "instagram":
        if owner.profile is None:
            raise invalid("No Instagram account is linked to this Page")
        return owner.profile
    return owner


def _conversations(reading: Reading, owner: Owner, given: Mapping[str, str]) -> Sequence[Conversation]:
    talking = talking_owner(owner, given.get("platform", ""))
    reading.demand("messages", talking)
    found = [one for one in talking.conversations.values() if one.messages]
    if "user_id" in given:
        found = [one for one in found if one.person.id == given["user_id"]]
    found = [one for one in found if one.spam == (given.get("folder") == "spam")]
    return sorted(found, key=lambda one: one.updated, reverse=True)


def _subscribed(reading: Reading, owner: Owner, given: Mapping[str, str]) -> Sequence[JsonObject]:
    apps = reading.state.apps
    return [
        {
            "category": "Business",
            "link": f"https://www.facebook.com/games/?app_id={one}",
            "name": apps[one].name,
            "id": one,
            "subscribed_fields": sorted(fields),
        }
        for one, fields in owner.subscribed.items()
        if one in apps
    ]


OWNER_EDGES: dict[str, Edge] = {
    "conversations": Edge(_conversations, None),
    "subscribed_apps": Edge(_subscribed, "hooks"),
}
