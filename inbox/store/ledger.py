"""The ledger: every decision of the responders, in a stream of its own; ids and digests instead of texts.

One entry is j, a decision as JSON with short keys and nothing that is empty, and d, the drafts that came of it and why
they wait, in the order of those proposals that a responder was allowed to make. propose.lua writes both.
t at, c conversation, w asker, u upto, n count, s seen, f facts, g config, v versions, m mode, p proposals, l labels,
pr priority, h hand-off, as assign, sn snooze, k skipped, a what was heard. Facts: l labels, p priority, g language,
b past, r resolved at, x declined, d disclosure, w wish. How a draft reads that somebody wished another of is looked up
where it stands, so that what is erased there is gone from here.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import replace
from typing import Any

from inbox.decisions import STRANGER, Decision, Facts, Heard, Past, Proposed, Wish
from inbox.models import ContactId, ConversationId, DraftId, RemoteId
from inbox.store import codec
from inbox.store.client import Entry
from inbox.store.scripts import Scripts

KEPT_MS = 90 * 86_400_000
OF_ONE_CONVERSATION = 50  # decisions that are found by their conversation; older ones only by their time
LONGEST_ANSWER = 8_192  # bytes of what a model said; more is no answer that we would send
PAGE = 500


class Ledger:
    """Reads the ledger of one brand; decisions get there with what came of them, by `Drafts.propose`."""

    def __init__(self, scripts: Scripts) -> None:
        """The ledger of the brand that the scripts are bound to."""
        self._client, self._keys = scripts.client, scripts.keys
        self._stream = scripts.keys("ledger")

    async def page(self, after: str = "0-0", limit: int = PAGE) -> list[Decision]:
        """The decisions after one, oldest first."""
        return await self._decisions(await self._client.xread(self._stream, after, limit))

    async def since(self, at: int) -> AsyncIterator[Decision]:
        """Every decision since a time (unix ms), oldest first, read page by page."""
        after = f"{max(0, at - 1)}-{2**64 - 1}"
        while found := await self.page(after):
            for decision in found:
                yield decision
            after = found[-1].id

    async def of(self, conversation: ConversationId) -> list[Decision]:
        """The newest decisions of one conversation, oldest first."""
        ids = await self._client.call("LRANGE", self._keys("l", conversation), 0, -1)
        assert isinstance(ids, list)
        return await self.find(ids)

    async def find(self, ids: Sequence[str]) -> list[Decision]:
        """These decisions; those that are not kept any more are left out."""
        found = await self._client.pipeline([("XRANGE", self._stream, id, id) for id in ids])
        return await self._decisions([entry for entries in found if isinstance(entries, list) for entry in entries])

    async def trim(self, before: int) -> int:
        """Forget what was decided before a time (unix ms); answers how many that were."""
        return int(str(await self._client.call("XTRIM", self._stream, "MINID", max(0, before))))

    async def _decisions(self, entries: Iterable[Entry]) -> list[Decision]:
        decisions = [decision_of(id, fields["j"], fields["d"]) for id, fields in entries]
        wished = [d.facts.wish.draft for d in decisions if d.facts.wish and d.facts.wish.draft]
        bodies = await self._client.pipeline([("HGET", self._keys("d", id), "b") for id in wished])
        texts = {id: _said_by(str(body)) for id, body in zip(wished, bodies, strict=True) if body}
        return [_with_text(decision, texts) for decision in decisions] if wished else decisions


def _said_by(proposal: str) -> str:
    return getattr(codec.proposal_of(proposal).action, "text", "")


def _with_text(decision: Decision, texts: dict[DraftId, str]) -> Decision:
    wish = decision.facts.wish
    if wish is None or wish.draft not in texts:
        return decision
    return replace(decision, facts=replace(decision.facts, wish=replace(wish, text=texts[wish.draft])))


# --------------------------------------------------------------------------------------------------- as it stands there


def decision_text(decision: Decision) -> str:
    """A decision as JSON, without its id and without what became of its proposals."""
    account = decision.conversation.partition("/")[0]
    return codec.dumps(
        _full(
            t=decision.at,
            c=decision.conversation,
            w=(decision.asker or "").removeprefix(f"{account}/"),
            u=decision.upto,
            n=decision.count,
            s=decision.seen,
            f=_facts_body(decision.facts),
            g=decision.config,
            v=dict(decision.versions),
            m="" if decision.mode == "normal" else decision.mode,
            p=[_proposed_list(proposed) for proposed in decision.proposals],
            l=list(decision.labels),
            pr=decision.priority,
            h=decision.hand_off,
            **{"as": decision.assign},
            sn=decision.snooze,
            k=list(decision.skipped),
            a=[_heard_list(heard) for heard in decision.heard],
        )
    )


def decision_of(id: str, text: str, made: str) -> Decision:
    """The decision behind its JSON and what became of it."""
    body = json.loads(text)
    conversation = ConversationId(body["c"])
    asker = f"{conversation.partition('/')[0]}/{body['w']}" if "w" in body else None
    return Decision(
        id=id,
        at=body["t"],
        conversation=conversation,
        asker=ContactId(asker) if asker else None,
        upto=RemoteId(body["u"]),
        count=body["n"],
        seen=body["s"],
        facts=_facts_of(body.get("f", {})),
        config=body.get("g", ""),
        versions=body.get("v", {}),
        mode=body.get("m", "normal"),
        proposals=tuple(_proposed_of(body.get("p", []), json.loads(made or "[]"))),
        labels=tuple(body.get("l", ())),
        priority=body.get("pr"),
        hand_off=body.get("h", ""),
        assign=body.get("as", ""),
        snooze=body.get("sn", 0),
        skipped=tuple(body.get("k", ())),
        heard=tuple(Heard(*heard) for heard in body.get("a", ())),
    )


def _full(**fields: Any) -> dict[str, Any]:
    """What is not empty; 0 is, except as a priority or a count."""
    return {key: value for key, value in fields.items() if value or (value == 0 and key in ("n", "pr"))}


def _facts_body(facts: Facts) -> dict[str, Any]:
    wish = facts.wish
    return _full(
        l=list(facts.labels),
        p=facts.priority,
        g=facts.language,
        b=[facts.past.messages, facts.past.since] if facts.past != STRANGER else None,
        r=facts.resolved_at,
        x=list(facts.declined),
        d=facts.disclosure,
        w=[wish.words, wish.by, wish.draft or ""] if wish else None,
    )


def _facts_of(body: dict[str, Any]) -> Facts:
    wish = body.get("w")
    return Facts(
        labels=tuple(body.get("l", ())),
        priority=body.get("p", 0),
        language=body.get("g", ""),
        past=Past(*body["b"]) if "b" in body else STRANGER,
        resolved_at=body.get("r", 0),
        declined=tuple(body.get("x", ())),
        disclosure=body.get("d", ""),
        wish=Wish(wish[0], "", wish[1], DraftId(wish[2]) if wish[2] else None) if wish else None,
    )


def _proposed_list(proposed: Proposed) -> list[Any]:
    """Its values in order, as far as there are any; `waits` stands there only where it was not even offered."""
    values = [proposed.by, proposed.evidence, list(proposed.sources), proposed.text, list(proposed.checks)]
    if proposed.waits:
        return [*values, proposed.waits]
    return values if proposed.checks else values[:4]


def _proposed_of(lists: list[list[Any]], made: list[str]) -> Iterable[Proposed]:
    drafts = iter(zip(made[::2], made[1::2], strict=True))
    for by, evidence, sources, text, *more in lists:
        checks = tuple(more[0]) if more else ()
        refused = more[1] if len(more) > 1 else ""
        draft, waits = (None, refused) if refused else next(drafts, (None, ""))
        yield Proposed(by, evidence, tuple(sources), text, checks, waits, DraftId(draft) if draft else None)


def _heard_list(heard: Heard) -> list[Any]:
    said = heard.said if len(heard.said.encode("utf-8", "replace")) <= LONGEST_ANSWER else ""
    return [heard.responder, heard.asked, said, heard.tokens_in, heard.tokens_out, heard.micros]
