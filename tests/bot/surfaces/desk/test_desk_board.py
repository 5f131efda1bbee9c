"""The board: what stands on it, what each button does for each role, and how a refusal is said."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from urllib.parse import quote

import aiohttp
import pytest

from inbox import review
from inbox.actions import Edit, Hide, React, Remove, Reply
from inbox.models import Contact, DraftId, RemoteId, Subject
from inbox.store.people import Person
from tests.bot.surfaces.desk.desk_server import Answer, DeskServer, Tab, desk_server
from tests.cast import ASHA, BHAVIN, MEERA
from tests.redis_servers import free_port, pings, server, until
from tests.world import HOUR, SECOND, at, said, thread_of

C = at(ASHA)


async def drafted(desk: DeskServer) -> DraftId:
    """A question of Asha's and the draft that answers it."""
    return await desk.world.drafted("Majama, Asha!")


async def test_the_board_shows_who_waits_and_the_draft_with_its_reasons(desk: DeskServer) -> None:
    await drafted(desk)
    page = await (await desk.tab("meera")).get(f"/?c={quote(C)}")

    for words in ("Waiting for us", "Asha", "Kem cho?", "Majama, Asha!", "the rule greeting matched", "How to greet"):
        assert page.shows(words), words
    assert page.shows("Approve")


async def test_text_from_outside_cannot_become_markup(desk: DeskServer) -> None:
    evil = Contact(RemoteId("0000000666"), '<img src=x onerror="alert(1)">\u202etxt')
    await desk.world.hear("</p><script>alert(1)</script>", evil)
    page = await (await desk.tab("meera")).get(f"/?c={quote(at(evil))}")

    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text
    assert "\u202e" not in page.text.partition("data-shelves")[0]
    assert page.shows("</p><script>alert(1)</script>")


SORTS = {"reject", "redraft", "claim", "resolve", "assign", "snooze", "label", "silence", "note"}
SPEAKS = SORTS | {"approve", "reply", "react", "hide"}


@pytest.mark.parametrize(
    ("role", "sees", "status"),
    [("viewer", set(), 403), ("writer", SORTS, 403), ("moderator", SPEAKS, 200), ("lead", SPEAKS | {"remove"}, 200)],
)
async def test_each_role_sees_its_own_buttons_and_no_request_goes_round_them(
    desk: DeskServer, role: str, sees: set[str], status: int
) -> None:
    draft = await drafted(desk)
    tab = await desk.tab("meera", role)
    page = await tab.get(f"/?c={quote(C)}")

    assert set(re.findall(r'action="/do/(\w+)"', page.text)) == sees
    assert (await tab.do("approve", draft=draft, c=C)).status == status


async def test_writing_ones_own_answers_in_the_thread_and_silences_the_responders(desk: DeskServer) -> None:
    await desk.world.hear()
    tab = await desk.tab("meera")

    await tab.do("reply", c=C, text=" Hello Asha ")
    await desk.send()

    assert [action for _, action in desk.postbox.done] == [Reply(ASHA.remote, "Hello Asha", RemoteId("m1"))]
    assert (await tab.get(f"/?shelf=all&c={quote(C)}")).shows("responders silent")


async def test_files_go_along_and_a_file_that_is_too_large_is_refused_in_words(desk: DeskServer) -> None:
    await desk.world.hear()
    tab = await desk.tab("meera")

    fine = await upload(tab, "cat.png", b"\x89PNG" + bytes(500))
    large = await upload(tab, "film.bin", bytes(10_000_001))

    assert (fine.status, large.status) == (200, 403)
    assert large.shows("film.bin is larger than 10 MB")
    await desk.send()
    sent = desk.postbox.done[0][1]
    assert isinstance(sent, Reply)
    assert [(one.kind, one.name, one.size) for one in sent.media] == [("image", "cat.png", 504)]


async def upload(tab: Tab, name: str, data: bytes) -> Answer:
    """Send the composer's form with one file."""
    form = aiohttp.FormData({"csrf": tab.token, "c": C, "text": "look"})
    form.add_field("files", io.BytesIO(data), filename=name, content_type="image/png")
    async with tab.http.post(f"{tab.origin}/do/reply", data=form, headers={"X-Desk": "1"}) as response:
        return await tab._read(response)


async def test_notes_stay_inside_and_stand_in_the_conversation(desk: DeskServer) -> None:
    await desk.world.hear()
    tab = await desk.tab("meera", "writer")
    await tab.do("note", c=C, text="Asha is a regular.")

    assert (await tab.get(f"/?c={quote(C)}")).shows("Asha is a regular.")
    assert (await tab.do("note", c=C, text="  ")).status == 403
    await desk.send()
    assert desk.postbox.done == []


