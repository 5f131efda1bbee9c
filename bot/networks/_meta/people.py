"""Who somebody on Facebook or Instagram is: what is told, else what is known, else no name until it is looked up."""

from __future__ import annotations

from typing import Final

from bot.networks._meta.place import Known
from bot.networks._meta.shapes import Raw, ident_or_none
from bot.networks._payloads import clean
from inbox.incoming import UNKNOWN
from inbox.models import Contact, RemoteId

UNTOLD: Final = ""  # the name of who has not told it; the inbox calls them by another, or by what they told before
NAMED: Final = "name."  # before the username of whom Meta tells no id; on Instagram it is one person's at a time


def commenter(who: Raw, comment: str, known: Known) -> Contact:
    """Who wrote a comment; without `from`, somebody who is known by this comment alone."""
    id = ident_or_none(who.get("id"))
    name, username = clean(who.get("name")).strip(), clean(who.get("username")).strip()
    if not id and username:
        return Contact(RemoteId(NAMED + username), name or username, username)
    if not id:
        return Contact(RemoteId(UNKNOWN + comment), name or UNTOLD)
    if not name and not username:
        return person(id, known)
    contact = Contact(RemoteId(id), name or username, username)
    before = known.people.get(id)
    if before is not None and not name:  # a name that was looked up is better than a username
        contact = Contact(RemoteId(id), before.name, username)
    known.keep_person(id, contact)
    return contact


def person(id: str, known: Known) -> Contact:
    """Who writes in private; hooks tell the id alone, so a name that is not known is to be looked up."""
    known.want_person(id)
    return known.people.get(id) or Contact(RemoteId(id), UNTOLD)


def reacting(id: str, known: Known) -> Contact:
    """Who reacted: as far as we know them, for a reaction tells nothing of who somebody is."""
    return known.people.get(id) or Contact(RemoteId(id), "")
