"""Rules, measures, people and figures of moderation on the desk."""

from __future__ import annotations

import re

import pytest

from inbox.cases import Finding, Wants
from inbox.moderation import measures
from tests.bot.surfaces.desk.desk_server import DeskServer, Tab
from tests.cast import ASHA, BHAVIN, MEERA
from tests.inbox.cased import HIDES, comment, judge, leave, opened, person
from tests.inbox.moderation.test_appeals import appealed
from tests.world import ACCOUNT, HOUR, at

RULES = "/moderation/rules"
SHADY = Finding("shady <b>", "v1", "it looks shady", Wants(sight="hide"), 0.5)
PAGE = f"/moderation/person?id={ACCOUNT}/{ASHA.remote}"
MATCH = re.compile(r'name="match" value="([^"]+)"')


async def matched(court: DeskServer, confirm: str = "") -> None:
    """A rule in shadow, with two matches; `confirm` is what a lead must know before it acts."""
    brand, rule = court.world.brand, SHADY.rule
    await brand.store.rulings.register({rule: SHADY.version}, {rule: confirm}, court.world.clock.at)
    for number in range(2):
        court.world.clock.at += 1000
        await comment(brand, court.world, f"match {number}", id=f"x{number}")
        await judge(brand, SHADY)


async def said(tab: Tab, verdict: str, page: str = RULES) -> None:
    """Say of the newest match whether it is right."""
    id = MATCH.findall((await tab.get(page)).text)[0]
    answer = await tab.post(f"/moderation/do/{verdict}", match=id, back=page)
    assert answer.status == 200


# ---------------------------------------------------------------------------------------------------------------- rules


async def test_a_rule_in_shadow_shows_its_matches_and_what_it_lacks(court: DeskServer) -> None:
    await matched(court)
    noor = await court.tab("noor", "viewer")

    page = await noor.get(RULES)

    assert "shady &lt;b&gt;" in page.text
    assert page.text.index("match 1") < page.text.index("match 0")
    assert page.shows("in shadow")
    assert page.shows("<b>2</b> matches")
    assert page.shows("more matches must be judged right")
    assert not MATCH.search(page.text)
    assert 'data-count="moderation.rules">2<' in page.text


async def test_a_moderator_says_what_is_right_and_wrong(court: DeskServer) -> None:
    await matched(court)
    meera = await court.tab("meera")

    await said(meera, "right")
    await said(meera, "wrong")
    page = await meera.get("/moderation/rule?name=shady+%3Cb%3E")

    assert page.shows("<b>1</b> right")
    assert page.shows("<b>1</b> wrong")
    assert page.shows("Right, says meera.")
    assert "do/right" not in page.text
    assert "Put it in force" not in page.text


async def test_what_was_judged_wrongly_is_taken_back_and_asked_again(court: DeskServer) -> None:
    await matched(court)
    meera, noor = await court.tab("meera"), await court.tab("noor", "viewer")
    rule = "/moderation/rule?name=shady+%3Cb%3E"
    await said(meera, "wrong")
    assert "do/unsaid" not in (await noor.get(rule)).text
    (judged,) = re.findall(r'do/unsaid"(?s:.*?)name="match" value="([^"]+)"', (await meera.get(rule)).text)

    await meera.post("/moderation/do/unsaid", match=judged, back=rule)

    page = await meera.get(rule)
    assert page.shows("<b>0</b> wrong")
    assert judged in MATCH.findall(page.text)
    assert "do/unsaid" not in page.text


async def test_a_lead_puts_it_in_force_and_back(court: DeskServer) -> None:
    await matched(court)
    olga, meera = await court.tab("olga", "lead"), await court.tab("meera")
    await olga.get(RULES)
    await meera.get(RULES)
    asked = {"rule": SHADY.rule, "back": RULES}

    refused = await meera.post("/moderation/do/put_in_force", **asked)
    acts = await olga.post("/moderation/do/put_in_force", why="it is right", **asked)
    back = await olga.post("/moderation/do/back_to_shadow", **asked)
    off = await olga.post("/moderation/do/switch_off", **asked)

    assert (refused.status, refused.shows("meera may not decide about rules")) == (403, True)
    assert acts.shows("in force")
    assert acts.shows("by <bdi>olga</bdi>: <bdi>it is right</bdi>")
    assert back.shows("in shadow")
    assert off.shows('<span class="chip ">off</span>')


