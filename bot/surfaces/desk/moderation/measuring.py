"""The buttons for bad days, on their own page and beside a conversation."""

from __future__ import annotations

from typing import get_args

from bot.surfaces.desk.forms import Form, whole, zone_of
from bot.surfaces.desk.kit import Kit
from bot.surfaces.desk.moderation.query import account_in
from inbox import times, views
from inbox.cases import MeasureKind
from inbox.errors import NotAllowed, NotFound
from inbox.models import Actor, ConversationId, RemoteId
from inbox.moderation import measures

KINDS: tuple[MeasureKind, ...] = get_args(MeasureKind)
LONGEST_WHY = 300


async def switch_on(kit: Kit, by: Actor, form: Form) -> None:
    """Switch a measure on for an account, or for the post or the conversation that the form names."""
    account = account_in(kit.brand, form["account"])
    if account is None:
        raise NotAllowed("Pick the account that it is for.")
    kind = kind_of(form["kind"])
    await measures.switch_on(
        kit.brand,
        by,
        kind,
        account,
        post=RemoteId(form["post"]) if form["post"] else None,
        conversation=ConversationId(form["c"]) if form["c"] else None,
        until=until(form, kit.brand.now()),
        why=" ".join(form["why"].split())[:LONGEST_WHY],
        seconds=_seconds(kind, form),
    )


async def switch_on_here(kit: Kit, by: Actor, form: Form) -> None:
    """Switch a measure on where somebody reads: for the post, for the conversation, or, freezing, for its account."""
    found = (await views.reading(kit.brand, by, ConversationId(form["c"]), limit=1)).conversation
    kind, post = kind_of(form["kind"]), found.thread.subject.remote if found.thread.subject else None
    here = kind != "freeze"
    of_post = post if here and kind != "slow" else None
    await measures.switch_on(
        kit.brand,
        by,
        kind,
        found.account,
        post=of_post,
        conversation=found.id if here and not of_post else None,
        until=until(form, kit.brand.now()),
        seconds=_seconds(kind, form),
    )


async def end(kit: Kit, by: Actor, form: Form) -> None:
    """End a measure."""
    await measures.switch_off(kit.brand, form["measure"], by)


def kind_of(name: str) -> MeasureKind:
    """The measure of that name; raises NotFound."""
    found = next((kind for kind in KINDS if kind == name), None)
    if found is None:
        raise NotFound(f"There is no measure {name[:40]}.")
    return found


def until(form: Form, now: int) -> int:
    """When it ends, by the clocks of the form's zone; 0: when somebody ends it. A day and time goes before a span."""
    said = form["at"] or form["until"]
    if not said:
        return 0
    try:
        return times.to_come(said, now, zone_of(form["zone"]))
    except ValueError:
        raise NotAllowed("Pick a day and a time to come until which it lasts.") from None


def _seconds(kind: MeasureKind, form: Form) -> int:
    return whole(form["seconds"]) if kind == "slow" else 0
