"""The people of the team, for admins: who is here, what each may do, adding and forgetting somebody."""

from __future__ import annotations

import secrets

from aiohttp import web

from bot.surfaces.desk import auth
from bot.surfaces.desk.answers import go, html
from bot.surfaces.desk.auth import ONE_TIME, Visitor
from bot.surfaces.desk.forms import Form
from bot.surfaces.desk.kit import Kit
from inbox.errors import NotAllowed, NotFound
from inbox.policy import RIGHTS, may
from inbox.store.people import Person

ROLES = {
    "viewer": "reads everything and changes nothing",
    "writer": "takes notes, sorts, assigns, rejects drafts",
    "moderator": "approves and writes replies, hides, mutes",
    "lead": "also removes, blocks, publishes and sets the mode",
    "admin": "also adds and removes people",
}
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another


async def people(kit: Kit, request: web.Request, me: Visitor) -> web.Response:
    """Everybody, and a form for one more."""
    _for_admins(me)
    return await _page(kit, me)


async def change_people(kit: Kit, request: web.Request, me: Visitor, form: Form) -> web.Response:
    """Add somebody, give another role or a new one-time password, or forget somebody."""
    _for_admins(me)
    try:
        match form["do"]:
            case "add":
                return await _add(kit, me, form)
            case "renew":
                return await _renew(kit, me, await _somebody(kit, form))
            case "role":
                await _give_role(kit, await _somebody(kit, form), form["role"])
            case "remove":
                await _remove(kit, await _somebody(kit, form))
    except (NotAllowed, NotFound) as refused:
        return await _page(kit, me, problem=str(refused), status=409)
    return go("/people")


def _for_admins(me: Visitor) -> None:
    if not may(me.actor, "people"):
        raise NotAllowed("Only an admin sees and changes who works here.")


async def _add(kit: Kit, me: Visitor, form: Form) -> web.Response:
    name = form["name"].strip()
    if problem := auth.name_problem(name):
        raise NotAllowed(problem)
    if form["role"] not in RIGHTS:
        raise NotAllowed(f"There is no role {form['role']}.")
    if await kit.browsers.people.find(name):
        raise NotAllowed(f"{name} is here already.")
    return await _renew(kit, me, Person(name, form["role"]))


async def _renew(kit: Kit, me: Visitor, person: Person) -> web.Response:
    """Save a person with a password that is shown once and has to be changed at the first sign-in."""
    password = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
    hashed = ONE_TIME + await kit.passwords.hash(password)
    await kit.browsers.people.save(Person(person.name, person.role, hashed))
    return await _page(kit, me, fresh=person.name, password=password)


async def _give_role(kit: Kit, person: Person, role: str) -> None:
    if role not in RIGHTS:
        raise NotAllowed(f"There is no role {role}.")
    if role != "admin":
        await _keep_an_admin(kit, person)
    await kit.browsers.people.save(Person(person.name, role, person.password))


async def _remove(kit: Kit, person: Person) -> None:
    await _keep_an_admin(kit, person)
    await kit.browsers.people.remove(person.name)


async def _keep_an_admin(kit: Kit, person: Person) -> None:
    admins = [one.name for one in await kit.browsers.people.all() if one.role == "admin"]
    if admins == [person.name]:
        raise NotAllowed(f"{person.name} is the only admin; make somebody else an admin first.")


async def _somebody(kit: Kit, form: Form) -> Person:
    person = await kit.browsers.people.find(form["name"])
    if person is None:
        raise NotFound(f"There is nobody called {form['name']} here.")
    return person


async def _page(
    kit: Kit, me: Visitor, *, problem: str = "", fresh: str = "", password: str = "", status: int = 200
) -> web.Response:
    everybody = await kit.browsers.people.all()
    page = kit.pages(
        "people.html", me=me, everybody=everybody, roles=ROLES, problem=problem, fresh=fresh, password=password
    )
    return html(page, status)
