"""Who may comment and write: the people a Page blocks, and the moderation of conversations."""

from __future__ import annotations

from bot.playground.meta.calls import Call
from bot.playground.meta.nodes_owners import talking_owner
from bot.playground.meta.records import Owner, Page, Profile
from bot.playground.meta.refusals import invalid
from bot.playground.meta.wire import JsonObject

MOST_AT_ONCE = 10
_DEEDS = ("block_user", "unblock_user", "ban_user", "unban_user", "move_to_spam")


async def block(call: Call, page: Page) -> JsonObject:
    """Keep people from commenting on and writing to a Page; the answer says of each whether it worked."""
    people = _people(call)
    for person in people:
        if person in call.state.people:
            page.blocked.add(person)
            page.muted.add(person)
    call.record(page.id, "", "", page, people=people)
    return {person: person in call.state.people for person in people}


async def unblock(call: Call, page: Page) -> JsonObject:
    """Let people comment and write again."""
    people = _people(call)
    for person in people:
        page.blocked.discard(person)
        page.muted.discard(person)
    call.record(page.id, "", "", page, people=people)
    return {"success": True}


async def moderate(call: Call, given: Page | Profile) -> JsonObject:
    """Block or ban people from writing, or move what they wrote to spam."""
    owner = talking_owner(given, call.text("platform"))
    call.reading.demand("messages", owner, write=True)
    deeds = [deed.lower() for deed in call.listed("actions")]
    people = [str(one.get("id", "")) for one in call.objects("user_ids")]
    if not deeds or any(deed not in _DEEDS for deed in deeds):
        raise invalid(f"Param actions must be among {', '.join(_DEEDS)}")
    if not 1 <= len(people) <= MOST_AT_ONCE:
        raise invalid(f"Param user_ids must name 1 to {MOST_AT_ONCE} people")
    for person in people:
        if person not in owner.conversations:
            raise invalid(f"There is no conversation with {person}")
        for deed in deeds:
            _do(owner, person, deed)
    call.record(owner.id, "", "", owner, people=people, actions=deeds)
    return {"result": "success"}


def _do(owner: Owner, person: str, deed: str) -> None:
    match deed:
        case "block_user":
            owner.muted.add(person)
        case "unblock_user":
            owner.muted.discard(person)
        case "ban_user":
            owner.muted.add(person)
            owner.blocked.add(person)
        case "unban_user":
            owner.muted.discard(person)
            owner.blocked.discard(person)
        case _:
            owner.conversations[person].spam = True


def _people(call: Call) -> list[str]:
    people = [person for name in ("user", "psid", "uid", "asid") for person in call.listed(name)]
    if not people:
        raise invalid("One of the parameters user, psid, uid or asid is required")
    return people
