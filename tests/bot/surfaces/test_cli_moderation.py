"""The commands of moderation: cases and appeals, rules, people, measures and figures, in words and in JSON."""

from __future__ import annotations

import re

import pytest

from inbox import arrivals
from inbox.actions import Unhide
from inbox.brand import Brand
from inbox.cases import CaseNumber, Finding, Wants
from inbox.incoming import MessageEdited
from inbox.models import Contact, RemoteId
from inbox.moderation import rulings
from tests.bot.surfaces.cli_line import Line
from tests.cast import ASHA, BHAVIN
from tests.inbox.cased import FAIRNESS, FLAGS, POST, comment, in_force, judge, judging, leave, opened, person, read
from tests.inbox.moderation.test_appeals import appealed
from tests.world import ACCOUNT, at, thread_of

SHOUTS = Finding("shouts", "v1", "all in capitals", Wants(sight="hide"), 0.5)


@pytest.fixture
def judged(cli: Line) -> Brand:
    """The brand of the command line, with rules."""
    cli.world.fairness = FAIRNESS
    return judging(cli.world)


async def case(cli: Line, judged: Brand) -> CaseNumber:
    """A comment of Asha's that a rule took out of sight, done."""
    number = await opened(judged, cli.world)
    await leave(judged)
    return number


# ---------------------------------------------------------------------------------------------------------------- cases


async def test_there_is_no_case_at_first(cli: Line) -> None:
    ended = await cli("moderation", "cases")
    assert (ended.code, ended.out, ended.err) == (0, "", "There is no case yet.\n")
    ended = await cli("moderation", "cases", "--rule", "scam")
    assert (ended.code, ended.out, ended.err) == (0, "", "There is no such case.\n")


async def test_cases_are_lines_and_documents(cli: Line, judged: Brand) -> None:
    await case(cli, judged)

    line = (await cli("moderation", "cases")).out.split("\t")
    found = (await cli("moderation", "cases", "--rule", "scam", "--account", str(ACCOUNT), "--json")).json

    assert [line[0], line[1], line[4], line[5]] == ["1", "done", "Asha", "Buy followers\n"]
    assert (found["total"], found["next"]) == (1, None)
    (one,) = found["cases"]
    assert (one["case"], one["rule"], one["version"], one["text"]) == ("1", "scam", "v1", "Buy followers")
    assert [deed["kind"] for deed in one["deeds"]] == ["hide"]
    assert (await cli("moderation", "cases", "--state", "undone", "--json")).json["cases"] == []
    assert len((await cli("moderation", "cases", "--person", person(), "--json")).json["cases"]) == 1


async def test_a_case_is_shown_with_all_there_is_to_decide_on(cli: Line, judged: Brand) -> None:
    await case(cli, judged)

    shown = await cli("moderation", "case", "1")

    assert shown.out.startswith("case 1  done 20")
    for words in (
        f"person   {person()}\n",
        "strikes  2 points, they have 2 points now\n",
        "> Buy followers",
        "under    Diwali sale",
        "the rule scam, version v1",
        "it sells followers",
        "undoing",
    ):
        assert words in shown.out
    assert shown.err == "moderation undo 1 --why …\n"
    assert (await cli("moderation", "case", "7")).code == 3


async def test_what_was_written_outside_reaches_no_terminal_as_it_came(cli: Line, judged: Brand) -> None:
    await comment(judged, cli.world, "Buy \x1b[31m now\u202e\nand more")
    await in_force(judged, SHOUTS)
    await judge(judged, SHOUTS)

    for words in (["cases"], ["case", "1"], ["person", person()]):
        said = (await cli("moderation", *words)).out
        assert "\x1b" not in said
        assert "\u202e" not in said


async def test_what_was_changed_afterwards_stands_apart_from_when_that_was(cli: Line, judged: Brand) -> None:
    await case(cli, judged)
    thread = thread_of(ASHA, "comments", subject=POST)
    edited = MessageEdited(thread, RemoteId("m1"), ASHA, "hello", cli.world.clock.at)
    await arrivals.receive(judged, ACCOUNT, [edited], None)

    assert re.search(r"^edited   20[0-9-]+ [0-9:]+: hello$", (await cli("moderation", "case", "1")).out, re.MULTILINE)


async def test_lists_fit_a_narrow_terminal_and_nobody_s_name_stretches_them(cli: Line, judged: Brand) -> None:
    await opened(judged, cli.world, author=Contact(RemoteId("9"), "a name that never ends " * 9))

    drawn = (await cli.on_a_terminal("moderation", "cases", "--as", "meera", columns=44)).out
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in drawn.splitlines()]

    assert [len(line) <= 44 for line in lines] == [True] * 3
    assert lines[1:] == ["  the rule scam  a name that never ends …", "  Buy followers"]


