"""Web chat, the network that we are ourselves: one script tag on any site, no account anywhere, every action offered.

What both sides said is kept as lines of a mailbox, one JSON text each, with a key that makes repeating harmless. The
visitor's windows follow those lines (`_webchat_web.py`); what the visitor sends passes through `hear`.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from aiohttp import web

from bot.networks._outside import Outside
from bot.networks._webchat_files import KINDS
from bot.networks._webchat_lines import (
    HOWS,
    Line,
    file_line,
    hows,
    line_of,
    media_of,
    receipt_of,
    thread_of,
    visitor_line,
)
from bot.networks._webchat_notices import Notices
from bot.networks._webchat_options import MOST_TEXT, WebChatOptions
from bot.networks._webchat_pages import Pages
from bot.networks._webchat_said import (
    MOST_FILES,
    Changed,
    IsTyping,
    ReactedTo,
    Said,
    SawUpTo,
    Stored,
    TookBack,
    Visitor,
    Wrote,
)
from bot.networks._webchat_visitors import LOCAL
from bot.networks._webchat_web import PLACE, Door
from inbox.actions import KIND_OF, Action, DirectMessage, Edit, Reply, kind_of
from inbox.capabilities import Capabilities, TextLimit
from inbox.errors import NetworkError, NotAllowed, NotFound, Rejected, StoreAway, Uncertain, Unsupported
from inbox.incoming import Incoming, MessageEdited, MessageRemoved, NewMessage, Reacted, Receive, Seen
from inbox.models import AccountId, Contact, Media, RemoteId, Thread
from inbox.network import Health, Mail, Receipt

ACTIONS = frozenset(KIND_OF.values()) - {"publish", "slow"}
CAPABILITIES = Capabilities(
    network="webchat",
    source="docs/networks/webchat.md",
    read_on="2026-11-23",
    actions={"direct": ACTIONS},
    text=TextLimit(most=MOST_TEXT, caption=MOST_TEXT),
    media=dict.fromkeys(KINDS, 10_000_000),
    media_count=MOST_FILES,
    key_memory=100 * 366 * 24 * 3600,
    repeatable=ACTIONS,
    anonymous=True,
)


def parse(said: Said, visitor: Visitor, at: int, media: tuple[Media, ...] = ()) -> list[Incoming]:
    """What a visitor's request means for the inbox; `at` is when it reached us, `media` the files that it names."""
    thread = Thread(visitor.thread, "direct")
    match said:
        case Wrote(text=text, to=to):
            who, message = author_of(said, visitor), RemoteId(said.client_id.hex)
            return [NewMessage(thread, message, who, text, at, media, reply_to=RemoteId(to) if to else None)]
        case Changed(id=changed, text=text):
            return [MessageEdited(thread, RemoteId(changed.hex), author_of(said, visitor), text, at)]
        case TookBack(id=gone):
            return [MessageRemoved(thread, RemoteId(gone.hex), at)]
        case ReactedTo(id=message, emoji=emoji):
            return [Reacted(thread, RemoteId(message), author_of(said, visitor), emoji, at)]
        case SawUpTo(at=seen):
            return [Seen(thread, min(seen, at))]
        case IsTyping():
            return []


def error_for(error: StoreAway) -> NetworkError:
    """What a mailbox that went away means: the line may be there or not, and the same key will tell."""
    return Uncertain(f"The mailbox of the web chat could not be reached: {error}")