async def test_a_rule_that_matches_everything_asks_once_more(court: DeskServer) -> None:
    await matched(court, "it matches everything")
    olga = await court.tab("olga", "lead")
    page = await olga.get(RULES)
    assert page.shows("Put it in force although it matches everything?")
    assert page.shows("Yes, put it in force")
    asked = {"rule": SHADY.rule, "back": RULES}

    refused = await olga.post("/moderation/do/put_in_force", **asked)
    done = await olga.post("/moderation/do/put_in_force", confirmed="1", **asked)

    assert (refused.status, refused.shows("it matches everything")) == (403, True)
    assert done.shows("The rule acts from now on.")


# ------------------------------------------------------------------------------------------------------------- measures


async def test_a_measure_is_switched_on_until_a_time_and_ended(court: DeskServer) -> None:
    meera = await court.tab("meera")
    page = await meera.get("/moderation/measures")
    assert page.shows("Hide everything new…")
    asked = {"account": ACCOUNT, "kind": "hide_new", "back": "/moderation/measures"}

    on = await meera.post("/moderation/do/switch_on", until="3h", why="a <b>raid</b>", **asked)

    (one,) = await measures.active(court.world.brand)
    assert (one.kind, one.until, one.by) == ("hide_new", court.world.clock.at + 3 * HOUR, "meera")
    assert "a &lt;b&gt;raid&lt;/b&gt;" in on.text.lower()
    assert on.shows("3 h left")
    ended = await meera.post("/moderation/do/end", measure=one.id, back="/moderation/measures")
    assert ended.shows("Nothing is on.")
    again = await meera.post("/moderation/do/end", measure=one.id, back="/moderation/measures")
    assert again.status == 404


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"kind": "hide_new", "until": "1h", "at": "2001-01-01T00:00"}, "Pick a day and a time to come"),
        ({"kind": "hide_new", "until": "soon"}, "Pick a day and a time to come"),
        ({"kind": "hide_new", "until": "1h", "account": ""}, "Pick the account"),
        ({"kind": "hide_new", "until": "1h", "account": "telegram:other"}, "telegram:other is not switched on"),
        ({"kind": "everything", "until": "1h"}, "There is no measure everything."),
    ],
)
async def test_what_makes_no_sense_is_refused_on_its_page(court: DeskServer, form: dict[str, str], words: str) -> None:
    meera = await court.tab("meera")
    await meera.get("/moderation/measures")

    page = await meera.post("/moderation/do/switch_on", **{"account": ACCOUNT, "back": "/moderation/measures", **form})

    assert page.status in (403, 404)
    assert page.shows(words)
    assert page.shows("Nothing is on.")


async def test_a_viewer_sees_what_is_on_and_ends_nothing(court: DeskServer) -> None:
    one = await measures.switch_on(court.world.brand, MEERA, "freeze", ACCOUNT)
    noor = await court.tab("noor", "viewer")
    page = await noor.get("/moderation/measures")

    refused = await noor.post("/moderation/do/end", measure=one.id, back="/moderation/measures")

    assert page.shows("On now")
    assert "End it" not in page.text
    assert (refused.status, refused.shows("noor may not switch measures on")) == (403, True)


# --------------------------------------------------------------------------------------------------------------- people


async def test_somebody_is_allowed_labelled_and_found_with_their_strikes(court: DeskServer) -> None:
    await opened(court.world.brand, court.world)
    olga = await court.tab("olga", "lead")
    page = await olga.get(PAGE)
    assert page.shows("2 points now; at 3 points: mute them for 1 h; 1 more to go")
    assert 'href="/moderation/case/1"' in page.text
    asked = {"id": person(), "back": PAGE}

    allowed = await olga.post("/moderation/do/allow", why="a friend", **asked)
    labelled = await olga.post("/moderation/do/label", labels=" regular, , shop ,regular", **asked)
    looked_at = await olga.post("/moderation/do/disallow", **asked)

    assert allowed.shows("No rule looks at them, <bdi>olga</bdi> said.")
    assert re.findall(r'chip label"><bdi>(\w+)', labelled.text) == ["regular", "shop"]
    assert looked_at.shows("Rules look at what they write.")


