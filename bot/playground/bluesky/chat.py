"""Talks in private: the methods chat.bsky.convo.* of the simulated Bluesky."""

from __future__ import annotations

from bot.playground.bluesky import views
from bot.playground.bluesky.calls import Call
from bot.playground.bluesky.checking import facets, length
from bot.playground.bluesky.records import Convo, JsonObject, Person
from bot.playground.bluesky.refusals import Refusal, invalid

LOG_PAGE = 100


def list_convos(call: Call) -> JsonObject:
    """The caller's talks, the newest first."""
    mine = sorted(_mine(call), key=lambda one: one.rev, reverse=True)
    return {"convos": [views.convo(one, call.account) for one in mine[: call.limit()]]}


def get_convo(call: Call) -> JsonObject:
    """One talk."""
    return {"convo": views.convo(_convo(call, call.param("convoId")), call.account)}


def get_convo_for_members(call: Call) -> JsonObject:
    """The talk with somebody, begun if they take messages from the caller."""
    person = next((one for one in call.world.people.values() if one.did == call.param("members")), None)
    if person is None or person.gone:
        raise Refusal("RecipientNotFound")
    _takes(person, call.account)
    return {"convo": views.convo(call.world.talk(call.account, person), call.account)}


def get_messages(call: Call) -> JsonObject:
    """The messages of a talk, the newest first."""
    lines = [one for one in _convo(call, call.param("convoId")).lines if one.rev < (call.param("cursor") or "~")]
    page = lines[::-1][: call.limit()]
    cursor = {"cursor": page[-1].rev} if len(page) < len(lines) else {}
    return {"messages": [views.line(one) for one in page], **cursor}


def get_log(call: Call) -> JsonObject:
    """What has happened in the caller's talks after a place, oldest first."""
    after = call.param("cursor")
    found = [(entry, talk) for talk in _mine(call) for entry in talk.log if str(entry["rev"]) > after]
    page = sorted(found, key=lambda one: str(one[0]["rev"]))[:LOG_PAGE]
    cursor = str(page[-1][0]["rev"]) if page else after
    return {"logs": [views.entry(entry, talk, call.account) for entry, talk in page], "cursor": cursor}


def send_message(call: Call) -> JsonObject:
    """Say something; the server knows no key, so twice is twice."""
    convo, message = _convo(call, str(call.body["convoId"])), call.body["message"]
    if not isinstance(message, dict) or not message.get("text"):
        raise invalid('Error: Input/message must have the property "text"')
    length(str(message["text"]), 1000, 10_000, "message")
    try:
        facets(message.get("facets", ()), message["text"])
    except (KeyError, ValueError) as error:
        raise invalid(f"Error: Input/message/facets {error}") from None
    if convo.locked:
        raise Refusal("ConvoLocked")
    if not convo.name:
        _takes(convo.other(call.account), call.account, begun=bool(convo.lines))
    line = call.world.say(convo, call.account, str(message["text"]), message.get("facets", ()))
    call.world.record_sent(call.name, line.id, line.text, call.account.did)
    return views.line(line)


def accept_convo(call: Call) -> JsonObject:
    """Make a talk that somebody asked for an ordinary one."""
    _convo(call, str(call.body["convoId"])).accepted.add(call.account.did)
    return {}


def _mine(call: Call) -> list[Convo]:
    return [one for one in call.world.convos.values() if call.account in one.members]


def _convo(call: Call, id: str) -> Convo:
    convo = call.world.convos.get(id)
    if convo is None or call.account not in convo.members:
        raise Refusal("InvalidConvo")
    return convo


def _takes(person: Person, sender: Person, *, begun: bool = False) -> None:
    """Raise Refusal where somebody takes no messages from the sender; settings do not stop a talk that goes on."""
    if person.gone:
        raise Refusal("RecipientNotFound")
    if person.blocks(sender.did) or sender.blocks(person.did):
        raise Refusal("BlockedActor")
    if not begun and person.incoming == "none":
        raise Refusal("MessagesDisabled")
    if not begun and person.incoming == "following" and sender.did not in person.follows:
        raise Refusal("NotFollowedBySender")