async def test_sorting_a_conversation(desk: DeskServer) -> None:
    await desk.world.hear()
    tab = await desk.tab("meera")
    await desk.world.store.people.save(Person("noor", "moderator"))

    for verb, fields in {
        "assign": {"to": "noor"},
        "label": {"labels": "order, vip,"},
        "claim": {},
        "silence": {"silent": "1"},
    }.items():
        assert (await tab.do(verb, c=C, **fields)).status == 200, verb

    found = await desk.world.store.conversations.read(C, desk.world.clock.at)
    assert found
    c = found.conversation
    assert (c.assignee, c.labels, c.claimed_by, c.quiet_by) == ("noor", ("order", "vip"), "meera", "meera")


async def test_let_go_resolve_and_open_again(desk: DeskServer) -> None:
    await desk.world.hear()
    tab = await desk.tab("meera")
    await tab.do("claim", c=C)
    await tab.do("let_go", c=C)
    await tab.do("resolve", c=C)
    assert (await tab.get("/?shelf=resolved")).shows("Kem cho?")

    await tab.do("reopen", c=C)

    assert (await tab.get("/?shelf=open")).shows("Kem cho?")
    found = await desk.world.store.conversations.read(C, desk.world.clock.at)
    assert found
    assert found.conversation.claimed_by == ""


async def test_a_conversation_is_given_to_people_who_are_here_only(desk: DeskServer) -> None:
    await desk.world.hear()
    tab = await desk.tab("meera")

    assert (await tab.do("assign", c=C, to="nobody-of-ours")).status == 404
    assert (await tab.do("assign", c=C, mine="1")).status == 200
    assert (await tab.get("/?shelf=mine")).shows("Kem cho?")


async def test_somebody_else_who_writes_here_is_named_and_cannot_be_overtaken(desk: DeskServer) -> None:
    draft = await drafted(desk)
    await review.claim(desk.world.brand, C, MEERA)
    answer = await (await desk.tab("noor")).do("approve", draft=draft, c=C)

    assert answer.status == 403
    assert answer.data["problem"] == "meera is writing here right now."


@pytest.mark.parametrize(
    ("verb", "fields", "does"),
    [
        ("react", {"message": "m1", "emoji": "🙏"}, React(ASHA.remote, RemoteId("m1"), "🙏")),
        ("hide", {"message": "m1"}, Hide(ASHA.remote, RemoteId("m1"))),
        ("remove", {"message": "m1"}, Remove(ASHA.remote, RemoteId("m1"))),
        ("edit", {"message": "m1", "text": "better"}, Edit(ASHA.remote, RemoteId("m1"), "better")),
    ],
)
async def test_what_the_network_offers_can_be_done_to_a_message(
    desk: DeskServer, verb: str, fields: dict[str, str], does: object
) -> None:
    await desk.world.hear()
    tab = await desk.tab("olga", "lead")

    assert (await tab.do(verb, c=C, **fields)).status == 200
    await desk.send()

    assert [action for _, action in desk.postbox.done] == [does]


async def test_what_the_network_does_not_offer_here_is_refused_in_words(desk: DeskServer) -> None:
    await desk.world.hear()
    answer = await (await desk.tab("olga", "lead")).do("block", c=C, person=ASHA.remote)
    assert answer.data["problem"] == "Telegram does not let us block anybody here."


async def test_a_comment_is_read_under_its_post(desk: DeskServer) -> None:
    post = Subject(RemoteId("p1"), "New winter menu", "https://t.me/club/1")
    await desk.world.receive(said("Sugar free?", BHAVIN, thread=thread_of(BHAVIN, "comments", subject=post)))
    page = await (await desk.tab("meera")).get(f"/?c={quote(at(BHAVIN))}")

    assert page.shows("New winter menu")
    assert page.shows('href="https://t.me/club/1"')


async def test_a_long_queue_has_pages_that_repeat_nothing(desk: DeskServer) -> None:
    for number in range(120):
        who = Contact(RemoteId(f"{number:04}"), f"Person {number:03}")
        await desk.world.hear(author=who)
        desk.world.clock.at += SECOND
    tab = await desk.tab("meera")

    seen, after = [], ""
    while True:
        page = (await tab.get(f"/piece/queue?shelf=waiting&after={quote(after)}", **{"X-Desk": "1"})).data
        seen += [part.partition("</bdi>")[0] for part in str(page["html"]).split('<bdi class="name">')[1:]]
        if not page["more"]:
            break
        after = str(page["more"])

    assert seen == [f"Person {number:03}" for number in range(120)]
    assert (await tab.get("/")).shows("Show more")


