"""What a button or a menu does: its id names a verb, each verb is one deed; likewise windows that were filled in."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, Self

from discord import ui

from bot.surfaces.discord import autonomy, deciding, keeping, lists, modals, moderating, storm, teaching
from bot.surfaces.discord.asked import Asked, Interaction, answer
from bot.surfaces.discord.commands import faq
from bot.surfaces.discord.ids import TEMPLATE
from bot.surfaces.discord.moderation import deeds as cases
from bot.surfaces.discord.moderation import judging, listing
from inbox.errors import NotFound

Deed = Callable[[Asked, str], Awaitable[None]]
Filled = Callable[[Asked, str, Mapping[str, str]], Awaitable[None]]

DEEDS: Final[Mapping[str, Deed]] = {
    "approve": deciding.approve,
    "edit": deciding.edit,
    "reject": deciding.reject,
    "redraft": deciding.redraft,
    "teach": teaching.teach,
    "recall": deciding.recall,
    "retry": deciding.retry,
    "discard": deciding.discard,
    "reply": keeping.reply,
    "claim": keeping.claim,
    "let_go": keeping.let_go,
    "snooze": keeping.snooze,
    "snoozed": keeping.snoozed,
    "resolve": keeping.resolve,
    "reopen": keeping.reopen,
    "open": keeping.open_post,
    "page": lists.page,
    "parked": lists.parked_page,
    "next": storm.show_next,
    "alone": autonomy.accept,
    "not_alone": autonomy.decline,
    "no_longer_alone": autonomy.take_back,
    "hide": moderating.hide,
    "unhide": moderating.unhide,
    "like": moderating.like,
    "unlike": moderating.unlike,
    "private": moderating.private,
    "remove": moderating.remove,
    "remove_now": moderating.remove_now,
    "mute": moderating.mute,
    "muted": moderating.muted,
    "block": moderating.block,
    "block_now": moderating.block_now,
    "unblock_now": moderating.unblock_now,
    "case": cases.show,
    "case_undo": cases.undo,
    "case_picked": cases.picked,
    "case_reason": cases.reason,
    "case_allow": cases.allow,
    "case_disallow": cases.disallow,
    "cases": listing.cases_page,
    "cases_of": listing.cases_of,
    "cases_undo": cases.pick,
    "appeals": listing.appeals,
    "appeal_grant": judging.grant,
    "appeal_decline": judging.decline,
    "flags": listing.flags,
    "flag_out": judging.out,
    "flag_leave": judging.leave,
    "flag_mute": judging.mute,
    "flag_muted": judging.muted,
    "match_right": judging.right,
    "match_wrong": judging.wrong,
    "rules": listing.rules,
    "rule_force": judging.force,
    "rule_forced": judging.forced,
    "rule_shadow": judging.shadow,
    "rule_off": judging.off,
    "measure_end": judging.end,
}
FILLED: Final[Mapping[str, Filled]] = {
    "faq": faq.write,
    "edit": deciding.edited,
    "reject": deciding.rejected,
    "redraft": deciding.redrafted,
    "reply": keeping.replied,
    "privately": moderating.privately,
    "snooze_until": keeping.snoozed_until,
    "case_undone": cases.undone,
    "case_reasoned": cases.reasoned,
    "appeal_declined": judging.declined,
}


class Click(ui.DynamicItem[ui.Item[Any]], template=TEMPLATE):
    """Every button and menu of ours: made anew from its id when it is pressed, on whichever process hears of it."""

    def __init__(self, item: ui.Item[Any], verb: str, ref: str) -> None:
        """`item` is the button as it stands in the message."""
        super().__init__(item)
        self._verb, self._ref = verb, ref

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """Take the id apart."""
        return cls(item, match["verb"], match["ref"])

    async def callback(self, interaction: Interaction) -> None:
        """Do what the verb says."""
        deed = DEEDS.get(self._verb, _unknown)
        await answer(interaction, lambda asked: deed(asked, self._ref))


async def submitted(interaction: Interaction) -> None:
    """A window was filled in: perhaps one that another process had opened, an hour ago."""
    data: Mapping[str, Any] = interaction.data or {}
    found = TEMPLATE.fullmatch(str(data.get("custom_id", "")))
    if found is None:
        return
    fields = modals.filled(data)
    done = FILLED.get(found["verb"], _unknown)
    typed = "\n".join(fields[name] for name in modals.TYPED if fields.get(name))
    await answer(interaction, lambda asked: done(asked, found["ref"], fields), typed)


async def _unknown(*_: object) -> None:
    raise NotFound("This button is of another version of Sangam; use a newer card.")
