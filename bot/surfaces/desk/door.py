"""Coming in and going out: the first admin, signing in, signing out, the simulated world's link, one's own password."""

from __future__ import annotations

import hmac
from urllib.parse import urlencode

from aiohttp import web

from bot.surfaces.desk import auth
from bot.surfaces.desk.answers import go, html
from bot.surfaces.desk.auth import ONE_TIME, Visitor
from bot.surfaces.desk.forms import Form
from bot.surfaces.desk.kit import Kit
from inbox.store.people import Person

DEMO = Person("demo", "lead")
WRONG = "The name or the password is not right."
SLOW_DOWN = "That failed too often. Wait a quarter of an hour, then try again."


async def to_the_door(kit: Kit, request: web.Request) -> web.Response:
    """Where somebody goes who is not signed in."""
    if not kit.demo and not await kit.browsers.people.all():
        return go("/welcome")
    place = request.path_qs if request.method == "GET" else "/"
    return go("/login" if place == "/" else "/login?" + urlencode({"next": place}))


async def login(kit: Kit, request: web.Request, me: Visitor) -> web.Response:
    """The form to sign in with."""
    if me.person:
        return go("/")
    if not kit.demo and not await kit.browsers.people.all():
        return go("/welcome")
    return _login(kit, request, me, request.query.get("next", ""))


async def sign_in(kit: Kit, request: web.Request, me: Visitor, form: Form) -> web.Response:
    """Check a name and its password."""
    people, name = kit.browsers.people, form["name"].strip()
    trying = auth.attempts(request, name)
    if await auth.too_many(people, trying):
        return _login(kit, request, me, form["next"], SLOW_DOWN, name, 429)
    person = await people.find(name)
    if not await kit.passwords.fits(person.password if person else "", form["password"]) or person is None:
        await auth.count_failure(people, trying)
        return _login(kit, request, me, form["next"], WRONG, name, 403)
    response = go(auth.safe_next(form["next"]))
    await kit.browsers.sign_in(request, response, person)
    return response


async def sign_out(kit: Kit, request: web.Request, me: Visitor, form: Form) -> web.Response:
    """Forget this browser."""
    response = go("/login")
    await kit.browsers.sign_out(request, response)
    return response


async def welcome(kit: Kit, request: web.Request, me: Visitor) -> web.Response:
    """The page of the first run."""
    if await kit.browsers.people.all():
        return go("/")
    return _welcome(kit, request, me, code=request.query.get("code", ""))


async def create_admin(kit: Kit, request: web.Request, me: Visitor, form: Form) -> web.Response:
    """Make the first person, an admin; only somebody who reads the terminal has the code."""
    people, name, trying = kit.browsers.people, form["name"].strip(), auth.attempts(request, "setup")
    if await auth.too_many(people, trying):
        return _welcome(kit, request, me, SLOW_DOWN, name, status=429)
    if not same_code(kit.codes.setup, form["code"]):
        await auth.count_failure(people, trying)
        words = "This is not the code that stands in the terminal where Sangam runs."
        return _welcome(kit, request, me, words, name, status=403)
    if problem := auth.name_problem(name) or auth.password_problem(form["password"]):
        return _welcome(kit, request, me, problem, name, form["code"], 422)
    person = Person(name, "admin", await kit.passwords.hash(form["password"]))
    if not await people.save_first(person):
        return _login(
            kit, request, me, "", "Somebody was faster: there is an admin now. Sign in, or ask them.", "", 409
        )
    response = go("/")
    await kit.browsers.sign_in(request, response, person)
    return response


async def enter_demo(kit: Kit, request: web.Request, me: Visitor) -> web.Response:
    """The link that the terminal prints: come in as the moderator of the simulated world."""
    people, trying = kit.browsers.people, auth.attempts(request, "demo")
    if (
        not kit.demo
        or await auth.too_many(people, trying)
        or not same_code(kit.codes.demo, request.query.get("code", ""))
    ):
        await auth.count_failure(people, trying)
        return _login(kit, request, me, "", "This link is not the one that the terminal printed.", "", 403)
    if me.person:
        return go("/")
    person = await people.find(DEMO.name)
    if person is None:
        person = DEMO
        await people.save(person)
    response = go("/")
    await kit.browsers.sign_in(request, response, person)
    return response


async def connect(kit: Kit, request: web.Request, me: Visitor) -> web.Response:
    """How to leave the simulated world with a first account of one's own."""
    return html(kit.pages("connect.html"))


async def me_page(kit: Kit, request: web.Request, me: Visitor) -> web.Response:
    """One's own page."""
    return _me(kit, me)


async def change_password(kit: Kit, request: web.Request, me: Visitor, form: Form) -> web.Response:
    """Choose another password; every other browser is signed out by it."""
    assert me.person
    people, trying = kit.browsers.people, auth.attempts(request, me.person.name)
    if await auth.too_many(people, trying):
        return _me(kit, me, SLOW_DOWN, 429)
    if not await kit.passwords.fits(me.person.password, form["password"]):
        await auth.count_failure(people, trying)
        return _me(kit, me, "The present password is not right.", 403)
    if problem := auth.password_problem(form["new"]):
        return _me(kit, me, problem, 422)
    if form["new"] == form["password"]:
        return _me(kit, me, "Choose one that is different from the present one.", 422)
    person = Person(me.person.name, me.person.role, await kit.passwords.hash(form["new"]))
    await people.save(person)
    response = go("/me?changed=1")
    await kit.browsers.sign_in(request, response, person)
    return response


def same_code(code: str, given: str) -> bool:
    """Whether somebody copied a code right; an empty code opens nothing."""
    return bool(code) and hmac.compare_digest(_tidy(code), _tidy(given))


def _tidy(code: str) -> bytes:
    return "".join(code.split()).lower().encode()


def _login(
    kit: Kit, request: web.Request, me: Visitor, next: str, problem: str = "", name: str = "", status: int = 200
) -> web.Response:
    response = html(kit.pages("login.html", csrf=me.csrf, next=next, problem=problem, name=name, demo=kit.demo), status)
    kit.browsers.remember(request, response, me)
    return response


def _welcome(
    kit: Kit, request: web.Request, me: Visitor, problem: str = "", name: str = "", code: str = "", status: int = 200
) -> web.Response:
    response = html(
        kit.pages("welcome.html", csrf=me.csrf, problem=problem, name=name, code=code, closed=not kit.codes.setup),
        status,
    )
    kit.browsers.remember(request, response, me)
    return response


def _me(kit: Kit, me: Visitor, problem: str = "", status: int = 200) -> web.Response:
    assert me.person
    one_time = me.person.password.startswith(ONE_TIME)
    return html(kit.pages("me.html", me=me, problem=problem, one_time=one_time, none=not me.person.password), status)
