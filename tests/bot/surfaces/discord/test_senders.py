"""Every place of the control channel from which something can reach somebody outside: these, and no others."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.tree import ROOT

SENDS = frozenset(
    {
        "review.approve", "review.reply", "review.act", "delivery.retry", "keeping.send", "send",
        "undoing.undo", "appeals.decide", "rulings.condemn",
    }
)  # fmt: skip
SENDERS = {
    "deciding.approve": "the button Approve",
    "deciding.edited": "Submit in the window of Edit",
    "deciding.retry": "the button Send it again, of what somebody had approved",
    "deeds.undone": "Submit in the window of Undo: the case is undone, perhaps with an apology",
    "judging.declined": "Submit in the window of It stands…",
    "judging.grant": "the button Bring it back",
    "judging.muted": "Mute… of what has to be judged",
    "judging.out": "the button Take out of sight",
    "keeping.replied": "Submit in the window of Reply and of /canned",
    "keeping.send": "what the others go through",
    "menus.send_as_reply": "Send as reply, in the menu of a message",
    "moderating._at_once": "the buttons Hide and Show again",
    "moderating._meant": "Remove, Mute and Block, asked once more",
    "writing.reply": "/reply",
}


def test_only_these_verbs_send() -> None:
    assert set(senders()) == set(SENDERS)


def senders() -> Iterator[str]:
    """Each function that calls something that sends, with its module."""
    for path in (ROOT / "bot/surfaces/discord").rglob("*.py"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef) and _sends(node):
                yield f"{path.stem}.{node.name}"


def _sends(function: ast.AST) -> bool:
    inner = {node.name for node in ast.walk(function) if isinstance(node, ast.AsyncFunctionDef)} - {"send"}
    called = [ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)]
    return any(name in SENDS and name not in inner for name in called)