async def test_earlier_messages_are_read_page_by_page(desk: DeskServer) -> None:
    for number in range(60):
        await desk.world.hear(f"word {number:02}", id=f"m{number:02}")
        desk.world.clock.at += SECOND
    tab = await desk.tab("meera")
    page = await tab.get(f"/?c={quote(C)}")

    before = page.text.partition('data-earlier="')[2].partition('"')[0]
    earlier = await tab.get(f"/piece/conversation?c={quote(C)}&before={before}", **{"X-Desk": "1"})

    assert page.shows("word 59")
    assert not page.shows("word 09")
    assert earlier.shows("word 09")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/?c=telegram:main/unknown", 404),
        ("/?shelf=nowhere", 404),
        ("/?after=nonsense", 404),
        ("/do/approve", 405),
        ("/desk/nowhere/x.js", 404),
    ],
)
async def test_what_is_not_there_is_said_without_a_traceback(desk: DeskServer, path: str, status: int) -> None:
    assert (await (await desk.tab("meera")).get(path)).status == status


async def test_an_unknown_button_or_draft_is_refused_in_words(desk: DeskServer) -> None:
    tab = await desk.tab("meera")
    assert (await tab.do("launch")).data["problem"] == "There is no button launch."
    assert (await tab.do("approve", draft="999")).data["problem"] == "There is no draft 999."


async def test_every_page_carries_the_strict_policy(desk: DeskServer) -> None:
    tab = await desk.tab("meera")
    for path in ("/", "/parked", "/log", "/me", "/connect", "/people"):
        headers = (await tab.get(path)).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"


async def test_scripts_and_styles_are_kept_by_browsers_and_hold_nothing_foreign(desk: DeskServer) -> None:
    tab = await desk.tab("meera")
    page = await tab.get("/")
    links = [part.partition('"')[0] for part in page.text.split('src="')[1:] + page.text.split('href="/desk')[1:]]

    script = await tab.get(next(link for link in links if link.endswith("desk.js")))

    assert script.status == 200
    assert "immutable" in script.headers["Cache-Control"]
    assert "http" not in page.text.replace(desk.origin, "").replace("http-equiv", "")


async def test_signed_out_scripts_are_told_so_and_pages_lead_to_the_door(desk: DeskServer) -> None:
    await desk.person("meera")
    tab = await desk.tab()
    for path in ("/piece/queue", "/live", "/media?c=x"):
        assert (await tab.get(path, **{"X-Desk": "1"})).status == 401
    assert "/login" in (await tab.get("/parked")).url


async def test_a_store_that_is_away_is_a_page_that_says_so(tmp_path: Path, brand: str) -> None:
    port = free_port()
    async with contextlib.AsyncExitStack() as stack:
        redis = stack.enter_context(server(tmp_path, port))
        await wait_for(port)
        desk = await stack.enter_async_context(desk_server(f"redis://127.0.0.1:{port}", brand))
        tab = await desk.tab("meera")
        redis.kill()
        redis.wait()

        page, piece = await tab.get("/"), await tab.get("/piece/rail", **{"X-Desk": "1"})

        assert (page.status, piece.status) == (503, 503)
        assert page.shows("cannot be reached right now")
        assert "Traceback" not in page.text
        assert page.headers["Retry-After"] == "5"


async def wait_for(port: int) -> None:
    """Wait until the server answers."""
    await until(lambda: pings(f"redis://127.0.0.1:{port}"))


async def test_a_snooze_ends_at_nine_in_the_readers_own_morning(desk: DeskServer) -> None:
    await desk.world.hear()
    tab = await desk.tab("meera")

    await tab.do("snooze", c=C, until="tomorrow", zone="Asia/Kolkata")

    found = await desk.world.store.conversations.read(C, desk.world.clock.at)
    assert found
    assert (found.conversation.snoozed_until + 5 * HOUR + HOUR // 2) % (24 * HOUR) == 9 * HOUR
    assert (await tab.do("snooze", c=C, until="at", at="soon")).status == 403


async def test_a_form_that_is_no_form_is_refused_in_words(desk: DeskServer) -> None:
    tab = await desk.tab("meera")
    kind = {"Content-Type": "multipart/form-data; boundary=x", "X-CSRF": tab.token, "X-Desk": "1"}
    async with tab.http.post(
        f"{tab.origin}/do/note", data=b"--x\r\n\r\nno name\r\n--x--\r\n", headers=kind
    ) as response:
        assert response.status == 403
        assert "could not be read" in (await response.json())["problem"]