async def test_undoing_needs_a_reason_and_is_done_once(cli: Line, judged: Brand) -> None:
    number = await case(cli, judged)
    assert (await cli("moderation", "undo", "1")).code == 2
    empty = await cli("moderation", "undo", "1", "--why", " ")
    assert (empty.code, "what was wrong" in empty.err, (await read(judged, number)).stands) == (2, True, True)

    done = await cli("moderation", "undo", "1", "--why", "she sells her own cloth", "--json")

    assert (done.json["state"], done.json["undone_why"]) == ("undone", "she sells her own cloth")
    assert not (await read(judged, number)).stands
    cli.world.clock.at += 60_000
    assert Unhide(ASHA.remote, RemoteId("m1")) in await leave(judged)
    again = await cli("moderation", "undo", "1", "--why", "x")
    assert (again.code, "meera" in again.err) == (1, True)


async def test_an_apology_goes_out_where_that_is_asked_for(cli: Line, judged: Brand) -> None:
    await case(cli, judged)
    await cli("moderation", "undo", "1", "--why", "wrong", "--apologise")
    cli.world.clock.at += 60_000
    assert [text for action in await leave(judged) if (text := getattr(action, "text", ""))] == ["We are sorry (gu)."]


async def test_a_reason_is_said_better(cli: Line, judged: Brand) -> None:
    number = await case(cli, judged)
    said = await cli("moderation", "reason", "1", "-", stdin="sells followers,\nthird time\n")
    assert said.out == "Case 1 says so now.\n"
    assert "third time" in (await read(judged, number)).reason


async def test_appeals_are_listed_shown_and_decided_once(cli: Line, judged: Brand) -> None:
    assert (await cli("moderation", "appeals")).err == "Nobody waits for an appeal.\n"
    number = await appealed(judged, cli.world)

    listed = await cli("moderation", "appeals")
    assert listed.out.startswith(f"{number}\t")
    assert "Why? My code is" in listed.out
    assert "Why? My code is" in (await cli("moderation", "appeal", str(number))).out
    assert (await cli("moderation", "appeal", str(number), "an answer alone")).code == 2
    assert (await cli("moderation", "appeal", str(number), "--decline")).code == 1  # an answer is needed

    done = await cli("moderation", "appeal", str(number), "--decline", "We keep it hidden.", "--json")
    assert done.json["appeal"]["state"] == "declined"
    assert (done.json["appeal"]["by"], done.json["appeal"]["answer"]) == ("meera", "We keep it hidden.")
    assert (await cli("moderation", "appeal", str(number), "--grant", who="noor")).code == 1


# ------------------------------------------------------------------------------------------------------ flags and rules


async def flagged(cli: Line, judged: Brand, *, id: str = "m1") -> list[str]:
    """A comment of Bhavin's that a person has to judge; where it is."""
    await comment(judged, cli.world, "You pig", BHAVIN, id=id)
    await in_force(judged, FLAGS)
    await judge(judged, FLAGS)
    return [at(BHAVIN), id]


async def test_flags_are_listed_worst_first_and_judged(cli: Line, judged: Brand) -> None:
    where = await flagged(cli, judged)

    listed = await cli("moderation", "flags")
    assert listed.out.split("\t")[:3] == ["0.70", *where]
    found = (await cli("moderation", "flags", "--json")).json
    assert (found["total"], found["flags"][0]["severity"], found["flags"][0]["text"]) == (1, 0.7, "You pig")

    assert (await cli("moderation", "clear", *where)).out == "It stays where it is.\n"
    assert (await cli("moderation", "flags")).err == "Nothing waits to be judged.\n"
    assert (await cli("moderation", "clear", *where)).code in (1, 3)


async def test_what_is_condemned_is_a_case_of_whoever_says_so(cli: Line, judged: Brand) -> None:
    where = await flagged(cli, judged)
    done = await cli("moderation", "condemn", *where, "--why", "an insult", "--json")
    assert done.json == {"conversation": where[0], "message": where[1], "verdict": "condemn", "case": "1"}
    case = await read(judged, CaseNumber(1))
    assert (case.by.name, case.reason) == ("meera", "an insult")


