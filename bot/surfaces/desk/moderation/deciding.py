"""What the buttons of moderation do: each calls one use case; what it refuses is shown on the page it came from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from bot.surfaces.desk.answers import go, html, json, status_of, wants_json
from bot.surfaces.desk.auth import Visitor
from bot.surfaces.desk.forms import LONGEST_MUTE, Form, whole
from bot.surfaces.desk.kit import Kit
from bot.surfaces.desk.moderation import measuring, pages
from bot.surfaces.desk.moderation.query import number_of
from bot.surfaces.desk.moderation.saying import DONE
from inbox import review
from inbox.actions import ActionKind, Block, Mute
from inbox.cases import Verdict
from inbox.errors import NotAllowed, NotFound, Refused
from inbox.models import Actor, ContactId, ConversationId, RemoteId
from inbox.moderation import appeals, people, rulings, undoing
from inbox.views import reading
from inbox.wording import cannot

LONGEST_WHY, LONGEST_ANSWER = 500, 2_000
Deed = Callable[[Kit, Actor, Form], Awaitable[int | None]]
"""Does it; answers the number of a case that was opened."""


async def decide(kit: Kit, request: web.Request, me: Visitor, form: Form) -> web.Response:
    """What a button does; afterwards the page that it stands on is shown again."""
    verb = request.match_info["verb"]
    deed, back = VERBS.get(verb), pages.address_of(form["back"])
    try:
        if deed is None:
            raise NotFound(f"There is no button {verb[:40]}.")
        opened = await deed(kit, me.actor, form)
    except Refused as refused:
        return await _refused(kit, request, me, back, refused)
    if wants_json(request):
        return json({"done": DONE[verb], "case": opened})
    asked = {"done": verb} | ({"opened": str(opened)} if opened else {})
    return go(f"{back}{'&' if urlsplit(back).query else '?'}{urlencode(asked)}")


async def _refused(kit: Kit, request: web.Request, me: Visitor, back: str, refused: Refused) -> web.Response:
    """The refusal in its own words, on the page as it is now, or alone where that page is no more."""
    words, status = str(refused), status_of(refused)
    if wants_json(request):
        return json({"problem": words}, status=status)
    try:
        return html(await pages.shown(kit, me, pages.place_of(back), words), status)
    except NotFound:
        return html(await pages.nowhere(kit, me, words), status)


async def clear(kit: Kit, by: Actor, form: Form) -> None:
    """Leave a flagged message where it is."""
    await rulings.clear(kit.brand, ConversationId(form["c"]), RemoteId(form["message"]), by)


async def condemn(kit: Kit, by: Actor, form: Form) -> int:
    """Take a flagged message out of sight."""
    where = ConversationId(form["c"])
    return await rulings.condemn(kit.brand, where, RemoteId(form["message"]), by, _words(form["why"]))


async def act(verb: ActionKind, kit: Kit, by: Actor, form: Form) -> int | None:
    """Mute or block whoever wrote a message; it is judged by that, so it is taken out of sight before, where wished."""
    where, person = ConversationId(form["c"]), RemoteId(form["person"])
    review.require(by, verb)
    conversation = (await reading(kit.brand, by, where, limit=1)).conversation
    thread, capabilities = conversation.thread, kit.brand.capabilities.get(conversation.account)
    if capabilities and not capabilities.offers(thread.kind, verb):
        raise NotAllowed(cannot(capabilities, verb))
    opened = await condemn(kit, by, form) if form["hide"] == "1" else None
    seconds = min(whole(form["seconds"], 3600), LONGEST_MUTE)
    action = (
        Mute(thread.remote, person, seconds)
        if verb == "mute"
        else Block(thread.remote, person, RemoteId(form["message"]))
    )
    await review.act(kit.brand, where, by, action)
    return opened


async def undo(kit: Kit, by: Actor, form: Form) -> None:
    """Take a case back."""
    why = _words(form["why"])
    await undoing.undo(kit.brand, number_of(form["case"]), by, why, apologise=form["apologise"] == "1")


async def reason(kit: Kit, by: Actor, form: Form) -> None:
    """Say why something was done."""
    await undoing.reason(kit.brand, number_of(form["case"]), by, _words(form["why"]))


async def decide_appeal(kit: Kit, by: Actor, form: Form, *, granted: bool) -> None:
    """Grant or decline an appeal, with an answer."""
    answer = form["answer"].strip()
    if len(answer) > LONGEST_ANSWER:
        raise NotAllowed(f"The answer is {len(answer)} characters long; {LONGEST_ANSWER} is the most.")
    await appeals.decide(kit.brand, number_of(form["case"]), by, granted=granted, answer=answer)


async def say(verdict: Verdict, kit: Kit, by: Actor, form: Form) -> None:
    """Say whether a match is right."""
    await rulings.say(kit.brand, form["match"], by, verdict)


async def put_in_force(kit: Kit, by: Actor, form: Form) -> None:
    """Let a rule act."""
    confirmed = form["confirmed"] == "1"
    await rulings.put_in_force(kit.brand, form["rule"], by, _words(form["why"]), confirmed=confirmed)


async def back_to_shadow(kit: Kit, by: Actor, form: Form) -> None:
    """Let a rule only write down what it would do."""
    await rulings.back_to_shadow(kit.brand, form["rule"], by, _words(form["why"]))


async def switch_off(kit: Kit, by: Actor, form: Form) -> None:
    """Let a rule do nothing."""
    await rulings.switch_off(kit.brand, form["rule"], by, _words(form["why"]))


async def allow(kit: Kit, by: Actor, form: Form) -> None:
    """Let no rule look at somebody."""
    await people.allow(kit.brand, ContactId(form["id"]), by, _words(form["why"]))


async def disallow(kit: Kit, by: Actor, form: Form) -> None:
    """Let rules look at somebody again."""
    await people.disallow(kit.brand, ContactId(form["id"]), by, _words(form["why"]))


async def label(kit: Kit, by: Actor, form: Form) -> None:
    """Set somebody's labels, written with commas between them."""
    labels = list(dict.fromkeys(word for word in (_words(one) for one in form["labels"].split(",")) if word))
    await people.label_person(kit.brand, ContactId(form["id"]), by, labels)


async def merge(kit: Kit, by: Actor, form: Form) -> None:
    """Say that two accounts are one person."""
    await people.merge(kit.brand, ContactId(form["id"]), ContactId(form["with"]), by)


async def unmerge(kit: Kit, by: Actor, form: Form) -> None:
    """Say that an account is somebody of their own."""
    await people.unmerge(kit.brand, ContactId(form["id"]), by)


VERBS: Mapping[str, Deed] = {
    "clear": clear,
    "condemn": condemn,
    "mute": partial(act, "mute"),
    "block": partial(act, "block"),
    "undo": undo,
    "reason": reason,
    "grant": partial(decide_appeal, granted=True),
    "decline": partial(decide_appeal, granted=False),
    "right": partial(say, "right"),
    "wrong": partial(say, "wrong"),
    "unsaid": partial(say, ""),
    "put_in_force": put_in_force,
    "back_to_shadow": back_to_shadow,
    "switch_off": switch_off,
    "switch_on": measuring.switch_on,
    "end": measuring.end,
    "allow": allow,
    "disallow": disallow,
    "label": label,
    "merge": merge,
    "unmerge": unmerge,
}


def _words(text: str) -> str:
    """What somebody wrote beside a button, on one line."""
    return " ".join(text.split())[:LONGEST_WHY]