async def test_two_accounts_become_one_person_in_two_steps(court: DeskServer) -> None:
    await opened(court.world.brand, court.world)
    await opened(court.world.brand, court.world, author=BHAVIN, id="m2")
    olga = await court.tab("olga", "lead")

    nobody = await olga.get(f"{PAGE}&with=99")
    same = await olga.get(f"{PAGE}&with=1")
    looked = await olga.get(f"{PAGE}&with=2")
    merged = await olga.post("/moderation/do/merge", **{"id": person(), "with": person(BHAVIN), "back": PAGE})
    apart = await olga.post("/moderation/do/unmerge", id=person(), back=PAGE)

    assert nobody.shows("There is no case 99")
    assert same.shows("That is the same account.")
    assert looked.shows("One person?")
    assert looked.shows("Yes, they are one person")
    assert merged.shows("The same person")
    assert merged.shows("4 points now")
    assert apart.shows("2 points now")


async def test_a_moderator_labels_and_merges_nobody(court: DeskServer) -> None:
    await opened(court.world.brand, court.world)
    meera = await court.tab("meera")
    page = await meera.get(f"{PAGE}&with=1")

    refused = await meera.post("/moderation/do/allow", id=person(), back=PAGE)

    assert "The same person elsewhere" not in page.text
    assert (refused.status, refused.shows("meera may not decide about rules")) == (403, True)


# -------------------------------------------------------------------------------------------------------------- figures


async def test_figures_say_what_was_done_and_what_of_it_was_undone(court: DeskServer) -> None:
    number = await appealed(court.world.brand, court.world)
    meera = await court.tab("meera")
    await meera.get("/moderation/appeals")
    await meera.post("/moderation/do/grant", case=str(number), back="/moderation/appeals")

    page = await meera.get("/moderation/figures?since=1d")

    figures = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)", page.text))
    assert (figures["cases"], figures["undone"].strip()) == ("1", "1")
    assert (figures["appeals"], figures["appeals granted"]) == ("1", "1")
    assert figures["half were hidden within"].endswith(" s")
    assert page.shows("100.0 %")
    assert page.shows("the rule scam")


# ------------------------------------------------------------------------------------------------- in the conversation


async def test_a_message_out_of_sight_says_by_which_case_and_is_brought_back(court: DeskServer) -> None:
    number = await opened(court.world.brand, court.world)
    await leave(court.world.brand)
    meera, noor = await court.tab("meera"), await court.tab("noor", "viewer")
    path = f"/?shelf=all&c={at(ASHA)}"
    page = await meera.get(path)
    assert page.shows(f"Case {number}")
    assert page.shows("hidden by the rule scam")
    assert "Undo case" not in (await noor.get(path)).text

    answer = await meera.do("undo_case", case=str(number), c=at(ASHA))

    shown = answer.data["conversation"]
    assert isinstance(shown, dict)
    assert f"undid case {number}" in shown["html"]
    assert "case-mark" not in shown["html"]


async def test_while_an_appeal_waits_its_case_is_decided_there(court: DeskServer) -> None:
    await appealed(court.world.brand, court.world)

    page = await (await court.tab("meera")).get(f"/?shelf=all&c={at(ASHA)}")

    assert page.shows("an appeal waits")
    assert "Undo case" not in page.text


async def test_what_one_of_us_hides_has_a_case_too(court: DeskServer) -> None:
    await comment(court.world.brand, court.world)
    meera = await court.tab("meera")
    await meera.get("/")
    await meera.do("hide", c=at(ASHA), message="m1")
    court.world.clock.at += 6000
    await leave(court.world.brand)

    page = await meera.get(f"/?shelf=all&c={at(ASHA)}")

    assert page.shows("hidden by meera")
    assert 'href="/moderation/case/1"' in page.text


async def test_a_bad_day_is_told_and_ended_where_it_is(court: DeskServer) -> None:
    await comment(court.world.brand, court.world)
    meera = await court.tab("meera")
    page = await meera.get(f"/?shelf=all&c={at(ASHA)}")
    assert page.shows("Hide all new comments here for 1 h")

    await meera.do("measure", c=at(ASHA), kind="hide_new", until="1h")

    (one,) = await measures.active(court.world.brand)
    assert (one.post, one.conversation, one.until) == ("post1", None, court.world.clock.at + HOUR)
    shown = await meera.get(f"/?shelf=all&c={at(ASHA)}")
    assert "measure-on" in shown.text
    await meera.do("end_measure", c=at(ASHA), measure=one.id)
    assert await measures.active(court.world.brand) == ()


async def test_a_private_conversation_has_no_buttons_for_bad_days(court: DeskServer) -> None:
    await court.world.hear()
    page = await (await court.tab("meera")).get(f"/?shelf=all&c={at(ASHA)}")
    assert "Bad days" not in page.text
    assert HIDES.rule
