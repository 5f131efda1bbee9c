"""What stands beside the Send API: reusable attachments and which app controls a thread."""

from __future__ import annotations

from bot.playground.meta.calls import Call
from bot.playground.meta.fetching import CannotFetch
from bot.playground.meta.files import File
from bot.playground.meta.records import Attachment, Conversation, Owner, Page
from bot.playground.meta.refusals import Refusal, invalid
from bot.playground.meta.wire import JsonObject

KINDS = ("image", "video", "audio", "file")
LARGEST = {"image": 8 * 1024 * 1024, "video": 25 * 1024 * 1024, "audio": 25 * 1024 * 1024, "file": 25 * 1024 * 1024}


async def keep_attachment(call: Call, page: Page) -> JsonObject:
    """Upload a file that messages can then carry by its id."""
    attachment = await attached(call, page, call.mapping("message").get("attachment"))
    return {"attachment_id": attachment.id}


async def attached(call: Call, owner: Owner, given: object) -> Attachment:
    """The attachment that a message describes: by id, by address, or as a file in the body; raises Refusal."""
    if not isinstance(given, dict):
        raise invalid("Param message[attachment] must be an object")
    kind, payload = str(given.get("type", "")).lower(), given.get("payload") or {}
    if not isinstance(payload, dict):
        raise invalid("Param message[attachment][payload] must be an object")
    if kind not in (*KINDS, "template", "media_share"):
        raise invalid(f"Param message[attachment][type] must be one of {', '.join(KINDS)}")
    if kind not in KINDS:
        return Attachment(kind, None, dict(payload))
    if known := payload.get("attachment_id"):
        return _reused(owner, str(known))
    attachment = Attachment(kind, await _file(call, payload))
    _check(attachment)
    if payload.get("is_reusable") in (True, "true"):
        attachment.id = call.state.ids.number("upload")
        owner.attachments[attachment.id] = attachment
    return attachment


async def pass_thread(call: Call, page: Page) -> JsonObject:
    """Give the thread with somebody to another app."""
    talk = _thread(call, page)
    talk.thread_owner = call.needed("target_app_id")
    call.record(talk.person.id, "", "", page, thread_owner=talk.thread_owner)
    return {"success": True}


async def take_thread(call: Call, page: Page) -> JsonObject:
    """Take the thread with somebody back from another app."""
    talk = _thread(call, page)
    talk.thread_owner = ""
    call.record(talk.person.id, "", "", page, thread_owner="")
    return {"success": True}


def _thread(call: Call, page: Page) -> Conversation:
    person = str(call.mapping("recipient").get("id", ""))
    if person not in page.conversations:
        raise Refusal(100, 2018001)
    return page.conversations[person]


def _reused(owner: Owner, known: str) -> Attachment:
    found = owner.attachments.get(known)
    if found is None:
        raise Refusal(100, 2018074, "(#100) The attachment ID does not exist or belongs to another Page.")
    return found


async def _file(call: Call, payload: dict[str, object]) -> File:
    if upload := call.uploads.get("filedata"):
        return call.state.files.keep(upload.data, upload.mime, upload.name)
    url = str(payload.get("url", ""))
    if not url:
        raise Refusal(100, 2018047, "(#100) Upload attachment failure: there is neither a URL nor a file.")
    try:
        return await call.fetcher.fetch(url)
    except CannotFetch as error:
        subcode = 2018008 if not error.late else 2018294
        raise Refusal(100, subcode, f"(#100) Failed to fetch the file from the url: {error}") from None


def _check(attachment: Attachment) -> None:
    assert attachment.file is not None
    if len(attachment.file.data) > LARGEST[attachment.kind]:
        raise Refusal(100, 2018047, "(#100) Upload attachment failure: the file is too large.")
    if attachment.kind not in ("file", attachment.file.kind):
        raise Refusal(100, 2018047, "(#100) Upload attachment failure: the file is not of the given type.")
