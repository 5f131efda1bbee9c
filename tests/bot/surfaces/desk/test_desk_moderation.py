"""What waits to be judged, cases and appeals on the desk: everybody sees them, each button is somebody's right."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from inbox.actions import Action, ActionKind, Hide, Mute, Unhide
from inbox.cases import CaseNumber, Finding, Wants
from inbox.errors import NetworkError, Rejected
from inbox.incoming import MessageEdited
from inbox.models import Contact, Media, RemoteId
from inbox.moderation import undoing
from inbox.store.people import Person
from tests.bot.surfaces.desk.desk_server import DeskServer, stream, watched
from tests.cast import ASHA, BHAVIN, MEERA
from tests.inbox.cased import FLAGS, HIDES, comment, in_force, judge, leave, opened, read
from tests.world import ACCOUNT, at, said, thread_of

WHERE = {"c": at(ASHA), "message": "m1", "back": "/moderation"}


async def flagged(
    court: DeskServer, text: str = "You fool", author: Contact = ASHA, *, id: str = "m1", severity: float = 0.7
) -> None:
    """A message that a rule leaves to a person."""
    brand = court.world.brand
    await comment(brand, court.world, text, author, id=id, kind="group")
    told = "it calls somebody a name"
    finding = Finding("insults", "v1", told, Wants(sight="hold"), severity, told=told)
    if finding.rule not in {known.standing.rule for known in await brand.store.rulings.all()}:
        await in_force(brand, finding)
    await judge(brand, finding)


async def left(court: DeskServer, **refuses: NetworkError) -> list[Action]:
    """What leaves once the undo window is over."""
    court.world.clock.at += 6_000
    return await leave(court.world.brand, **refuses)


async def case(court: DeskServer, finding: Finding = HIDES, **more: str) -> CaseNumber:
    """A case that a rule opened."""
    return await opened(court.world.brand, court.world, finding, **more)  # type: ignore[arg-type]


# ------------------------------------------------------------------------------------------------------------- to judge


async def test_nothing_waits_and_every_page_says_so(court: DeskServer) -> None:
    noor = await court.tab("noor", "viewer")
    found = {
        "/moderation": "Nothing waits to be judged",
        "/moderation/appeals": "No appeal waits",
        "/moderation/cases": "No case yet",
        "/moderation/rules": "There is no rule",
        "/moderation/measures": "Nothing is on.",
        "/moderation/figures": "No case in that time.",
    }
    for path, words in found.items():
        page = await noor.get(path)
        assert (page.status, page.shows(words)) == (200, True), path


async def test_the_worst_stands_first_with_its_author_its_place_and_why(court: DeskServer) -> None:
    await flagged(court, "You fool", severity=0.3)
    await flagged(court, "I will find you", BHAVIN, id="m2", severity=0.9)
    noor = await court.tab("noor", "viewer")

    page = await noor.get("/moderation")

    assert page.text.index("I will find you") < page.text.index("You fool")
    assert 'href="/moderation/rule?name=insults"' in page.text
    assert page.shows("it calls somebody a name")
    assert page.shows("Bhavin")
    assert page.shows("severe")
    assert f"/?shelf=all&amp;c={at(BHAVIN).replace(':', '%3A')}" in page.text
    assert page.shows("A moderator, a lead or an admin can judge these.")
    assert "Leave it" not in page.text
    assert 'data-count="moderation">2<' in (await noor.get("/")).text


async def test_it_is_left_where_it_is_once(court: DeskServer) -> None:
    await flagged(court)
    meera = await court.tab("meera")
    await meera.get("/moderation")

    done = await meera.post("/moderation/do/clear", **WHERE)
    again = await meera.post("/moderation/do/clear", **WHERE)

    assert done.shows("It stays where it is.")
    assert done.shows("Nothing waits to be judged")
    assert (again.status, again.shows("Nothing waits to be judged")) == (409, True)
    assert await left(court) == []


async def test_it_is_taken_out_of_sight_by_a_case_of_whoever_did_it(court: DeskServer) -> None:
    await flagged(court)
    meera = await court.tab("meera")
    await meera.get("/moderation")

    page = await meera.post("/moderation/do/condemn", **WHERE)

    assert page.shows("It goes out of sight. ")
    assert 'href="/moderation/case/1"' in page.text
    assert (await left(court))[0] == Hide(ASHA.remote, RemoteId("m1"))
    assert (await meera.get("/moderation/case/1")).shows("by <bdi>meera</bdi>.")


async def test_a_script_gets_words_and_a_refusal_in_place_of_a_page(court: DeskServer) -> None:
    await flagged(court)
    meera, pavel = await court.tab("meera"), await court.tab("pavel", "viewer")
    await meera.get("/moderation")
    await pavel.get("/moderation")
    desk = {"X-Desk": "1"}

    refused = await pavel.post("/moderation/do/clear", headers=desk, **WHERE)
    done = await meera.post("/moderation/do/condemn", headers=desk, **WHERE)

    assert (refused.status, "pavel may not judge" in str(refused.data["problem"])) == (403, True)
    assert done.data == {"done": "It goes out of sight.", "case": 1}


@pytest.mark.parametrize(("role", "offered"), [("moderator", (True, False)), ("lead", (True, True))])
async def test_who_wrote_it_is_muted_or_blocked_by_whoever_may(
    court: DeskServer, role: str, offered: tuple[bool, bool]
) -> None:
    await flagged(court)
    tab = await court.tab("somebody", role)
    page = await tab.get("/moderation")
    assert ("Mute…" in page.text, "Block…" in page.text) == offered

    muted = await tab.post("/moderation/do/mute", **WHERE, person=ASHA.remote, seconds="86400", hide="1")

    assert muted.shows("They are muted")
    assert muted.shows("Nothing waits to be judged")
    done = await left(court)
    assert Hide(ASHA.remote, RemoteId("m1")) in done
    assert Mute(ASHA.remote, ASHA.remote, 86400) in done


async def test_what_somebody_may_not_do_does_nothing_by_half(court: DeskServer) -> None:
    await flagged(court)
    meera = await court.tab("meera")
    await meera.get("/moderation")

    refused = await meera.post("/moderation/do/block", **WHERE, person=ASHA.remote, hide="1")

    assert (refused.status, refused.shows("meera may not block")) == (403, True)
    assert "You fool" in refused.text
    assert await left(court) == []


@pytest.mark.parametrize(
    ("ways", "words"),
    [
        (frozenset[ActionKind]({"mute"}), "Telegram has no way to take this out of sight."),
        (frozenset[ActionKind]({"remove"}), "Telegram can only remove this for good, which a lead or an admin may."),
    ],
)
async def test_what_cannot_be_taken_out_of_sight_has_no_button_but_words(
    court: DeskServer, ways: frozenset[ActionKind], words: str
) -> None:
    await flagged(court)
    capabilities = court.world.capabilities[ACCOUNT]
    court.world.capabilities[ACCOUNT] = replace(capabilities, actions={**capabilities.actions, "group": ways})

    page = await (await court.tab("meera")).get("/moderation")

    assert page.shows(words)
    assert "Leave it" in page.text
    assert "do/condemn" not in page.text
    assert "Take the message out of sight" not in page.text


async def test_what_comes_meanwhile_is_told_where_all_accounts_are_seen(court: DeskServer) -> None:
    await flagged(court)
    meera = await court.tab("meera")
    assert "data-news" in (await meera.get("/moderation")).text
    of_one = await meera.get(f"/moderation?account={ACCOUNT}")
    assert of_one.shows("You fool")
    assert "data-news" not in of_one.text  # the count that is live is that of all accounts


# ---------------------------------------------------------------------------------------------------------------- cases


async def test_a_case_shows_what_was_written_why_and_how_its_deeds_stand(court: DeskServer) -> None:
    number = await case(court)
    noor = await court.tab("noor", "viewer")
    page = await noor.get(f"/moderation/case/{number}")
    for words in ("Buy followers", "the rule scam", "it sells followers", "Hide the message", "on its way", "2 points"):
        assert page.shows(words), words
    assert page.shows("Diwali sale")
    assert "Undo this case" not in page.text

    await left(court)
    done = await noor.get(f"/moderation/case/{number}")

    assert done.shows("by <bdi>the rule scam</bdi>.")
    assert done.shows("with the code")
    assert "data-moves" not in done.text


async def test_what_the_network_refuses_is_said_in_its_own_words(court: DeskServer) -> None:
    number = await case(court)
    await left(court, hide=Rejected("Bad Request: message can't be hidden"))

    page = await (await court.tab("noor", "viewer")).get(f"/moderation/case/{number}")

    assert page.shows("Telegram refused what")
    assert page.shows("Refused: Bad Request: message can't be hidden.")


async def test_strikes_that_wait_for_somebody_to_agree_say_so(court: DeskServer) -> None:
    number = await case(court, replace(HIDES, wants=Wants(sight="hold", points=2)))

    page = await (await court.tab("noor", "viewer")).get(f"/moderation/case/{number}")

    assert page.shows("2 points, once one of us agrees that the rule is right")


async def test_what_it_was_changed_to_stands_below_what_it_was(court: DeskServer) -> None:
    number = await case(court)
    edited = MessageEdited(thread_of(ASHA, "comments"), RemoteId("m1"), ASHA, "Buy flowers", court.world.clock.at + 1)
    await court.world.receive(edited)
    await judge(court.world.brand)

    page = await (await court.tab("noor", "viewer")).get(f"/moderation/case/{number}")

    assert page.text.index("Buy followers") < page.text.index("Buy flowers")


async def test_it_is_undone_once_with_a_reason_and_an_apology(court: DeskServer) -> None:
    number = await case(court)
    await left(court)
    meera = await court.tab("meera")
    page = await meera.get(f"/moderation/case/{number}")
    assert page.shows("The message is shown again.")
    assert page.shows("Say that we are sorry")
    asked = {"case": str(number), "back": f"/moderation/case/{number}"}

    undone = await meera.post("/moderation/do/undo", why="her  own\ncloth", apologise="1", **asked)
    again = await meera.post("/moderation/do/undo", **asked)

    assert undone.shows("by <bdi>meera</bdi>: <bdi>her own cloth</bdi>")
    assert "Undo this case" not in undone.text
    assert (again.status, again.shows("undone already by meera")) == (409, True)
    gone = await left(court)
    assert Unhide(ASHA.remote, RemoteId("m1")) in gone
    assert any("We are sorry" in str(getattr(one, "text", "")) for one in gone)
    assert (await meera.get(f"/moderation/case/{number}")).shows("taken back")


async def test_a_writer_cannot_undo(court: DeskServer) -> None:
    number = await case(court)
    qasim = await court.tab("qasim", "writer")
    page = await qasim.get(f"/moderation/case/{number}")

    refused = await qasim.post("/moderation/do/undo", case=str(number), back=f"/moderation/case/{number}")

    assert "Undo this case" not in page.text
    assert (refused.status, refused.shows("qasim may not judge")) == (403, True)
    assert (await read(court.world.brand, number)).stands


async def test_why_is_said_better_by_hand(court: DeskServer) -> None:
    number = await case(court)
    meera = await court.tab("meera")
    await meera.get("/moderation/cases")

    page = await meera.post(
        "/moderation/do/reason", case=str(number), why="sells <b>followers</b>", back=f"/moderation/case/{number}"
    )

    assert "sells &lt;b&gt;followers&lt;/b&gt;" in page.text


async def test_cases_are_listed_found_by_number_and_filtered(court: DeskServer) -> None:
    brand = court.world.brand
    await case(court)
    await case(court, author=BHAVIN, id="m2")  # type: ignore[arg-type]
    await undoing.undo(brand, CaseNumber(1), MEERA)
    noor = await court.tab("noor", "viewer")

    whole = await noor.get("/moderation/cases")
    standing = await noor.get("/moderation/cases?state=standing")
    of_asha = await noor.get(f"/moderation/cases?person={ACCOUNT}/{ASHA.remote}")
    unheard_of = await noor.get("/moderation/cases?rule=nothing")

    assert whole.text.index("/moderation/case/2") < whole.text.index("/moderation/case/1")
    assert whole.shows("2 cases, the newest first")
    assert ("/case/1" in standing.text, "/case/2" in standing.text) == (False, True)
    assert ("/case/1" in of_asha.text, "/case/2" in of_asha.text) == (True, False)
    assert unheard_of.shows("There is none like that")
    for words in ("2", "#2", "Case 2"):
        assert (await noor.get(f"/moderation/cases?number={words.replace('#', '%23')}")).shows("Bhavin"), words
    assert (await noor.get("/moderation/cases?number=99")).status == 404
    assert (await noor.get("/moderation/cases?number=<b>")).shows("“<b>” is no number of a case")


async def test_older_cases_are_one_click_away(court: DeskServer) -> None:
    for number in range(53):
        await comment(court.world.brand, court.world, f"Buy {number}", id=f"m{number}")
    await in_force(court.world.brand, HIDES)
    while court.world.brand and len(await judge(court.world.brand, HIDES)) == 53:
        break
    noor = await court.tab("noor", "viewer")
    first = await noor.get("/moderation/cases")
    (older,) = re.findall(r'href="(/moderation/cases\?after=[^"]+)"', first.text)

    rest = await noor.get(older)

    assert ("/moderation/case/53" in first.text, '"/moderation/case/1"' in first.text) == (True, False)
    assert '"/moderation/case/1"' in rest.text
    assert rest.shows("Back to the newest")


async def test_the_files_of_a_case_are_its_evidence(court: DeskServer) -> None:
    brand, photo = court.world.brand, Media("image", "pic", "image/png", "vase.png", 28, "A vase")
    court.files["pic"] = b"\x89PNG\r\n\x1a\n" + bytes(20)
    new = said("Buy this", id="m1", at=court.world.clock.at, thread=thread_of(ASHA, "comments"))
    await court.world.receive(replace(new, media=(photo,)))
    await in_force(brand, HIDES)
    await judge(brand, HIDES)
    noor = await court.tab("noor", "viewer")
    page = await noor.get("/moderation/case/1")
    (source,) = re.findall(r'<img src="(/media[^"]+)"', page.text)

    async with noor.http.get(court.origin + source.replace("&amp;", "&")) as file:
        assert (file.status, file.headers["Content-Type"]) == (200, "image/png")


async def test_the_side_bar_and_a_case_are_live(court: DeskServer) -> None:
    noor = await court.tab("noor", "viewer")
    async with stream(noor, after=await court.world.store.log.last()) as page:
        await watched(court, 1)
        number = await case(court)
        await flagged(court, author=BHAVIN, id="m2")
        counts: object = {}
        cases: list[object] = []
        while not (isinstance(counts, dict) and counts.get("moderation.judge") == 1 and number in cases):
            data = (await page.next()).data
            counts, more = data["counts"], data.get("cases", [])
            cases += more if isinstance(more, list) else []


async def test_the_brand_of_nobody_that_judges_has_the_pages_too(desk: DeskServer) -> None:
    await desk.world.store.people.save(Person("noor", "viewer", ""))
    noor = await desk.tab("noor", "viewer")
    assert (await noor.get("/moderation")).shows("Nothing waits to be judged")
    assert FLAGS.wants.sight == "hold"
