"""The desk as a list of routes: each handler gets the kit and who sent the request, and none can forget to check."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from aiohttp import web

from bot.learning import School
from bot.surfaces.desk import accounts, autonomy, board, door, forms, learn, lists, media, moderation, team
from bot.surfaces.desk.answers import SAFE, go, html, json, safe, status_of, wants_json
from bot.surfaces.desk.auth import Browsers, Passwords, Visitor, forged
from bot.surfaces.desk.forms import Form
from bot.surfaces.desk.kit import NO_CODES, Blobs, Codes, Fetch, Kit, Networks
from bot.surfaces.desk.live import Live
from bot.surfaces.desk.render import Pages, Static
from bot.surfaces.desk.stream import live
from bot.tail import Tail
from inbox.brand import Brand
from inbox.errors import Refused, StoreAway

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
View = Callable[[Kit, web.Request, Visitor], Awaitable[web.StreamResponse]]
Deed = Callable[[Kit, web.Request, Visitor, Form], Awaitable[web.StreamResponse]]
FORGED = "This page was open for too long, or the form came from another site. Load the page again and try once more."


class Desk:
    """The web page where the team works."""

    def __init__(
        self,
        brand: Brand,
        tail: Tail,
        blobs: Blobs,
        fetch: Fetch,
        school: School,
        *,
        demo: bool = False,
        notice: str = "",
        codes: Codes = NO_CODES,
        https: bool = False,
        passwords: Passwords | None = None,
        networks: Networks = tuple,
    ) -> None:
        """`notice` stands on top of every page; `https` when a proxy in front of us speaks it for us.

        `networks` are those that a page tells of, side by side; none: those of our accounts.
        """
        static = Static()
        pages = Pages(static, brand=brand.name, notice=notice, languages=lambda: learn.languages(school.faq()))
        self.kit = Kit(
            brand=brand,
            blobs=blobs,
            fetch=fetch,
            pages=pages,
            static=static,
            browsers=Browsers(brand.store.people, https=https),
            passwords=passwords or Passwords(),
            live=Live(brand, tail, pages, school),
            school=school,
            codes=codes,
            demo=demo,
            networks=networks,
        )

    def routes(self) -> list[web.AbstractRouteDef]:
        """Everything the desk answers, to be mounted at the root."""
        look, change = self._look, self._change
        return [
            web.get("/", look(board.board)),
            web.get("/live", look(partial(live, headers=SAFE))),
            web.get("/piece/queue", look(board.queue_piece)),
            web.get("/piece/conversation", look(board.conversation_piece)),
            web.get("/piece/rail", look(board.rail_piece)),
            web.post("/do/{verb}", change(board.do)),
            web.post("/warnings", change(board.warn)),
            web.get("/media", look(media.media)),
            web.get("/parked", look(lists.parked)),
            web.get("/log", look(lists.trail)),
            web.get("/accounts", look(accounts.page)),
            web.get("/networks", look(accounts.networks)),
            web.get("/autonomy", look(autonomy.page)),
            web.post("/autonomy", change(autonomy.decide)),
            web.get("/learn", look(learn.page)),
            web.post("/learn", change(learn.decide)),
            web.get("/moderation", look(moderation.page)),
            web.get("/moderation/{page:.*}", look(moderation.page)),
            web.post("/moderation/do/{verb}", change(moderation.decide)),
            web.get("/people", look(team.people)),
            web.post("/people", change(team.change_people)),
            web.get("/me", look(door.me_page, choosing=True)),
            web.post("/me", change(door.change_password, choosing=True)),
            web.get("/login", look(door.login, anybody=True)),
            web.post("/login", change(door.sign_in, anybody=True)),
            web.post("/logout", change(door.sign_out, anybody=True)),
            web.get("/welcome", look(door.welcome, anybody=True)),
            web.post("/welcome", change(door.create_admin, anybody=True)),
            web.get("/connect", look(door.connect, anybody=True)),
            web.get("/demo/enter", look(door.enter_demo, anybody=True)),
            web.get(f"{self.kit.static.base}/{{name}}", self._static),
        ]

    def close(self) -> None:
        """End the streams of all open pages, so that the server can stop; they come back by themselves."""
        self.kit.live.close()

    def _look(self, view: View, *, anybody: bool = False, choosing: bool = False) -> Handler:
        """A page, for people who are signed in unless `anybody` may see it."""

        async def answer(request: web.Request) -> web.StreamResponse:
            me = await self.kit.browsers.visitor(request)
            if turned := await self._turned_away(request, me, anybody=anybody, choosing=choosing):
                return turned
            return await view(self.kit, request, me)

        return self._safely(answer)

    def _change(self, deed: Deed, *, anybody: bool = False, choosing: bool = False) -> Handler:
        """A form; it must come from a page of ours."""

        async def answer(request: web.Request) -> web.StreamResponse:
            me = await self.kit.browsers.visitor(request)
            if turned := await self._turned_away(request, me, anybody=anybody, choosing=choosing):
                return turned
            form = await forms.read(request)
            if forged(request, me, request.headers.get("X-CSRF", "") or form["csrf"]):
                return self._problem(request, FORGED, 403)
            return await deed(self.kit, request, me, form)

        return self._safely(answer)

    async def _turned_away(
        self, request: web.Request, me: Visitor, *, anybody: bool, choosing: bool
    ) -> web.Response | None:
        """The answer to somebody who must sign in, or choose a password of their own, first."""
        if anybody or (me.person and (choosing or not me.must_choose)):
            return None
        if me.must_choose:
            return go("/me")
        if wants_json(request) or request.path in ("/live", "/media"):
            return json({"problem": "You are signed out."}, status=401)
        return await door.to_the_door(self.kit, request)

    def _safely(self, handler: Handler) -> Handler:
        """The same handler with safe headers, and with errors that a person can read."""

        async def answer(request: web.Request) -> web.StreamResponse:
            try:
                return safe(await handler(request))
            except StoreAway:
                return safe(self._away(request))
            except Refused as refused:
                return safe(self._problem(request, str(refused), status_of(refused)))

        return answer

    def _problem(self, request: web.Request, words: str, status: int) -> web.Response:
        if wants_json(request):
            return json({"problem": words}, status=status)
        return html(self.kit.pages("problem.html", title="That did not work", words=words, again=False), status)

    def _away(self, request: web.Request) -> web.Response:
        """The store is away: say so, and try again by itself where that repeats nothing."""
        words = "The store (Redis) cannot be reached right now. Nothing that was confirmed is lost."
        if wants_json(request):
            response = json({"problem": words}, status=503)
        else:
            again = request.method == "GET"
            response = html(self.kit.pages("problem.html", title="One moment", words=words, again=again), 503)
        response.headers["Retry-After"] = "5"
        return response

    async def _static(self, request: web.Request) -> web.Response:
        found = self.kit.static.files.get(request.match_info["name"])
        if found is None:
            return web.Response(status=404)
        body, kind = found
        headers = {
            "Cache-Control": "public, max-age=31536000, immutable",
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
        }
        return web.Response(body=body, content_type=kind, charset="utf-8", headers=headers)
