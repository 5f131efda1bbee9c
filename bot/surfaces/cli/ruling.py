"""The commands of `moderation` about rules: how they stand, "right?", letting them act; and what waits to be judged."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.surfaces.cli import arguments as given
from bot.surfaces.cli import docket_documents, docket_pictures, safe
from bot.surfaces.cli.call import Call, Command
from inbox import docket
from inbox.cases import Standing, Verdict
from inbox.models import AccountId, ConversationId, RemoteId
from inbox.moderation import rulings

Rule = Annotated[str, typer.Argument(metavar="RULE", help="Its name in moderation.yaml.")]
Match = Annotated[str, typer.Argument(metavar="MATCH", help="Its id, as `moderation rule` shows it.")]
Message = Annotated[str, typer.Argument(metavar="MESSAGE", help="Its id, as `moderation flags` shows it.")]
Why = Annotated[str, typer.Option("--why", help="The reason; it is kept.")]
OnAccount = Annotated[str, typer.Option("--account", help="Only those of one account.")]


async def flags(call: Call, account: OnAccount = "", limit: given.Limit = 50) -> None:
    """Show what rules leave to a person to judge, worst first."""
    found = await docket.flags(call.brand, call.by, account=AccountId(account) if account else None, limit=limit)
    call.screen.answer(
        lambda: docket_documents.flags(found), lambda: docket_pictures.flags(found.rows, fancy=call.screen.fancy)
    )
    if not found.rows:
        call.screen.hint("Nothing waits to be judged.")
    elif found.total > len(found.rows):
        call.screen.hint(f"{len(found.rows)} of {found.total} are shown; --limit shows more.")
    else:
        call.screen.hint("moderation clear CONVERSATION MESSAGE   moderation condemn CONVERSATION MESSAGE --why …")


async def clear(call: Call, conversation: given.Conversation, message: Message) -> None:
    """Leave a flagged message where it is; no rule flags it again until its text changes."""
    await rulings.clear(call.brand, ConversationId(conversation), RemoteId(message), call.by)
    call.screen.answer(
        lambda: {"conversation": conversation, "message": message, "verdict": "clear"},
        lambda: ["It stays where it is."],
    )


async def condemn(call: Call, conversation: given.Conversation, message: Message, why: Why = "") -> None:
    """Take a flagged message out of sight; it becomes a case of yours."""
    number = await rulings.condemn(call.brand, ConversationId(conversation), RemoteId(message), call.by, why)
    call.screen.answer(
        lambda: {"conversation": conversation, "message": message, "verdict": "condemn", "case": str(number)},
        lambda: [f"It goes out of sight; that is case {number}. To undo it: moderation undo {number} --why …"],
    )


async def rules(call: Call) -> None:
    """Show how every rule stands: in shadow, in force or off, and what it still needs."""
    found = await docket.rules(call.brand, call.by)
    call.screen.answer(
        lambda: {"rules": [docket_documents.rule(one) for one in found]}, lambda: docket_pictures.rules(found)
    )
    if not found:
        call.screen.hint("There are no rules yet; config/moderation.yaml holds them.")


async def rule(call: Call, name: Rule) -> None:
    """Show one rule with its newest matches, those first that nobody has judged."""
    one = await docket.rule(call.brand, call.by, name)
    call.screen.answer(lambda: docket_documents.rule(one), lambda: docket_pictures.rule(one, fancy=call.screen.fancy))
    if one.waiting:
        call.screen.hint("moderation right MATCH   moderation wrong MATCH")


async def right(call: Call, match: Match) -> None:
    """Say that what a rule in shadow would have done is right."""
    await _say(call, match, "right")


async def wrong(call: Call, match: Match) -> None:
    """Say that what a rule in shadow would have done is wrong."""
    await _say(call, match, "wrong")


async def force(
    call: Call,
    name: Rule,
    why: Why = "",
    confirmed: Annotated[
        bool, typer.Option("--confirmed", help="Also where it matches nearly everything, or cannot be undone.")
    ] = False,
) -> None:
    """Let a rule act from now on."""
    _stands(call, await rulings.put_in_force(call.brand, name, call.by, why, confirmed=confirmed))


async def shadow(call: Call, name: Rule, why: Why = "") -> None:
    """Let a rule only write down what it would do."""
    _stands(call, await rulings.back_to_shadow(call.brand, name, call.by, why))


async def off(call: Call, name: Rule, why: Why = "") -> None:
    """Let a rule do nothing, not even write down its matches."""
    _stands(call, await rulings.switch_off(call.brand, name, call.by, why))


MEANS = {"force": "acts from now on", "shadow": "only writes down what it would do", "off": "does nothing"}


def _stands(call: Call, now: Standing) -> None:
    call.screen.answer(
        lambda: {"rule": now.rule, "version": now.version, "state": now.state},
        lambda: [f"The rule {safe.line(now.rule)} {MEANS[now.state]}."],
    )


async def _say(call: Call, match: str, verdict: Verdict) -> None:
    now = await rulings.say(call.brand, match, call.by, verdict)
    counted = f"{now.right} of {now.right + now.wrong} judged matches of {safe.line(now.rule)} were right"
    call.screen.answer(
        lambda: {
            "match": match, "verdict": verdict, "rule": now.rule, "state": now.state, "right": now.right,
            "wrong": now.wrong,
        },
        lambda: [f"{verdict.capitalize()}: {counted}; it is in {now.state}."],
    )  # fmt: skip


COMMANDS: tuple[Command, ...] = (flags, clear, condemn, rules, rule, right, wrong, force, shadow, off)
