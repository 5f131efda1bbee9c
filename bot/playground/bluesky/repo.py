"""Logins and records: the methods com.atproto.* of the simulated Bluesky."""

from __future__ import annotations

from bot.playground.bluesky.calls import Call
from bot.playground.bluesky.checking import check
from bot.playground.bluesky.ids import cid
from bot.playground.bluesky.records import Account, JsonObject, Record
from bot.playground.bluesky.refusals import Refusal, invalid
from bot.playground.bluesky.sessions import GRACE

LARGEST_BLOB = 50 * 1024 * 1024
HOME = "/pds"  # below the server's address: where accounts live, apart from where they log in


def create_session(call: Call) -> JsonObject:
    """Log in by app password."""
    who = str(call.body["identifier"]).removeprefix("@").lower()
    account = next((one for one in call.world.people.values() if who in (one.handle, one.did)), None)
    if not isinstance(account, Account) or call.body["password"] != account.app_password:
        raise Refusal("AuthenticationRequired")
    if account.taken_down:
        raise Refusal("AccountTakedown")
    return _session(call, account)


def refresh_session(call: Call) -> JsonObject:
    """A new pair of tokens for a refresh token, which lives on for a little."""
    return _session(call, call.account)


def get_session(call: Call) -> JsonObject:
    """Who we are."""
    return {"did": call.account.did, "handle": call.account.handle, "didDoc": _document(call), "active": True}


def resolve_handle(call: Call) -> JsonObject:
    """The DID of a handle."""
    found = next((one.did for one in call.world.people.values() if one.handle == call.param("handle")), None)
    if found is None:
        raise invalid("Unable to resolve handle")
    return {"did": found}


def upload_blob(call: Call) -> JsonObject:
    """Keep a file until a record names it."""
    if not call.raw or len(call.raw) > LARGEST_BLOB:
        raise Refusal("PayloadTooLarge") if call.raw else invalid("Request encoding (Content-Type) required")
    if not call.mime:
        raise invalid("Request encoding (Content-Type) required but not provided")
    blob = call.world.blob(call.raw, call.mime)
    call.account.blobs[blob["ref"]["$link"]] = (call.raw, call.mime)
    return {"blob": blob}


def get_record(call: Call) -> JsonObject:
    """A record of anybody's."""
    did, collection, rkey = call.did(call.param("repo")), call.param("collection"), call.param("rkey")
    record = call.world.people[did].records.get((collection, rkey))
    if record is None:
        raise Refusal("RecordNotFound", f"Could not locate record: at://{did}/{collection}/{rkey}")
    return {"uri": record.uri, "cid": record.cid, "value": record.value}


def create_record(call: Call) -> JsonObject:
    """A new record; a key that is taken makes the server stumble, as the reference server does."""
    collection, rkey = _place(call), str(call.body.get("rkey") or call.world.ids.tid(call.world.now))
    check(collection, rkey, call.body["record"], call.account.blobs)
    if (collection, rkey) in call.account.records:
        raise Refusal("RecordExists")
    _replace(call, collection)
    return _kept(call, collection, rkey)


def put_record(call: Call) -> JsonObject:
    """A record, new or in place of the one with this key, if that is as the caller thinks it is."""
    collection, rkey = _place(call), str(call.body["rkey"])
    check(collection, rkey, call.body["record"], call.account.blobs)
    there = call.account.records.get((collection, rkey))
    if "swapRecord" in call.body and call.body["swapRecord"] != (there.cid if there else None):
        raise Refusal("InvalidSwap", f"Record was at {there.cid if there else 'null'}")
    if there is not None and there.cid == cid(call.body["record"]):
        return {"uri": there.uri, "cid": there.cid}
    return _kept(call, collection, rkey)


def delete_record(call: Call) -> JsonObject:
    """Delete a record; one that is not there is deleted."""
    collection, rkey = _place(call), str(call.body["rkey"])
    there = call.account.records.get((collection, rkey))
    if there is not None:
        call.world.remove(there)
        call.world.record_sent(call.name, there.uri, account=call.account.did)
    return {}


def _place(call: Call) -> str:
    if call.did(str(call.body["repo"])) != call.account.did:
        raise Refusal("AuthMissing")
    return str(call.body["collection"])


def _kept(call: Call, collection: str, rkey: str) -> JsonObject:
    record = call.world.keep(call.account, collection, dict(call.body["record"]), rkey)
    call.world.record_sent(call.name, record.uri, record.text, call.account.did)
    return {"uri": record.uri, "cid": record.cid, "validationStatus": "valid"}


def _replace(call: Call, collection: str) -> None:
    """A second like or block of the same takes the place of the first."""
    if collection in ("app.bsky.feed.like", "app.bsky.graph.block"):
        subject = call.body["record"]["subject"]
        same: list[Record] = [one for one in call.account.of(collection) if one.value["subject"] == subject]
        for record in same:
            call.world.remove(record)


def _session(call: Call, account: Account) -> JsonObject:
    if call.caller is not None:
        for token in call.sessions.tokens.values():
            if token.account is account and token.refreshes:
                token.expires = min(token.expires, call.world.now + GRACE)
    access, refresh = call.sessions.issue(account, call.world.now)
    told: JsonObject = {"accessJwt": access, "refreshJwt": refresh, "handle": account.handle, "did": account.did}
    call.caller = account
    return {**told, "didDoc": _document(call), "active": True}


def _document(call: Call) -> JsonObject:
    home = {
        "id": "#atproto_pds",
        "type": "AtprotoPersonalDataServer",
        "serviceEndpoint": f"{call.world.base}{HOME}",
    }
    return {"id": call.account.did, "alsoKnownAs": [f"at://{call.account.handle}"], "service": [home]}