class WebChat:
    """One web chat: what our people do goes into the mailbox, what visitors say goes to the inbox and the mailbox."""

    Options = WebChatOptions
    capabilities = CAPABILITIES

    def __init__(self, account: AccountId, options: WebChatOptions, outside: Outside) -> None:
        """Keep what is needed; nothing is asked of anybody yet."""
        self.account, self.options, self.outside = account, options, outside
        media = dict.fromkeys(KINDS, options.max_upload) if options.max_upload else {}
        self.capabilities = replace(CAPABILITIES, media=media)
        self.notices = Notices()
        self.on_typing: Callable[[RemoteId], None] | None = None  # told when a visitor is typing, and nothing else
        self._doors = RemoteId(f"shut:{account}")  # a thread of its own: whom we shut out, so that every process knows
        self._shut: dict[tuple[RemoteId, str], int] = {}  # until when: who is muted may be blocked as well
        self._shut_up_to = "0"

    async def check(self) -> Sequence[Health]:
        """Look whether the mailbox answers and whether browsers can reach us."""
        return [await self._mailbox_health(), self._address_health()]

    async def perform(self, action: Action, key: str) -> Receipt:
        """Write the action into the visitor's mailbox, once for this key; their open windows show it at once."""
        _refuse(action, self.capabilities)
        line = line_of(action, self.outside.now())
        thread = thread_of(action)
        try:
            for media in _media_of(action):
                await self.keep_file(thread, media)
            if line["type"] == "shut":
                await self._keep(self._doors, key, {"thread": thread, "how": line["how"], "until": line["until"]})
            return receipt_of(await self._keep(thread, key, line))
        except StoreAway as away:
            raise error_for(away) from away

    async def find_sent(self, action: Action, key: str, since: int) -> Receipt | None:
        """The receipt of the line with this key; None when it was never written."""
        try:
            mail = await self.outside.mailbox.find(thread_of(action), key)
        except StoreAway as away:
            raise error_for(away) from away
        return receipt_of(mail) if mail else None

    async def fetch(self, media: Media) -> AsyncIterator[bytes]:
        """The bytes of a file that a visitor attached."""
        try:
            yield await self.outside.blobs.get(media.ref)
        except FileNotFoundError:
            raise Rejected("The file was erased.") from None

    async def close(self) -> None:
        """Send the open windows away; call it before the web server stops, or it waits for them."""
        self.notices.close()

    def typing(self, thread: RemoteId) -> None:
        """Show the visitor that somebody is writing to them, for a few seconds, in windows open on this process."""
        self.notices.tell(thread, "typing")

    def routes(self, receive: Receive) -> list[web.RouteDef]:
        """The pages, scripts and requests of the chat, relative to where it is mounted."""
        name = self.account.partition(":")[2]
        return [*Pages(self.options, self.outside.public_url, name).routes(), *Door(self, receive).routes()]

    async def hear(self, visitor: Visitor, said: Said, receive: Receive) -> Mail | None:
        """Take in what a visitor sent: into the inbox first, then into the mailbox; the same again changes nothing.

        Returns the line it became, None for what is not kept. Raises NotAllowed, NotFound and StoreAway.
        """
        now = self.outside.now()
        if isinstance(said, IsTyping):
            self._typed(visitor.thread, now)
            return None
        if isinstance(said, SawUpTo):
            await receive(parse(said, visitor, now), None)
            return None
        key = f"v:{said.client_id.hex}"  # no visitor can take a key of ours
        if known := await self.outside.mailbox.find(visitor.thread, key):
            return known
        await self.let_in(visitor.thread)
        await self._refuse_foreign(visitor.thread, said)
        media = await self._files(visitor.thread, said)
        await receive(parse(said, visitor, now, media), None)
        return await self._keep(visitor.thread, key, visitor_line(said, now, media))

    async def let_in(self, thread: RemoteId) -> None:
        """Raise NotAllowed when our people shut this visitor out, from here or from another process."""
        while mails := await self.outside.mailbox.read(self._doors, (place := self._shut_up_to)):
            if place != self._shut_up_to:  # somebody else has read on while we waited: ours would turn the clock back
                continue
            for mail in mails:
                entry = json.loads(mail.body)
                for how in hows(entry):
                    self._shut[RemoteId(entry["thread"]), how] = int(entry["until"])
                self._shut_up_to = mail.id
        if any(self._shut.get((thread, how), 0) > self.outside.now() for how in HOWS):
            raise NotAllowed("You cannot write here at the moment.")

    async def keep_file(self, thread: RemoteId, media: Media) -> None:
        """Let the windows of this thread, and no others, see a file."""
        await self._keep(thread, f"file:{media.ref.removeprefix('blob:')}", file_line(media))

    async def file_of(self, thread: RemoteId, digest: str) -> Media | None:
        """The file with this digest, if the thread may see it."""
        mail = await self.outside.mailbox.find(thread, f"file:{digest}")
        return media_of(mail) if mail else None

    def _typed(self, thread: RemoteId, now: int) -> None:
        self.notices.typing(thread, now)
        if self.on_typing:
            self.on_typing(thread)

    async def _refuse_foreign(self, thread: RemoteId, said: Stored) -> None:
        if isinstance(said, Changed | TookBack) and not await self.outside.mailbox.find(thread, f"v:{said.id.hex}"):
            raise NotFound("There is no such message of yours.")

    async def _files(self, thread: RemoteId, said: Stored) -> tuple[Media, ...]:
        if not isinstance(said, Wrote):
            return ()
        files = [await self.file_of(thread, ref.removeprefix("blob:")) for ref in said.media]
        if None in files:
            raise NotFound("A file of this message was not uploaded here.")
        return tuple(media for media in files if media)

    async def _keep(self, thread: RemoteId, key: str, line: Line) -> Mail:
        return await self.outside.mailbox.append(
            thread, key, json.dumps(line, ensure_ascii=False, separators=(",", ":"))
        )

    async def _mailbox_health(self) -> Health:
        try:
            await self.outside.mailbox.read(self._doors, limit=1)
        except StoreAway as away:
            return Health(ok=False, words=f"The mailbox does not answer: {away}", fix="Look after Redis; see check.")
        return Health(ok=True, words="The mailbox answers.")

    def _address_health(self) -> Health:
        url = urlsplit(self.outside.public_url)
        if not url.netloc:
            fix = (
                ""
                if not self.options.origins
                else "Set public_url in bot.yaml to the https address that visitors reach."
            )
            return Health(
                ok=not fix, words="Only pages on this machine can show the chat: there is no public_url.", fix=fix
            )
        if url.scheme != "https" and url.hostname not in LOCAL:
            fix = "Put a web server with a certificate in front, and write https:// in public_url."
            return Health(
                ok=False, words="Sites served over https cannot show a chat that is served over http.", fix=fix
            )
        return Health(
            ok=True, words=f"Pages of {', '.join(self.options.origins) or 'this address only'} can show the chat."
        )


def author_of(said: Stored, visitor: Visitor) -> Contact:
    """The visitor as a contact; whoever gives no name is called after their thread."""
    name = said.name or visitor.known_as or f"Visitor {visitor.thread[:4]}"
    return Contact(visitor.thread, name, username=visitor.known_as, language=said.language)


def _media_of(action: Action) -> tuple[Media, ...]:
    return action.media if isinstance(action, Reply | DirectMessage) else ()


def _refuse(action: Action, can: Capabilities) -> None:
    if not can.offers("direct", kind_of(action)):
        raise Unsupported("A web chat has no public place to post to.")
    if isinstance(action, Reply | DirectMessage | Edit) and can.text.length(action.text) > can.text.most:
        raise Rejected(f"A message may have {can.text.most:,} characters.")
    if isinstance(action, Edit) and not PLACE.fullmatch(action.message):
        raise Rejected("Only what we said ourselves can be edited.")
    for media in _media_of(action):
        if not media.ref.startswith("blob:"):
            raise Rejected("Only files that were kept here can be sent.")
        if media.size > can.media.get(media.kind, 0):
            raise Rejected(f"{media.name or 'The file'} is bigger than this chat's max_upload.")
