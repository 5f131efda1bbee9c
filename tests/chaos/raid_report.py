"""What a raid left, in the store and on the networks: all that is wrong, and the figures."""

from __future__ import annotations

import json
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.networks._meta.ids import comments_below, own, padded
from bot.playground.meta import Comment, Person
from inbox.cases import Case, CaseNumber
from inbox.models import ConversationId
from inbox.store import Store
from inbox.store.keys import Keys
from tests.chaos.findings import NOW, bugs_logged, conversation_of
from tests.chaos.raid import Raid, Said
from tests.chaos.striking import BRAND

AT_ONCE = 500
AWAY = {"hide", "remove"}
ENOUGH = 0.9  # of a raid is out of sight; what no rule finds is not
MOST_TOLD = 10  # messages about moderation in the control channel; one each ten minutes, five cards, the day's post


@dataclass(frozen=True, slots=True)
class Left:
    """What stands in the store when it is quiet again."""

    cases: Sequence[Case]
    shelves: Mapping[str, int]
    lost: Sequence[tuple[str, str]]  # comments that are not there
    asked: Sequence[Said]  # ordinary comments that have neither an answer nor a draft of one
    memory: int  # of Redis, bytes
    log: str

    @property
    def away(self) -> Mapping[tuple[str, str], list[Case]]:
        """The cases that took a comment out of sight, by the comment."""
        found: dict[tuple[str, str], list[Case]] = {}
        for case in self.cases:
            if any(deed.kind in AWAY for deed in case.deeds):
                name = case.account.partition(":")[0], own(case.message or "")
                found.setdefault(name, []).append(case)
        return found


async def read(raid: Raid, store: Store) -> Left:
    """Read it."""
    _, _, total = await store.cases.page(1)
    cases: list[Case] = []
    for first in range(1, total + 1, AT_ONCE):
        cases += await store.cases.read([CaseNumber(n) for n in range(first, min(first + AT_ONCE, total + 1))])
    info = await store.client.call("INFO", "memory")
    assert isinstance(info, dict)
    memory = int(info["used_memory"])
    shelves = await store.conversations.counts(["waiting", "drafted", "open", "resolved", "all"])
    logs = "\n".join(path.read_text("utf-8") for path in raid.stage.logs)
    return Left(cases, shelves, await lost(raid, store), await unanswered(raid, store), memory, logs)


async def lost(raid: Raid, store: Store) -> list[tuple[str, str]]:
    """What is not in the store."""
    keys, found = Keys(BRAND), list[object]()
    places = [_place(one) for one in raid.said]
    for at in range(0, len(places), AT_ONCE):
        commands = [("HEXISTS", keys("m", where), id) for where, id in places[at : at + AT_ONCE]]
        found += await store.client.pipeline(commands)
    return [one.name for one, there in zip(raid.said, found, strict=True) if not there]


async def unanswered(raid: Raid, store: Store) -> list[Said]:
    """What ordinary people said and nobody has an answer to."""
    drafted: set[tuple[str, str]] = set()
    normal = [one for one in raid.said if one.normal]
    for where in {_place(one)[0] for one in normal}:
        found = await store.conversations.read(ConversationId(where), NOW, limit=1)
        for id in found.conversation.drafts if found else ():
            opened = await store.drafts.open(id, NOW)
            if opened and opened.draft.about:
                drafted.add((where, opened.draft.about))
    return [one for one in normal if _place(one) not in drafted and not answers(raid, one)]


def answers(raid: Raid, one: Said) -> int:
    """How many answers of ours the network shows."""
    if isinstance(one.what, Comment):
        return sum(not isinstance(reply.who, Person) for reply in one.what.replies)
    said = raid.stage.telegram.world.sent
    return sum(sent.method == "sendMessage" and replied(sent.params) == one.what.id for sent in said)


def replied(params: Mapping[str, object]) -> int:
    """What a message of ours on Telegram answers."""
    given = params.get("reply_parameters")
    about = json.loads(given) if isinstance(given, str) else given
    return int(about["message_id"]) if isinstance(about, dict) else 0


def _place(one: Said) -> tuple[str, str]:
    if isinstance(one.what, Comment):
        return f"{one.network}:main/{comments_below(one.what.id)}", padded(one.what.id)
    return conversation_of(one.what.chat), f"{one.what.id:010d}"


def quiet(raid: Raid, left: Left) -> bool:
    """Whether all that was to be taken out of sight is."""
    return all(one.hidden for one in raid.said if one.name in left.away)


# ------------------------------------------------------------------------------------------------------------ problems


