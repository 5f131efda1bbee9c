"""Cards of moderation that stand are brought up to date with what became of them, wherever that was decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from bot.surfaces.discord.kit import Kit
from bot.surfaces.discord.moderation import cards
from bot.surfaces.discord.moderation.wave import Wave
from bot.surfaces.discord.notices import Notices
from bot.surfaces.discord.shown import line
from inbox import docket
from inbox.cases import CaseNumber
from inbox.errors import NotFound
from inbox.models import SYSTEM, ConversationId, RemoteId

NAME: Final = 60


async def renew(
    kit: Kit, notices: Notices, now: Wave, touched: Collection[str], settled: Mapping[str, tuple[str, str]]
) -> Wave:
    """Change the cards of these cases, and of flags that wait no more; what ended need not be looked at again.

    `settled` says of flags, by their names, who judged them and how.
    """
    stands = [name for name in now.shown if await _changed(kit, notices, name, touched, settled)]
    return replace(now, shown=stands)


async def _changed(
    kit: Kit, notices: Notices, name: str, touched: Collection[str], settled: Mapping[str, tuple[str, str]]
) -> bool:
    """Change one card if it has to be; whether it may change again."""
    kind, _, ref = name.partition(" ")
    if kind == "flag":
        return await _flag(kit, notices, name, ref, settled.get(ref))
    if ref not in touched:
        return True
    try:
        one = await docket.case(kit.brand, SYSTEM, CaseNumber(int(ref)))
    except NotFound:
        return False
    if kind == "appeal":
        await notices.change(name, cards.appeal(one), *cards.appeal_buttons(one))
        return bool(one.appeal and one.appeal.appeal.state == "open")
    await notices.change(name, cards.case(one), *cards.case_buttons(one))
    return True  # once it is undone, too: the network may refuse to take something back


async def _flag(kit: Kit, notices: Notices, name: str, ref: str, said: tuple[str, str] | None) -> bool:
    """A flag that nobody has to judge any more becomes one line that says what became of it."""
    id, _, about = ref.partition(" ")
    conversation, message = ConversationId(id), RemoteId(about)
    if await kit.brand.store.rulings.flag(conversation, message):
        return True
    by, how = said or await _by_hand(kit, conversation, message)
    await notices.change(name, f"-# ✓ Judged{f' by {line(by, NAME)}' if by else ''}: {line(how, NAME)}")
    await notices.forget(name)
    return False


async def _by_hand(kit: Kit, conversation: ConversationId, message: RemoteId) -> tuple[str, str]:
    """Who did something about a message, which judges it, too, and as which case."""
    standing = [one for one in await kit.brand.store.cases.of_message(conversation, message) if one.stands]
    return (standing[-1].by.name, f"case {standing[-1].number}") if standing else ("", "no rule asks any more")
