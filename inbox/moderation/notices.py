"""How the author of a message hears why something was done, and by which code they may ask for another look at it."""

from __future__ import annotations

from inbox.actions import Action, DirectMessage, Proposal, Reply
from inbox.capabilities import Capabilities
from inbox.cases import MODERATION, Fairness
from inbox.models import Contact, Conversation, Message
from inbox.moderation import codes
from inbox.store.by_hand import UNTOLD, Told
from inbox.store.codec import proposal_text

BECAUSE = "they are told why, and how to appeal"


def told(
    fairness: Fairness,
    capabilities: Capabilities,
    conversation: Conversation,
    message: Message,
    contact: Contact,
    why: str,
) -> Told:
    """What they are told, with a code of its own; untold where the account tells nobody, or has no private way to.

    `why` is in their language, as the text around it, which moderation.yaml holds.
    """
    kind, template = conversation.thread.kind, fairness.notice(conversation.account, contact.language)
    if not template or not why or message.person is None:
        return UNTOLD
    code = codes.code()
    text = template.replace("{reason}", why).replace("{code}", code)
    action: Action
    if kind == "direct" and capabilities.offers(kind, "reply"):
        action = Reply(conversation.thread.remote, text, message.id)
    elif capabilities.offers(kind, "direct_message"):
        action = DirectMessage(message.person, text, message.id)
    else:
        return UNTOLD
    return Told(why, code, proposal_text(Proposal(action, MODERATION, BECAUSE, "rule")))
