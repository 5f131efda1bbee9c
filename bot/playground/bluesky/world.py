"""What people do on the simulated Bluesky: post, answer, name, quote, like, delete, block, and write in private."""

from __future__ import annotations

import bisect
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from bot.playground.attachments import Attachment
from bot.playground.bell import Bell
from bot.playground.bluesky.ids import HANDLE, Ids, cid, parts_of
from bot.playground.bluesky.records import (
    POST,
    Account,
    Convo,
    JsonObject,
    Line,
    Notice,
    Person,
    Post,
    Record,
    Sent,
    moment,
    written,
)
from bot.playground.clock import Clock

GATE = "app.bsky.feed.threadgate"
_MENTION = re.compile(r"@([\w.-]+\w)")


class CannotAct(Exception):
    """Nobody could do this on Bluesky."""


class BlueskyWorld:
    """Everybody and everything on one simulated Bluesky. Times are in unix seconds of the clock."""

    def __init__(self, clock: Clock, seed: int = 0) -> None:
        self.clock = clock
        self.ids = Ids(seed)
        self.people: dict[str, Person] = {}
        self.convos: dict[str, Convo] = {}
        self.pictures: dict[str, tuple[bytes, str]] = {}
        self.sent: list[Sent] = []
        self.calls: Counter[str] = Counter()
        self.bell = Bell()
        self.counts: defaultdict[str, Counter[str]] = defaultdict(Counter)  # at-uri -> like, repost, reply, quote
        self.base = ""

    @property
    def now(self) -> float:
        """The time."""
        return self.clock.now()

    # ------------------------------------------------------------------------------------------------------- people

    def create_account(self, handle: str, name: str = "", *, privileged: bool = True) -> Account:
        """An account of ours with an app password, which is `privileged` to read direct messages."""
        password = self.ids.password()
        account = Account(self.ids.did(), self._free(handle), name, app_password=password, privileged=privileged)
        self.people[account.did] = account
        return account

    def create_person(self, handle: str, name: str = "") -> Person:
        """Somebody."""
        person = Person(self.ids.did(), self._free(handle), name)
        self.people[person.did] = person
        return person

    def block(self, who: Person, whom: Person) -> Record:
        """Keep somebody away."""
        return self.keep(who, "app.bsky.graph.block", {"subject": whom.did, "createdAt": written(self.now)})

    # -------------------------------------------------------------------------------------------------------- posts

    def post(
        self,
        who: Person,
        text: str,
        *,
        pictures: Sequence[Attachment] = (),
        links: Mapping[str, str] | None = None,
        answers: Post | None = None,
        quotes: Post | None = None,
        made_at: float | None = None,
    ) -> Post:
        """Post; `links` are words of the text and where they lead, `made_at` what the post says when it was made."""
        made = written(self.now if made_at is None else made_at)
        value: JsonObject = {"$type": POST, "text": text, "createdAt": made}
        if facets := self._facets(text, links or {}):
            value["facets"] = facets
        if answers is not None:
            above: JsonObject | None = answers.value.get("reply")
            parent = {"uri": answers.uri, "cid": answers.cid}
            value["reply"] = {"root": above["root"] if above else parent, "parent": parent}
        if quotes is not None:
            value["embed"] = {
                "$type": "app.bsky.embed.record",
                "record": {"uri": quotes.uri, "cid": quotes.cid},
            }
        if pictures:
            images = [{"alt": one.name, "image": self.blob(one.data, one.mime)} for one in pictures]
            value["embed"] = {"$type": "app.bsky.embed.images", "images": images}
        return self.keep(who, POST, value)

    def reply(self, who: Person, post: Post, text: str, **more: object) -> Post:
        """Answer a post."""
        if post.removed:
            raise CannotAct("This post is gone.")
        return self.post(who, text, answers=post, **more)  # type: ignore[arg-type]  # passed on as they are

    def mention(self, who: Person, whom: Person, text: str) -> Post:
        """Post something that names somebody."""
        return self.post(who, f"@{whom.handle} {text}")

    def quote(self, who: Person, post: Post, text: str) -> Post:
        """Post something that shows another post."""
        return self.post(who, text, quotes=post)

    def like(self, who: Person, post: Post) -> Record:
        """Like a post."""
        value = {"subject": {"uri": post.uri, "cid": post.cid}, "createdAt": written(self.now)}
        return self.keep(who, "app.bsky.feed.like", value)

    def repost(self, who: Person, post: Post) -> Record:
        """Pass a post on."""
        value = {"subject": {"uri": post.uri, "cid": post.cid}, "createdAt": written(self.now)}
        return self.keep(who, "app.bsky.feed.repost", value)

    def remove(self, record: Record) -> None:
        """Delete a record."""
        if self.people[record.did].records.pop((record.collection, record.rkey), None) is not None:
            self._count(record, -1)
        record.removed = True
        self.bell.ring()

    def hidden(self, post: Post) -> bool:
        """Whether an answer is out of sight, by the gate of the post that its talk hangs on."""
        root = str(post.value["reply"]["root"]["uri"])
        did, _, rkey = parts_of(root)
        gate = self.people[did].records.get((GATE, rkey))
        return gate is not None and post.uri in gate.value.get("hiddenReplies", ())

    # --------------------------------------------------------------------------------------------------- in private

    def message(self, who: Person, whom: Person, text: str, **more: object) -> Line:
        """Write to somebody in private, in whatever program."""
        return self.say(self.talk(who, whom), who, text, **more)  # type: ignore[arg-type]  # passed on as they are

    say_natively = message

    def talk(self, who: Person, whom: Person) -> Convo:
        """The talk of two, begun by `who` if there was none."""
        for convo in self.convos.values():
            if not convo.name and {one.did for one in convo.members} == {who.did, whom.did}:
                return convo
        return self.group([who, whom], "", by=who)

    def group(self, members: Sequence[Person], name: str, *, by: Person) -> Convo:
        """A talk of several, with a name; of two without."""
        rev = self.ids.tid(self.now)
        convo = Convo(self.ids.tid(self.now), list(members), rev, accepted={by.did}, name=name)
        convo.log.append({"$type": "chat.bsky.convo.defs#logBeginConvo", "rev": rev, "convoId": convo.id})
        self.convos[convo.id] = convo
        return convo

    def say(self, convo: Convo, who: Person, text: str, facets: Sequence[JsonObject] = ()) -> Line:
        """Say something in a talk; who answers has accepted it."""
        rev = self.ids.tid(self.now)
        line = Line(self.ids.tid(self.now), rev, convo, who, text, self.now, list(facets))
        convo.lines.append(line)
        convo.accepted.add(who.did)
        convo.rev = rev
        convo.log.append({"$type": "chat.bsky.convo.defs#logCreateMessage", "rev": rev, "line": line})
        self.bell.ring()
        return line

    def react(self, who: Person, line: Line, emoji: str) -> None:
        """Put an emoji on a direct message; an empty one takes it away."""
        kind = "logAddReaction" if emoji else "logRemoveReaction"
        value = emoji or line.reactions.pop(who.did)
        if emoji:
            line.reactions[who.did] = emoji
        rev = self.ids.tid(self.now)
        reaction = {"value": value, "sender": {"did": who.did}, "createdAt": written(self.now)}
        entry = {"$type": f"chat.bsky.convo.defs#{kind}", "rev": rev, "line": line, "reaction": reaction}
        line.convo.log.append(entry)
        line.convo.rev = rev

    # ------------------------------------------------------------------------------------------------- for the server

    def keep(self, who: Person, collection: str, value: JsonObject, rkey: str = "") -> Record:
        """Put a record into somebody's repository, in place of what had this key, and tell whom it concerns."""
        key = rkey or self.ids.tid(self.now)
        content, now = {"$type": collection, **value}, self.now
        sort_at = round(min(moment(str(value["createdAt"])), now), 6)
        record = Record(who.did, collection, key, content, cid(content), now, sort_at)
        if (there := who.records.get((collection, key))) is not None:
            self._count(there, -1)
        who.records[collection, key] = record
        self._count(record, 1)
        for account in self.people.values():
            if isinstance(account, Account) and account is not who:
                for reason, about in _reasons(record, account.did):
                    bisect.insort(account.notices, Notice(reason, record, about), key=lambda one: one.place)
        self.bell.ring()
        return record

    def _count(self, record: Record, many: int) -> None:
        """Count what a record is about, or no longer."""
        value, kind = record.value, record.collection.rpartition(".")[2]
        if kind == "block":
            self.people[record.did].blocked[str(value["subject"])] += many
        elif kind in ("like", "repost"):
            self.counts[str(value["subject"]["uri"])][kind] += many
        elif kind == "post":
            if "reply" in value:
                self.counts[str(value["reply"]["parent"]["uri"])]["reply"] += many
            if quoted := (value.get("embed") or {}).get("record", {}).get("uri"):
                self.counts[str(quoted)]["quote"] += many

    def find(self, uri: str) -> Record | None:
        """The record at an at-uri."""
        try:
            did, collection, rkey = parts_of(uri)
        except ValueError:
            return None
        person = self.people.get(did)
        return None if person is None or person.gone else person.records.get((collection, rkey))

    def blob(self, data: bytes, mime: str) -> JsonObject:
        """Keep a file; the blob, as records hold it."""
        name = cid(data)
        self.pictures[name] = (data, mime)
        return {"$type": "blob", "ref": {"$link": name}, "mimeType": mime, "size": len(data)}

    def record_sent(self, call: str, object_id: str, text: str = "", account: str = "") -> None:
        """Note what we did by the API."""
        self.sent.append(Sent(len(self.sent) + 1, self.now, call, object_id, text, account))
        self.bell.ring()

    async def wait_sent(self, wanted: Callable[[Sent], bool], timeout: float = 5.0, after: int = 0) -> Sent:
        """The first thing we did, with a number above `after`, that is `wanted`; raises TimeoutError."""
        return await self.bell.first(self.sent, wanted, timeout, after)

    def _free(self, handle: str) -> str:
        if not HANDLE.fullmatch(handle):
            raise CannotAct(f"{handle} is no handle.")
        if any(one.handle == handle for one in self.people.values()):
            raise CannotAct(f"{handle} is taken.")
        return handle

    def _facets(self, text: str, links: Mapping[str, str]) -> list[JsonObject]:
        named = {one.handle: one.did for one in self.people.values()}
        found = [
            (match.start(), match[0], {"$type": "app.bsky.richtext.facet#mention", "did": named[match[1]]})
            for match in _MENTION.finditer(text)
            if match[1] in named
        ]
        found += [
            (text.index(shown), shown, {"$type": "app.bsky.richtext.facet#link", "uri": uri})
            for shown, uri in links.items()
        ]
        facets = []
        for start, shown, feature in found:
            begin = len(text[:start].encode())
            index = {"byteStart": begin, "byteEnd": begin + len(shown.encode())}
            facets.append({"index": index, "features": [feature]})
        return facets


def _reasons(record: Record, did: str) -> list[tuple[str, str]]:
    """Why somebody is told of a record, and which record of theirs that is about."""
    value, found = record.value, list[tuple[str, str]]()
    uris = [str(value["reply"][which]["uri"]) for which in ("parent", "root")] if "reply" in value else []
    if ours := next((uri for uri in uris if uri.startswith(f"at://{did}/")), ""):
        found.append(("reply", ours))
    features = [feature for facet in value.get("facets", ()) for feature in facet["features"]]
    if any(feature.get("did") == did for feature in features):
        found.append(("mention", ""))
    embed = value.get("embed") or {}
    quoted = str((embed.get("record") or {}).get("uri", ""))
    if quoted.startswith(f"at://{did}/"):
        found.append(("quote", quoted))
    if record.collection in ("app.bsky.feed.like", "app.bsky.feed.repost"):
        subject = str(value["subject"]["uri"])
        if subject.startswith(f"at://{did}/"):
            found.append((record.collection.rpartition(".")[2], subject))
    return found