def problems(raid: Raid, left: Left) -> list[str]:
    """All that is wrong, one sentence a problem; nothing is good."""
    away = left.away
    normal, raiding = [one for one in raid.said if one.normal], [one for one in raid.said if not one.normal]
    wrong = [f"{one.name} of somebody ordinary is out of sight: {one.text!r}" for one in normal if _gone(one)]
    wrong += [f"{one.name} of somebody ordinary has a case" for one in normal if one.name in away]
    wrong += [f"{one.name} should be out of sight and is not" for one in raiding if one.name in away and not _gone(one)]
    wrong += [f"{one.name} is out of sight without a case" for one in raiding if _gone(one) and one.name not in away]
    wrong += [f"{name} has {len(cases)} cases" for name, cases in away.items() if len(cases) > 1]
    wrong += [f"{one.name} is neither answered nor drafted for: {one.text!r}" for one in left.asked]
    wrong += [f"{one.name} is answered {n} times" for one in normal if (n := answers(raid, one)) > 1]
    wrong += [f"{one.name} of the raid is answered" for one in raiding if answers(raid, one)]
    wrong += [f"{name} is lost" for name in left.lost]
    wrong += _repeated(raid, raiding) + bugs_logged(left.log)
    caught = sum(one.hidden > 0 for one in raiding) / len(raiding)
    if caught < ENOUGH:
        wrong.append(f"no more than {caught:.1%} of the raid is out of sight")
    after = [one for one in raiding if one.after_measure and not one.hidden]
    wrong += [f"{one.name} is in sight in spite of the measure: {one.text!r}" for one in after]
    if raid.stage.meta.usage.refused:
        wrong.append(f"Meta refused {raid.stage.meta.usage.refused} calls for too many")
    told = raid.stage.discord_said()["of moderation"]
    if not 0 < told <= MOST_TOLD:
        wrong.append(f"the control channel has {told} messages about moderation")
    return wrong


def _gone(one: Said) -> bool:
    what = one.what
    return what.hidden or what.removed if isinstance(what, Comment) else what.removed


def _repeated(raid: Raid, said: Iterable[Said]) -> list[str]:
    """What was on its way when the process was killed may be hidden a second time; nothing else."""
    again = sum(one.hidden - 1 for one in said if one.hidden)
    most = 16 * len(raid.away)
    return [f"{again} comments were taken out of sight again, at most {most} may be"] if again > most else []


# ------------------------------------------------------------------------------------------------------------- figures


def table(raid: Raid, left: Left) -> str:
    """What happened, line by line."""
    raiding = [one for one in raid.said if not one.normal]
    at_home = [one for one in raiding if not _while_away(raid, one)]
    rows: dict[str, object] = {
        "comments of the raid": len(raiding),
        **{f"  on {network}": n for network, n in sorted(Counter(one.network for one in raiding).items())},
        "refused by Telegram: muted there": raid.refused,
        "ordinary comments": len(raid.said) - len(raiding),
        "  out of sight": sum(_gone(one) for one in raid.said if one.normal),
        "  answers approved meanwhile": raid.approved,
        "  answers seen": sum(answers(raid, one) for one in raid.said if one.normal),
        "raid out of sight": f"{sum(one.hidden > 0 for one in raiding) / len(raiding):.1%}",
        "  taken out of sight twice": sum(max(0, one.hidden - 1) for one in raiding),
        "seconds from said to out of sight": _spread(one.gone_at - one.at for one in at_home if one.hidden),
        "  said while the process was away": _spread(
            one.gone_at - one.at for one in raiding if one.hidden and _while_away(raid, one)
        ),
        "below the closed post, after that": sum(one.after_measure for one in raiding),
        "  of these in sight": sum(one.after_measure and not one.hidden for one in raiding),
        "cases": len(left.cases),
        **{f"  by {rule}": n for rule, n in Counter(one.rule or "a measure" for one in left.cases).most_common()},
        "people muted": sum(deed.kind == "mute" for case in left.cases for deed in case.deeds),
        "calls refused by Meta's limits": raid.stage.meta.usage.refused,
        "calls at Meta": raid.stage.meta.calls.total(),
        **{f"shelf {name}": count for name, count in left.shelves.items()},
        **{f"control channel: {what}": n for what, n in raid.stage.discord_said().items()},
        **{f"desk {at[0]}, ms, {at[1]}": _spread((1000 * one for one in took), 0) for at, took in raid.pages.items()},
        "process killed, away for seconds": ", ".join(f"{b - a:.1f}" for a, b in raid.away) or "never",
        **_costs(raid, left, len(raid.said)),
    }
    return "\n" + "\n".join(f"  {what:<38}{_words(figure):>12}" for what, figure in rows.items())


def _costs(raid: Raid, left: Left, said: int) -> dict[str, object]:
    lives = raid.stage.lives
    sangam, redis = list(lives.sangam.values()), list(lives.redis.values())
    return {
        "Sangam, ms of a processor a comment": f"{1000 * sum(one.cpu for one in sangam) / said:.1f}",
        "Redis, ms of a processor a comment": f"{1000 * sum(one.cpu for one in redis) / said:.1f}",
        "Sangam, MiB at most": max(one.most for one in sangam) // 1024,
        "Redis, MiB at most": max(one.most for one in redis) // 1024,
        "Redis, KiB a comment": f"{left.memory / said / 1024:.1f}",
    }


def _while_away(raid: Raid, one: Said) -> bool:
    """Whether nobody could be told of it: Meta tries again only later."""
    return any(began - 1 <= one.at <= ended for began, ended in raid.away)


def _spread(figures: Iterable[float], digits: int = 1) -> str:
    found = sorted(figures)
    if not found:
        return "-"
    at95 = found[min(len(found) - 1, round(0.95 * len(found)))]
    return f"median {statistics.median(found):.{digits}f}, 95 % {at95:.{digits}f}, worst {found[-1]:.{digits}f}"


def _words(figure: object) -> str:
    return f"{figure:,}" if isinstance(figure, int) else str(figure)
