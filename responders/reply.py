"""The one way in which a responder answers: in the thread, to the message that is waiting."""

from __future__ import annotations

from inbox.actions import Reply
from responders.turn import Turn


def reply(turn: Turn, text: str) -> Reply:
    """Answer the turn with `text`; where several people write, it points at the message it answers."""
    thread = turn.conversation.thread
    return Reply(thread.remote, text, to=None if thread.kind == "direct" else turn.about)
