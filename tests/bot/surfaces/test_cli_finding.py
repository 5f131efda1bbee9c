"""The command line finds what was said, fills in what was written beforehand, and adds to the FAQ."""

from __future__ import annotations

import re

from inbox import delivery, review
from inbox.search import Index
from tests.bot.surfaces.cli_line import Line
from tests.cast import ASHA, BHAVIN, CHEN, MEERA
from tests.inbox.sent_off import begun, receipt
from tests.world import HOUR, at, said


async def test_what_was_said_is_found_at_once(cli: Line) -> None:
    now = cli.world.clock.at
    await cli.world.receive(said("Where is my order?", ASHA, at=now - 5000), said("我想退货", CHEN, at=now))
    await review.note(cli.world.brand, at(ASHA), MEERA, "her order went to Pune")

    found = await cli("search", "my", "order")
    late = await cli("search", "退货", "--json")
    note = await cli("search", '"order went"')

    assert found.out.split("\t")[1:] == [at(ASHA), "Asha", "Where is my order?\n"]
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d\t", found.out)
    (hit,) = late.json["hits"]
    assert (hit["conversation"], hit["author"], hit["kind"]) == (at(CHEN), "Chen", "message")
    assert note.out.endswith("\tmeera\ta note: her order went to Pune\n")


async def test_a_search_can_be_narrowed(cli: Line) -> None:
    await cli.world.receive(*(said("a refund", ASHA, id=f"m{n}", at=n + 1) for n in range(5)))
    await cli.world.receive(said("a refund", BHAVIN, id="b"))

    async def count(*words: str) -> int:
        return len((await cli("search", "refund", *words, "--json")).json["hits"])

    assert await count() == 6
    assert await count("--in", at(BHAVIN)) == 1
    assert await count("--account", "telegram:other") == 0
    assert await count("--limit", "2") == 2


async def test_nothing_found_and_nothing_asked_are_no_errors(cli: Line) -> None:
    await cli.world.hear()

    for words in ("zebra", '"', "?!", "AND (", "\\"):
        ended = await cli("search", words)
        assert (ended.code, ended.out, ended.err) == (0, "", "Nothing was found.\n")


async def test_while_another_process_keeps_the_index_it_is_read(cli: Line) -> None:
    await cli.world.hear("a refund")
    await cli("search", "refund")
    async with Index(cli.folder, cli.world.name).writing():
        await cli.world.hear("a refund", BHAVIN, id="m2")
        found = await cli("search", "refund", "--json")

    assert [hit["conversation"] for hit in found.json["hits"]] == [at(ASHA)]


async def test_an_index_that_cannot_be_made_is_told(cli: Line) -> None:
    cli.folder.parent.mkdir(exist_ok=True)
    cli.folder.write_text("in the way")

    ended = await cli("search", "refund")

    assert ended.code == 1
    assert "cannot be used" in ended.err


async def test_a_removed_or_foreign_text_does_not_reach_the_terminal_as_it_came(cli: Line) -> None:
    await cli.world.hear("a refund \x1b[31m\u202e now")

    assert "a refund ␛[31m‹202E› now" in (await cli("search", "refund")).out


async def test_canned_replies_are_listed_with_their_languages(cli: Line) -> None:
    everything, here = await cli("canned"), await cli("canned", "--account", "telegram:main")

    assert everything.out == "thanks\ten, gu\tThank somebody\nsite\t-\tOnly for the site.\n"
    assert here.out == "thanks\ten, gu\tThank somebody\n"
    assert (await cli("canned", "--json")).json["replies"][1] == {
        "name": "site",
        "title": None,
        "texts": {"": "Only for the site."},
        "accounts": ["webchat:*"],
    }


async def test_a_canned_reply_is_filled_in_for_whoever_is_there(cli: Line) -> None:
    await cli.world.hear(author=ASHA)
    await cli.world.hear(author=BHAVIN, id="m2")

    asha, bhavin, nobody = [await cli("canned", "thanks", *to) for to in ([at(ASHA)], [at(BHAVIN)], [])]

    assert asha.out == "આભાર, Asha!\n"
    assert bhavin.out == "Thank you, Bhavin!\n"
    assert nobody.out == "Thank you!\n"
    assert asha.err == "Nothing was sent; --send does that.\n"


