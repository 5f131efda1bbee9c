"""The plain pages: people for admins, what is parked, the log; and files of a conversation."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from inbox.errors import Rejected
from inbox.incoming import NewMessage, Unreadable
from inbox.models import Media, RemoteId
from tests.bot.surfaces.desk.desk_server import PNG, DeskServer
from tests.cast import ASHA
from tests.world import START, at, thread_of

C = at(ASHA)


async def test_an_admin_adds_somebody_who_chooses_their_own_password_first(desk: DeskServer) -> None:
    admin = await desk.tab("olga", "admin")
    await admin.get("/people")
    page = await admin.post("/people", do="add", name="noor", role="moderator")
    password = re.findall(r"<code>([a-z0-9-]{19})</code>", page.text)[0]

    noor = await desk.tab()
    first = await noor.sign_in("noor", password)
    assert first.url.endswith("/me")
    assert (await noor.get("/?shelf=all")).url.endswith("/me")
    await noor.post("/me", password=password, new="a password of my own")

    assert (await noor.get("/")).shows("Waiting for us")
    assert password not in (await admin.get("/people")).text


@pytest.mark.parametrize("role", ["viewer", "writer", "moderator", "lead"])
async def test_only_admins_see_or_change_the_people(desk: DeskServer, role: str) -> None:
    tab = await desk.tab("meera", role)
    page = await tab.get("/people")
    change = await tab.post("/people", do="add", name="noor", role="admin")

    assert (page.status, change.status) == (403, 403)
    assert page.shows("Only an admin")
    assert await desk.world.store.people.find("noor") is None


async def test_an_admin_changes_a_role_and_it_counts_at_once(desk: DeskServer) -> None:
    admin, noor = await desk.tab("olga", "admin"), await desk.tab("noor", "viewer")
    await admin.post("/people", do="role", name="noor", role="admin")
    assert (await noor.get("/people")).status == 200


async def test_the_last_admin_can_neither_leave_nor_step_down(desk: DeskServer) -> None:
    admin = await desk.tab("olga", "admin")
    for form in ({"do": "remove"}, {"do": "role", "role": "viewer"}):
        answer = await admin.post("/people", name="olga", **form)
        assert answer.status == 409
        assert answer.shows("olga is the only admin")


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"do": "add", "name": "olga", "role": "viewer"}, "olga is here already"),
        ({"do": "add", "name": "", "role": "viewer"}, "begins with a letter"),
        ({"do": "add", "name": "noor", "role": "emperor"}, "no role emperor"),
        ({"do": "remove", "name": "nobody"}, "nobody called nobody"),
    ],
)
async def test_what_cannot_be_done_to_people_is_said(desk: DeskServer, form: dict[str, str], words: str) -> None:
    answer = await (await desk.tab("olga", "admin")).post("/people", **form)
    assert answer.status == 409
    assert answer.shows(words)


async def parked(desk: DeskServer) -> None:
    """A reply that the network refused for good."""
    draft = await desk.world.drafted("Majama, Asha!")
    await (await desk.tab("noor")).do("approve", draft=draft, c=C)
    desk.postbox.fails.append(Rejected("bot was kicked"))
    await desk.send()


async def test_a_parked_send_shows_the_networks_words_and_can_be_sent_again(desk: DeskServer) -> None:
    await parked(desk)
    tab = await desk.tab("meera")
    page = await tab.get("/parked")
    assert page.shows("bot was kicked")
    assert page.shows("Majama, Asha!")

    delivery = re.findall(r'name="delivery" value="([^"]+)"', page.text)[0]
    again = await tab.post("/do/retry", delivery=delivery, place="parked")
    await desk.send()

    assert again.url.endswith("/parked")
    assert again.shows("Nothing is parked")
    assert len(desk.postbox.done) == 1


async def test_a_viewer_sees_what_is_parked_and_cannot_touch_it(desk: DeskServer) -> None:
    await parked(desk)
    tab = await desk.tab("pavel", "viewer")
    page = await tab.get("/parked")

    assert page.shows("bot was kicked")
    assert "Send it again" not in page.text
    assert (await tab.do("discard", delivery="x")).status == 403


async def test_an_unreadable_arrival_is_shown_raw_and_harmless(desk: DeskServer) -> None:
    raw = "<script>alert(1)</script>" + "x" * 70_000
    await desk.world.receive(Unreadable("u-7", raw, "no chat in it", START))
    page = await (await desk.tab("meera")).get("/parked")

    assert "<script>alert" not in page.text
    assert page.shows("no chat in it")
    assert page.shows("… and more")
    assert len(page.text) < 20_000


async def test_the_log_tells_everything_newest_first_page_by_page(desk: DeskServer) -> None:
    for number in range(120):
        await desk.world.hear(id=f"m{number}")
    tab = await desk.tab("pavel", "viewer")

    page = await tab.get("/log")
    older = await tab.get("/log?before=" + page.text.partition("/log?before=")[2].partition('"')[0])

    assert page.text.count("message.new") == 100
    assert older.text.count("message.new") == 20


async def media(desk: DeskServer, kind: str, data: bytes, size: int = 0) -> str:
    """A file of Asha's; answers the address under which the desk shows it."""
    one = Media("file" if kind == "file" else "image", "net-ref", "", "a name.bin", size)
    message = NewMessage(thread_of(ASHA), RemoteId("m1"), ASHA, "look", desk.world.clock.at, (one,))
    await desk.world.receive(message)
    desk.files["net-ref"] = data
    return f"/media?c={quote(C)}&at={desk.world.clock.at}&m=m1&n=0"


async def test_a_picture_is_shown_and_says_nothing_that_its_sender_claims(desk: DeskServer) -> None:
    address = await media(desk, "image", PNG)
    tab = await desk.tab("meera", "viewer")
    async with tab.http.get(desk.origin + address) as response:
        assert await response.read() == PNG
        assert response.headers["Content-Type"] == "image/png"
        assert response.headers["Content-Disposition"] == "inline"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response.headers["Content-Security-Policy"]
    assert (await tab.get(f"/?c={quote(C)}")).shows(address.partition("&at")[0])


async def test_anything_else_is_a_download_and_never_a_page(desk: DeskServer) -> None:
    address = await media(desk, "image", b"<html><script>alert(1)</script>")
    answer = await (await desk.tab("meera")).get(address)

    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''a%20name.bin"


async def test_a_file_of_200_megabytes_is_not_fetched(desk: DeskServer) -> None:
    address = await media(desk, "file", PNG, size=200_000_000)
    answer = await (await desk.tab("meera")).get(address)

    assert answer.status == 404
    assert answer.shows("too large to show here (200 MB)")


@pytest.mark.parametrize("query", ["", "&m=m1&n=7", "&m=m9", "&d=99"])
async def test_a_file_that_is_not_there_is_said_without_a_traceback(desk: DeskServer, query: str) -> None:
    await media(desk, "image", PNG)
    tab = await desk.tab("meera")
    assert (await tab.get(f"/media?c={quote(C)}{query}")).status == 404


async def test_nobody_can_name_a_file_that_belongs_to_no_conversation(desk: DeskServer) -> None:
    desk.files["secret"] = PNG
    tab = await desk.tab("meera")
    for address in ("/media?ref=secret", "/media?c=secret", "/media?c=telegram:main/secret&m=secret"):
        assert (await tab.get(address)).status == 404
