"""The people of every test: followers write, moderators decide."""

from __future__ import annotations

from inbox.models import Actor, Contact, RemoteId

ASHA = Contact(RemoteId("0000000101"), "Asha", "asha", "gu")
BHAVIN = Contact(RemoteId("0000000102"), "Bhavin", "bhavin", "hi")
CHEN = Contact(RemoteId("0000000103"), "Chen", "chen", "zh")
DOLORES = Contact(RemoteId("0000000104"), "Dolores", "dolores", "es")

MEERA = Actor("person", "meera", "moderator")
NOOR = Actor("person", "noor", "moderator")
OLGA = Actor("person", "olga", "admin")
PAVEL = Actor("person", "pavel", "viewer")
QASIM = Actor("person", "qasim", "writer")