async def test_a_canned_reply_leaves_when_one_says_so(cli: Line) -> None:
    await cli.world.hear(author=ASHA)

    sent = await cli("canned", "thanks", at(ASHA), "--send", "--json")

    assert sent.json["state"] == "queued"
    cli.world.clock.at += HOUR
    await delivery.sent(cli.world.brand, await begun(cli.world), receipt(cli.world, "r1"))
    assert "આભાર, Asha!" in (await cli("show", at(ASHA))).out


async def test_what_cannot_be_sent_is_said(cli: Line) -> None:
    await cli.world.hear(author=ASHA)

    ended = {
        words: await cli("canned", *words.split())
        for words in ("nothing", "thanks --send", f"site {at(ASHA)} --send", "thanks nowhere --send")
    }

    assert [one.code for one in ended.values()] == [3, 1, 1, 3]
    assert [one.err for one in ended.values()] == [
        "There is no canned reply nothing; there are thanks, site.\n",
        "Name the conversation to send it to.\n",
        "site is not for telegram:main.\n",
        "There is no conversation nowhere.\n",
    ]


async def test_a_question_is_added_to_the_faq(cli: Line) -> None:
    new, old = (
        await cli("faq-add", "Gifts?", "Yes."),
        await cli("faq-add", "Gifts?", "-", "--id", "gifts", stdin="Yes."),
    )

    assert new.out == "Added to the FAQ as the entry made-up.\n"
    assert old.out == "Added to the entry gifts of the FAQ.\n"
    assert (await cli("faq-add", "Gifts?", "Yes.", "--json")).json == {"entry": "made-up", "new": True}


async def test_why_a_question_was_not_added_is_said(cli: Line) -> None:
    refused = await cli("faq-add", "x" * 200, "Yes.")

    assert (refused.code, refused.err) == (1, "Not added: too long.\n")


async def test_figures_say_how_things_stand_and_what_happened(cli: Line) -> None:
    now = cli.world.clock.at
    await cli.world.receive(said("Kem cho?", ASHA, at=now - 5 * HOUR))
    await cli.world.receive(said("Namaste", BHAVIN, id="m2", at=now))

    await cli.world.store.meters.reserve("llm", 2_500, 300, {}, now)
    shown, asked = await cli("stats"), (await cli("stats", "--since", "1h", "--overdue", "6h", "--json")).json

    assert "overdue\t1\n" in shown.out
    assert "heard\t2\n" in shown.out
    assert f"5 h  {at(ASHA)}  Asha\n" in shown.out
    assert "llm\t300 tokens, 0.0025\t300 tokens, 0.0025\n" in shown.out
    assert asked["spent"]["llm"]["month_micros"] == 2_500
    assert asked["now"] == {"open": 2, "waiting": 2, "overdue": 0, "drafted": 0, "parked": 0}
    assert [row["id"] for row in asked["longest_waiting"]] == [at(ASHA), at(BHAVIN)]


async def test_a_time_that_is_none_is_not_understood(cli: Line) -> None:
    since, overdue = await cli("stats", "--since", "yesteryear"), await cli("stats", "--overdue", "a bit")

    assert (since.code, overdue.code) == (2, 2)
    assert "8h, 7d" in since.err
    assert "say it like 4h" in overdue.err


async def test_why_says_what_an_answer_rests_on(cli: Line) -> None:
    draft = await cli.world.drafted()
    await cli("approve", draft)

    shown, asked = await cli("why", at(ASHA)), (await cli("why", at(ASHA), "--message", "m1", "--json")).json

    assert "\tdrafted\trules drafted this because the rule greeting matched" in shown.out
    assert "(greeting" in shown.out
    assert {reason["what"]: reason["by"] for reason in asked["reasons"]} == {"drafted": "rules", "approved": "meera"}
    assert {reason["source"] for reason in asked["reasons"]} == {"greeting"}


async def test_why_about_nothing_is_not_found(cli: Line) -> None:
    await cli.world.hear()

    assert (await cli("why", "nowhere")).code == 3
    assert (await cli("why", at(ASHA), "--message", "m404")).code == 3
