"""Direct messages: reading the last thirty days, writing, deleting for oneself."""

from __future__ import annotations

from collections.abc import Sequence

from bot.playground.x.calls import Call
from bot.playground.x.makes import talk_of
from bot.playground.x.paging import Size, paged
from bot.playground.x.records import DM, Account, Media, Person
from bot.playground.x.refusals import Refusal, invalid, missing
from bot.playground.x.wire import JsonObject

MONTH, LONGEST = 30 * 86_400.0, 10_000
KINDS = {"MessageCreate", "ParticipantsJoin", "ParticipantsLeave"}
_SIZE = Size(1, 100, 100)


async def everything(call: Call) -> JsonObject:
    """GET /2/dm_events."""
    return _shown(call, call.world.letters[call.account.id])


async def with_somebody(call: Call) -> JsonObject:
    """GET /2/dm_conversations/with/{id}/dm_events."""
    other = call.world.people.get(call.ids[0])
    if other is None:
        return call.showing.nothing([missing(call.ids[0], "participant_id", "user")])
    return _of_talk(call, talk_of(call.account, other))


async def of_conversation(call: Call) -> JsonObject:
    """GET /2/dm_conversations/{id}/dm_events."""
    return _of_talk(call, call.ids[0])


async def one(call: Call) -> JsonObject:
    """GET /2/dm_events/{id}."""
    message = call.world.dms.get(call.ids[0])
    if message is None or not _mine(call, message):
        return call.showing.nothing([missing(call.ids[0], "event_id", "dm_event")])
    call.charge("dm read", [f"dm {message.id}"])
    answer = call.showing.messages([message])
    data = answer["data"]
    assert isinstance(data, list)
    return answer | {"data": data[0]}


async def send(call: Call) -> JsonObject:
    """POST /2/dm_conversations/with/{id}/messages."""
    return _send(call, call.world.people.get(call.ids[0]))


async def send_in(call: Call) -> JsonObject:
    """POST /2/dm_conversations/{id}/messages."""
    ids = set(call.ids[0].split("-")) - {call.account.id}
    return _send(call, call.world.people.get(ids.pop()) if len(ids) == 1 else None)


async def delete(call: Call) -> JsonObject:
    """DELETE /2/dm_events/{id}: for oneself only."""
    message = call.world.dms.get(call.ids[0])
    if message is None or not _mine(call, message):
        raise Refusal("not-found", f"Could not find dm_event with event_id: [{call.ids[0]}].")
    message.removed_for.add(call.account.id)
    call.record(message.id)
    return {"data": {"deleted": True}}


def _send(call: Call, person: Person | None) -> JsonObject:
    call.knows("text", "attachments")
    text, media = call.text("text"), _media(call)
    if (not text and not media) or len(text) > LONGEST:
        raise invalid("text", text[:40], f"$.text: must be between 1 and {LONGEST} characters long")
    if person is None or person.gone:
        raise Refusal("not-found", f"Could not find user with participant_id: [{call.ids[0]}].")
    if not _takes(call, person):
        raise Refusal("dm-closed")
    call.charge("dm create")
    message = call.world.keep_message(call.account, person, text, media)
    call.record(person.id, message.id, text, media=[one.id for one in media])
    return {"data": {"dm_conversation_id": message.conversation_id, "dm_event_id": message.id}}


def _takes(call: Call, person: Person) -> bool:
    """Whether somebody takes messages of ours: open to all, or they have written themselves."""
    account = call.account
    blocks = isinstance(person, Account) and account.id in person.dm_blocked
    if account.id in person.blocks or blocks:
        return False
    letters: Sequence[DM] = call.world.letters[account.id]
    return person.dms_open or any(one.sender is person for one in letters)


def _media(call: Call) -> list[Media]:
    given = call.body.get("attachments", [])
    if not isinstance(given, list) or len(given) > 1:
        raise invalid("attachments", str(given), "$.attachments: there must be exactly one")
    found = [call.world.media.get(str(one.get("media_id"))) for one in given if isinstance(one, dict)]
    media = [one for one in found if one is not None and one.owner is call.account and one.category.startswith("dm_")]
    if len(media) != len(given) or not all(
        one.finalised and call.now >= one.ready_at and not one.problem for one in media
    ):
        raise Refusal("media-ids")
    return media


def _of_talk(call: Call, talk: str) -> JsonObject:
    return _shown(call, [one for one in call.world.letters[call.account.id] if one.conversation_id == talk])


def _shown(call: Call, letters: Sequence[DM]) -> JsonObject:
    kinds = set(call.query.get("event_types", "MessageCreate").split(","))
    if kinds - KINDS:
        raise invalid("event_types", call.query["event_types"], f"event_types must be among {sorted(KINDS)}")
    oldest = call.now - MONTH
    mine = [one for one in letters if one.created >= oldest and _mine(call, one) and "MessageCreate" in kinds]
    page, meta = paged(mine, call.query, _SIZE)
    call.charge("dm read", [f"dm {one.id}" for one in page])
    kept = {name: value for name, value in meta.items() if name in ("result_count", "next_token")}
    return call.showing.messages(page) | {"meta": kept}


def _mine(call: Call, message: DM) -> bool:
    return call.account in (message.sender, message.recipient) and call.account.id not in message.removed_for
