"""Clicks that judge: flags, appeals, matches of rules in shadow, whether a rule acts, and measures that end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.surfaces.discord import buttons, modals
from bot.surfaces.discord.asked import Asked, in_time
from bot.surfaces.discord.moderating import FOR
from bot.surfaces.discord.moderation.cards import DIGEST, flag_digest
from bot.surfaces.discord.moderation.deeds import number
from bot.surfaces.discord.shown import line
from inbox import docket, review
from inbox.actions import Mute
from inbox.cases import Flag, Verdict
from inbox.errors import AlreadyDecided, NotAllowed, NotFound
from inbox.models import ConversationId, RemoteId
from inbox.moderation import appeals, measures, rulings

NAME, WORDS = 60, 300
MUTES: Final = {seconds: words for seconds, words in FOR.items() if seconds != "0"}  # nobody is let write again by this
LOOKED_AT: Final = 200  # flags among which one is found by its digest
JUDGED: Final = "Somebody has judged this meanwhile."


# ---------------------------------------------------------------------------------------------------------------- flags


async def out(asked: Asked, ref: str) -> None:
    """Take a flagged message out of sight."""
    await asked.acknowledge()
    review.require(asked.by, "judge")
    it = await _flag(asked, ref)
    case = await rulings.condemn(asked.kit.brand, it.conversation, it.message, asked.by, it.finding.because)
    undo = buttons.of(buttons.button("Undo", "case_undo", str(case)))
    await asked.done(f"It goes out of sight; that is case {case}.", undo, told=True)


async def leave(asked: Asked, ref: str) -> None:
    """Leave a flagged message where it is."""
    await asked.acknowledge()
    review.require(asked.by, "judge")
    it = await _flag(asked, ref)
    await rulings.clear(asked.kit.brand, it.conversation, it.message, asked.by)
    await asked.done("It stays; no rule flags it again unless they change it.", told=True)


async def mute(asked: Asked, ref: str) -> None:
    """Ask for how long its author is muted."""
    await asked.acknowledge()
    review.require(asked.by, "mute")
    it = await _flag(asked, ref)
    name = line(it.contact.name if it.contact else "", NAME) or "them"
    await asked.say(f"Mute {name} …", buttons.pick("flag_muted", ref, "For how long?", MUTES))


async def muted(asked: Asked, ref: str) -> None:
    """Mute its author for as long as was picked, which judges the message, too: it stays where it is."""
    await asked.acknowledge()
    it, brand = await _flag(asked, ref), asked.kit.brand
    said = await review.message(brand, it.conversation, it.message)
    if said.person is None:
        raise NotFound("We said that ourselves; there is nobody to mute.")
    picked = asked.picked if asked.picked in MUTES else "3600"
    thread = it.conversation.partition("/")[2]
    await review.act(brand, it.conversation, asked.by, Mute(RemoteId(thread), said.person, int(picked)))
    told = f"They are muted for {MUTES[picked]}; what they wrote stays, and counts as judged."
    await asked.done(told, told=True)


async def _flag(asked: Asked, ref: str) -> Flag:
    if ref.startswith(DIGEST):
        found = (await docket.flags(asked.kit.brand, asked.by, limit=LOOKED_AT)).rows
        it = next((one.flag for one in found if flag_digest(one.flag.conversation, one.flag.message) == ref), None)
    else:
        conversation, _, message = ref.partition(" ")
        it = await asked.kit.brand.store.rulings.flag(ConversationId(conversation), RemoteId(message))
    if it is None:
        raise AlreadyDecided(JUDGED)
    return it


# -------------------------------------------------------------------------------------------------------------- appeals


async def grant(asked: Asked, ref: str) -> None:
    """Bring back what an appeal is about."""
    await asked.acknowledge()
    await appeals.decide(asked.kit.brand, number(ref), asked.by, granted=True)
    await asked.done(f"Granted: case {ref} is undone, and they are told.", told=True)


async def decline(asked: Asked, ref: str) -> None:
    """Open the window for the answer; whoever may not decide this is told so before they write."""
    review.require(asked.by, "judge")
    one = await in_time(docket.case(asked.kit.brand, asked.by, number(ref)))
    if one.appeal and one.appeal.why_not:
        raise NotAllowed(one.appeal.why_not)
    await asked.show(modals.decline(ref))


async def declined(asked: Asked, ref: str, fields: Mapping[str, str]) -> None:
    """Let it stand, and answer."""
    await asked.acknowledge()
    answer = fields.get("text", "").strip()
    await appeals.decide(asked.kit.brand, number(ref), asked.by, granted=False, answer=answer)
    await asked.done(f"Declined: case {ref} stands, and they are told.", told=True)


# ---------------------------------------------------------------------------------------------------------------- rules


async def right(asked: Asked, ref: str) -> None:
    """What a rule in shadow would have done is right."""
    await _say(asked, ref, "right")


async def wrong(asked: Asked, ref: str) -> None:
    """It is wrong."""
    await _say(asked, ref, "wrong")


async def _say(asked: Asked, ref: str, verdict: Verdict) -> None:
    await asked.acknowledge()
    now = await rulings.say(asked.kit.brand, ref, asked.by, verdict)
    counted = f"{now.right} of {now.right + now.wrong} judged matches of {line(now.rule, NAME)} were right"
    await asked.done(f"{verdict.capitalize()}: {counted}.", told=True)


async def force(asked: Asked, ref: str) -> None:
    """Let a rule act, after one more question where a lead has to confirm something."""
    await asked.acknowledge()
    review.require(asked.by, "moderation")
    one = await docket.rule(asked.kit.brand, asked.by, ref, matches=1)
    if one.confirm:
        await asked.say(line(one.confirm, WORDS), buttons.sure("Put it in force all the same", "rule_forced", ref))
        return
    await rulings.put_in_force(asked.kit.brand, ref, asked.by)
    await asked.done(f"The rule {line(ref, NAME)} acts from now on.", told=True)


async def forced(asked: Asked, ref: str) -> None:
    """Let it act, confirmed."""
    await asked.acknowledge()
    await rulings.put_in_force(asked.kit.brand, ref, asked.by, confirmed=True)
    await asked.done(f"The rule {line(ref, NAME)} acts from now on.", told=True)


async def shadow(asked: Asked, ref: str) -> None:
    """Let a rule only write down what it would do."""
    await asked.acknowledge()
    await rulings.back_to_shadow(asked.kit.brand, ref, asked.by)
    await asked.done(f"The rule {line(ref, NAME)} only writes down what it would do.", told=True)


async def off(asked: Asked, ref: str) -> None:
    """Switch a rule off."""
    await asked.acknowledge()
    await rulings.switch_off(asked.kit.brand, ref, asked.by)
    await asked.done(f"The rule {line(ref, NAME)} does nothing from now on.", told=True)


async def end(asked: Asked, ref: str) -> None:
    """End a measure."""
    await asked.acknowledge()
    await measures.switch_off(asked.kit.brand, ref, asked.by)
    await asked.done("It is over.", told=True)
