"""What hooks leave to be looked up: the posts they spoke of, the names of people, and what mentions of us say.

Hooks never ask Meta anything. Whoever listens asks for all that is wanted at once, many in one call.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any, Final

from bot.networks._meta.graph import MOST_AT_ONCE, Graph
from bot.networks._meta.mentions import TO_DO, Mention, mention_of
from bot.networks._meta.place import Known, Place, put
from bot.networks._meta.reading import POST, path_of
from bot.networks._meta.resume import Resume
from bot.networks._meta.shapes import table, unreadable
from bot.networks._meta.subjects import describe, learn_post, mentioned
from bot.networks._payloads import MALFORMED, clean
from inbox.errors import NetworkError, Rejected, StoreAway
from inbox.incoming import ContactDescribed, Incoming, Receive
from inbox.models import Contact, RemoteId, Subject
from inbox.network import Mail, Mailbox

A_DAY: Final = 86_400_000  # ms until what was refused is asked for again
MENTIONS: Final = 50  # of the list in the mailbox, at once
PERSON: Final = {"facebook": "first_name,last_name", "instagram": "name,username"}
CAPTION: Final = "id,caption,permalink,timestamp,username,media_type,media_url,thumbnail_url"
COMMENT: Final = f"id,text,timestamp,username,media{{{CAPTION}}}"
UNSEEN: Final = "Somebody mentioned us on Instagram, and Instagram does not show where: {words} Look for it in the app."


class LookUps:
    """Asks for one account; outlives the runs of listening. Raises NetworkErrors and StoreAway."""

    def __init__(self, place: Place, known: Known, graph: Graph, mailbox: Mailbox, now: Callable[[], int]) -> None:
        """`known` is shared with whoever parses hooks; `now` in unix ms."""
        self._place = place
        self._known = known
        self._graph = graph
        self._mailbox = mailbox
        self._now = now
        self._refused: OrderedDict[str, int] = OrderedDict()  # what Meta does not show, and when it said so

    async def look_up(self, receive: Receive, resume: Resume) -> None:
        """Everything that is wanted now; moves `resume` on past the mentions that are done."""
        while posts := self._some(self._known.wanted_posts):
            await self._posts(receive, posts)
        while people := self._some(self._known.wanted_people):
            await self._people(receive, people)
        while lines := await self._mailbox.read(TO_DO, resume.to_do, MENTIONS):
            await self._mentions(receive, resume, lines)

    def _some(self, wanted: OrderedDict[str, None]) -> list[str]:
        """The next ones to ask for; those that were refused lately are crossed out."""
        for id in [id for id in wanted if self._now() - self._refused.get(id, -A_DAY) < A_DAY]:
            wanted.pop(id, None)
        return list(wanted)[:MOST_AT_ONCE]

    async def _ask(self, ids: Iterable[str], fields: str, wanted: OrderedDict[str, None]) -> dict[str, dict[str, Any]]:
        """What Meta shows of each; what it refuses is wanted no more, and what it could not answer stays wanted."""
        asked = list(ids)
        answers = await self._graph.batch([path_of(id, fields) for id in asked])
        shown: dict[str, dict[str, Any]] = {}
        failed: NetworkError | None = None
        for id, answer in zip(asked, answers, strict=True):
            if isinstance(answer, dict):
                shown[id] = answer
                wanted.pop(id, None)
            elif isinstance(answer, Rejected):
                self._refuse(id)
                wanted.pop(id, None)
            else:
                failed = answer
        if failed is not None and not shown:
            raise failed
        return shown

    def _refuse(self, id: str) -> None:
        put(self._refused, id, self._now())

    async def _posts(self, receive: Receive, posts: Iterable[str]) -> None:
        news: list[Subject] = []
        for id, raw in (await self._ask(posts, POST[self._place.network], self._known.wanted_posts)).items():
            try:
                subject = learn_post({**raw, "id": id}, self._place, self._known)
            except MALFORMED:
                self._refuse(id)
                continue
            news += [subject] if subject is not None else []
        await describe(self._known, news, self._now(), receive)

    async def _people(self, receive: Receive, people: Iterable[str]) -> None:
        met: list[Contact] = []
        for id, raw in (await self._ask(people, PERSON[self._place.network], self._known.wanted_people)).items():
            contact = contact_of(id, raw)
            if contact is None:
                self._refuse(id)
                continue
            met.append(contact)
        if not met:
            return
        for contact in met:  # first, so that a hook that is storing their words right now sees it
            self._known.keep_person(contact.remote, contact)
        try:
            await receive([ContactDescribed(contact, self._now()) for contact in met], None)
        except StoreAway:
            for contact in met:
                self._known.people.pop(contact.remote, None)
                self._known.want_person(contact.remote)
            raise

    # ----------------------------------------------------------------------------------------------------- mentions

    async def _mentions(self, receive: Receive, resume: Resume, lines: list[Mail]) -> None:
        """Each mention of the list once; the place in the list is stored together with what was found."""
        asked = [(line, mention) for line in lines if (mention := read_mention(line)) is not None]
        answers = await self._graph.batch([self._path(mention) for _, mention in asked]) if asked else []
        told: list[Incoming] = []
        for (line, mention), answer in zip(asked, answers, strict=True):
            if isinstance(answer, NetworkError) and not isinstance(answer, Rejected):
                raise answer
            told += self._said(line, mention, answer)
        after = resume.copy()
        after.to_do = lines[-1].id
        await receive(told, after.cursor)
        resume.to_do = after.to_do

    def _path(self, mention: Mention) -> str:
        if mention.comment:
            return path_of(self._place.id, f"mentioned_comment.comment_id({mention.comment}){{{COMMENT}}}")
        return path_of(self._place.id, f"mentioned_media.media_id({mention.media}){{{CAPTION}}}")

    def _said(self, line: Mail, mention: Mention, answer: dict[str, Any] | Rejected) -> list[Incoming]:
        now = self._now()
        if isinstance(answer, Rejected):
            return [unreadable(line.body, UNSEEN.format(words=answer), now, line.key)]
        try:
            raw = table(answer.get("mentioned_comment" if mention.comment else "mentioned_media"))
            return mentioned(raw, self._place, self._known, mention, now)
        except MALFORMED as error:
            return [unreadable(answer, error, now, line.key)]


def contact_of(id: str, raw: dict[str, Any]) -> Contact | None:
    """Somebody's profile as it was looked up; None where it tells no name."""
    try:
        parts = (clean(raw.get("first_name")), clean(raw.get("last_name")))
        name = clean(raw.get("name")).strip() or " ".join(part.strip() for part in parts if part.strip())
        username = clean(raw.get("username")).strip()
    except MALFORMED:
        return None
    return Contact(RemoteId(id), name or username, username) if name or username else None


def read_mention(line: Mail) -> Mention | None:
    """A line of the list; None for one that is no mention."""
    try:
        return mention_of(line.body)
    except ValueError:
        return None