async def test_rules_stand_in_shadow_until_somebody_lets_them_act(cli: Line, judged: Brand) -> None:
    assert (await cli("moderation", "rules")).err == "There are no rules yet; config/moderation.yaml holds them.\n"
    await rulings.register(judged, {"shouts": "v1"})
    await comment(judged, cli.world, "BUY NOW")
    await judge(judged, SHOUTS)

    shown = await cli("moderation", "rule", "shouts")
    assert shown.err == "moderation right MATCH   moderation wrong MATCH\n"
    (match,) = (await cli("moderation", "rule", "shouts", "--json")).json["matches"]
    assert (match["text"], match["verdict"], match["because"]) == ("BUY NOW", None, "all in capitals")
    right = await cli("moderation", "right", match["match"], "--json")
    assert (right.json["right"], right.json["wrong"]) == (1, 0)
    wrong = await cli("moderation", "wrong", match["match"])
    assert wrong.out.startswith("Wrong: 0 of 1 judged matches of shouts were right")

    assert (await cli("moderation", "force", "shouts", "--why", "sure")).out == "The rule shouts acts from now on.\n"
    (one,) = (await cli("moderation", "rules", "--json")).json["rules"]
    assert (one["rule"], one["state"], one["by"], one["why"]) == ("shouts", "force", "meera", "sure")
    assert (await cli("moderation", "shadow", "shouts")).out == "The rule shouts only writes down what it would do.\n"
    assert (await cli("moderation", "off", "shouts")).out == "The rule shouts does nothing.\n"
    assert "shouts" in (await cli("moderation", "rules")).out
    assert (await cli("moderation", "force", "nothing")).code == 3


async def test_what_has_to_be_confirmed_is_refused_first(cli: Line, judged: Brand) -> None:
    await judged.store.rulings.register({"all": "v1"}, {"all": "it matches nearly everything"}, 1)
    refused = await cli("moderation", "force", "all")
    assert refused.code == 1
    assert "nearly everything" in refused.err
    assert (await cli("moderation", "force", "all", "--confirmed")).code == 0


# --------------------------------------------------------------------------------------- people, measures and figures


async def test_somebody_is_shown_allowed_labelled_and_merged(cli: Line, judged: Brand) -> None:
    await case(cli, judged)
    await comment(judged, cli.world, "Hello", BHAVIN, id="m9")

    shown = await cli("moderation", "person", person())
    assert shown.out.startswith(f"Asha on Telegram  {person()}\npoints   2.0\n")
    assert (
        await cli("moderation", "allow", person(), "--why", "a friend")
    ).out == "No rule looks at them from now on.\n"
    assert (await cli("moderation", "label", person(), "press", "vip", "--json")).json["labels"] == ["press", "vip"]
    merged = await cli("moderation", "merge", person(), person(BHAVIN), "--json")
    assert merged.json["points"] == pytest.approx(2, abs=0.1)
    found = (await cli("moderation", "person", person(), "--json")).json
    assert (found["allowed_by"], found["labels"]) == ("meera", ["press", "vip"])
    assert [one["person"] for one in found["same"]] == [person(BHAVIN)]
    assert [one["case"] for one in found["strikes"]] == ["1"]
    assert (await cli("moderation", "unmerge", person(BHAVIN))).code == 0
    assert (await cli("moderation", "disallow", person())).out == "Rules look at them again.\n"
    assert (await cli("moderation", "person", f"{ACCOUNT}/nobody")).code == 3


async def test_measures_begin_are_shown_and_end(cli: Line, judged: Brand) -> None:
    assert (await cli("moderation", "measures")).err == "Nothing is switched on.\n"
    on = await cli(
        "moderation",
        "measure",
        "hide-new",
        str(ACCOUNT),
        "--post",
        "post1",
        "--until",
        "2h",
        "--why",
        "the video",
        "--json",
    )
    assert (on.json["kind"], on.json["account"]) == ("hide-new", str(ACCOUNT))

    (one,) = (await cli("moderation", "measures", "--json")).json["measures"]
    assert (one["id"], one["post"], one["by"], one["why"]) == (on.json["id"], "post1", "meera", "the video")
    shown = (await cli("moderation", "measures")).out
    assert shown.startswith(on.json["id"])
    assert shown.casefold().count("the video") == 1
    assert (await cli("moderation", "end", on.json["id"])).out == "It is over.\n"
    assert (await cli("moderation", "end", on.json["id"])).code == 3
    assert (await cli("moderation", "measure", "hide-new", str(ACCOUNT), "--until", "yesterday")).code == 2
    assert (await cli("moderation", "measure", "explode", str(ACCOUNT))).code == 2


async def test_figures_count_cases_and_what_was_taken_back(cli: Line, judged: Brand) -> None:
    await case(cli, judged)
    await cli("moderation", "undo", "1", "--why", "wrong")

    found = (await cli("moderation", "figures", "--json")).json

    assert (found["cases_opened"], found["cases_undone"]) == (1, 1)
    assert found["by_rule"] == [{"rule": "scam", "name": "the rule scam", "cases_opened": 1, "cases_undone": 1}]
    shown = (await cli("moderation", "figures", "--since", "7d")).out
    assert "cases\t1\nundone\t1\n" in shown
    assert "the rule scam\t1\t1\t100 %\n" in shown
