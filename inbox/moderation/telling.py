"""Where somebody can be told about what was done to them: in private where the network has that, or beneath."""

from __future__ import annotations

from inbox.actions import Action, DirectMessage, Reply, kind_of
from inbox.brand import Brand
from inbox.cases import Case
from inbox.models import Conversation, Message, RemoteId
from inbox.policy import too_long, unfit
from inbox.store.conversations import Correspondence
from inbox.windows import Asked, too_late

LOOKED_AT = 50


async def way_to_tell(brand: Brand, case: Case, text: str) -> Action | None:
    """What tells the person of a case something, in their conversation; None where that cannot be said (any more)."""
    found = await brand.store.conversations.read(case.conversation, brand.now(), limit=LOOKED_AT)
    if found is None or case.person is None:
        return None
    about = next((one for one in found.messages if one.id == case.message), None)
    about = about or (await _older(brand, case) if case.message else None)
    ways = _ways(found.conversation, RemoteId(case.person.partition("/")[2]), about, text)
    return next((way for way in ways if _gets_through(brand, found, way, about)), None)


def _ways(conversation: Conversation, person: RemoteId, about: Message | None, text: str) -> tuple[Action, ...]:
    """In private first: nobody else need read it."""
    kind, thread = conversation.thread.kind, conversation.thread.remote
    said = about.id if about and not about.removed_at else None
    beneath = Reply(thread, text, said)
    if kind == "direct":
        return (beneath,)
    in_private = DirectMessage(person, text, said if kind == "comments" else None)
    return (in_private, beneath) if said or kind == "group" else (in_private,)


def _gets_through(brand: Brand, found: Correspondence, way: Action, about: Message | None) -> bool:
    conversation = found.conversation
    capabilities = brand.capabilities.get(conversation.account)
    kind = conversation.thread.kind
    if capabilities is None or conversation.left or not capabilities.offers(kind, kind_of(way)):
        return False
    asked = Asked(kind, conversation.heard_at, about, found.said)
    late = too_late(capabilities, way, asked, brand.now(), person=True)
    return not (late or too_long(capabilities, kind, way) or unfit(capabilities, kind, way))


async def _older(brand: Brand, case: Case) -> Message | None:
    found = await brand.store.conversations.history(case.conversation, brand.now(), case.message, limit=1)
    return next((one for one in found.messages if one.id == case.message), None) if found else None
