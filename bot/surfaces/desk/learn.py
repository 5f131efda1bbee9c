"""What the FAQ could learn: ways to ask, missing entries, questions without an answer; each accepted or put away."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from aiohttp import web

from bot import learning
from bot.surfaces.desk.answers import go, html
from bot.surfaces.desk.auth import Visitor
from bot.surfaces.desk.forms import Form
from bot.surfaces.desk.kit import Kit
from inbox.errors import NotAllowed, NotFound, Refused
from inbox.policy import may
from inbox.review import require
from inbox.wording import LESSONS
from responders.faq import FaqFile
from responders.fields import UNSAID
from responders.masking import BLANK
from responders.mining import Lesson

DAY = 86_400_000
SPANS = {"7d": ("7 days", 7 * DAY), "30d": ("30 days", 30 * DAY), "90d": ("90 days", 90 * DAY)}
USUAL = "30d"
SHOWN = 20  # of each kind
DONE = {
    "phrasing": "The FAQ knows one more way to ask.",
    "entry": "The FAQ has one more entry.",
    "question": "The FAQ has one more entry.",
    "nothing": "The FAQ stays silent when somebody asks this.",
    "dismiss": "It is not proposed again.",
}
LONGEST = 2_000  # characters of a question; an answer may have as many as any network takes


def languages(faq: FaqFile) -> Sequence[str]:
    """The languages that the FAQ has answers in, the most frequent first."""
    counts: dict[str, int] = {}
    for entry in faq.entries:
        for code in entry.answer:
            counts[code] = counts.get(code, 0) + 1
    return sorted((code for code in counts if code != UNSAID), key=lambda code: (-counts[code], code))


async def page(kit: Kit, request: web.Request, me: Visitor) -> web.Response:
    """What was found in some time, the most frequent of each kind."""
    anew, whole = bool(request.query.get("anew")), request.query.get("all", "")
    done = DONE.get(request.query.get("done", ""), "")
    return await _page(kit, me, request.query.get("since", ""), whole=whole, anew=anew, done=done)


async def decide(kit: Kit, request: web.Request, me: Visitor, form: Form) -> web.Response:
    """Write a lesson into the FAQ, in the words of the form, or put it away."""
    require(me.actor, "faq")
    since = _since(form["since"])
    try:
        lesson = learning.find(await kit.school.lessons(kit.brand, me.actor, SPANS[since][1]), form["id"])
        match form["do"]:
            case "accept":
                asked, said = form["question"].strip()[:LONGEST], form["answer"].strip()
                if lesson.what == "question" and not said:
                    raise NotAllowed("Nobody has answered this yet; write the answer first.")
                await learning.accept(kit.brand, me.actor, lesson, kit.school.teach, question=asked, answer=said)
            case "dismiss":
                await learning.dismiss(kit.brand, me.actor, lesson)
            case other:
                raise NotFound(f"There is no button {other}.")
    except Refused as refused:
        return await _page(kit, me, since, problem=str(refused), status=409)
    return go("/learn?" + urlencode({"since": since, "done": lesson.what if form["do"] == "accept" else "dismiss"}))


async def _page(
    kit: Kit,
    me: Visitor,
    since: str,
    *,
    whole: str = "",
    anew: bool = False,
    done: str = "",
    problem: str = "",
    status: int = 200,
) -> web.Response:
    since = _since(since)
    found = await kit.school.lessons(kit.brand, me.actor, SPANS[since][1], anew=anew)
    page = kit.pages(
        "learn.html",
        me=me,
        lists=[(what, title, *_shown(found, what, whole)) for what, title in LESSONS.items()],
        gap=BLANK,
        any=bool(found),
        since=since,
        spans=SPANS,
        may_teach=may(me.actor, "faq"),
        done=done,
        problem=problem,
    )
    return html(page, status)


def _shown(found: Sequence[Lesson], what: str, whole: str) -> tuple[Sequence[Lesson], int]:
    """Those of a kind that are shown, and how many there are."""
    lessons = [lesson for lesson in found if lesson.what == what]
    return (lessons if whole == what else lessons[:SHOWN]), len(lessons)


def _since(asked: str) -> str:
    return asked if asked in SPANS else USUAL
