"""Clicks that judge: flags, appeals, matches, rules and measures; by whoever may, once, refused in words."""

from __future__ import annotations

from bot.playground.discord.records import walk
from bot.surfaces.discord.moderation.cards import flag_digest
from inbox.actions import Hide, Mute, Unhide
from inbox.cases import CaseNumber, Finding, Wants
from inbox.models import RemoteId
from inbox.moderation import measures, rulings
from tests.bot.surfaces.discord.control_room import Room
from tests.bot.surfaces.discord.moderation.test_deeds import pressable
from tests.cast import ASHA, MEERA
from tests.inbox.cased import FLAGS, comment, in_force, judge, leave, read
from tests.inbox.moderation.test_appeals import appealed
from tests.world import ACCOUNT, at

SHOUTS = Finding("shouts", "v1", "all in capitals", Wants(sight="hide"), 0.5)


async def flagged(room: Room) -> str:
    """A comment of Asha's that a person has to judge; what its buttons are about."""
    await in_force(room.kit.brand, FLAGS)
    await comment(room.kit.brand, room.inbox, "You pig", id="m1")
    await judge(room.kit.brand, FLAGS)
    return f"{at(ASHA)} m1"


async def test_what_is_flagged_goes_out_of_sight_as_a_case_of_whoever_says_so(room: Room) -> None:
    message = await pressable(room, "flag_out", await flagged(room))

    pressed = await room.pressed("meera", message, "flag_out")

    assert await room.said(pressed) == "It goes out of sight; that is case 1."
    case = await read(room.kit.brand, CaseNumber(1))
    assert (case.by.name, case.reason) == ("meera", "it calls somebody a name")
    room.inbox.clock.at += 10_000
    assert await leave(room.kit.brand) == [Hide(ASHA.remote, RemoteId("m1"))]
    again = await room.pressed("noor", message, "flag_out")
    assert await room.said(again) == "Somebody has judged this meanwhile."


async def test_what_is_flagged_stays(room: Room) -> None:
    pressed = await room.pressed("meera", await pressable(room, "flag_leave", await flagged(room)), "flag_leave")

    assert (await room.said(pressed)).startswith("It stays")
    assert await leave(room.kit.brand) == []
    assert (await room.inbox.store.rulings.flags(5))[1] == 0


async def test_a_flag_is_found_by_its_digest_too(room: Room) -> None:
    await flagged(room)
    ref = flag_digest(at(ASHA), RemoteId("m1"))
    pressed = await room.pressed("meera", await pressable(room, "flag_leave", ref), "flag_leave")
    assert (await room.said(pressed)).startswith("It stays")


async def test_the_author_of_a_flag_is_muted_which_judges_it_too(room: Room) -> None:
    ref = await flagged(room)
    asked = await room.pressed("meera", await pressable(room, "flag_mute", ref), "flag_mute")
    assert await room.said(asked) == "Mute Asha …"
    (menu,) = [one for one in walk(asked.said[0].components) if "options" in one]
    assert "0" not in {one["value"] for one in menu["options"]}  # nobody is let write again by judging

    await room.picked("meera", asked.said[0], "flag_muted", "3600")

    await room.world.wait_for(lambda: "They are muted for 1 hour" in asked.said[0].text)
    room.inbox.clock.at += 10_000
    assert await leave(room.kit.brand) == [Mute(ASHA.remote, ASHA.remote, 3600)]
    assert (await room.inbox.store.rulings.flags(5))[1] == 0


async def test_whoever_may_only_look_judges_nothing(room: Room) -> None:
    ref = await flagged(room)
    for verb in ("flag_out", "flag_leave", "flag_mute"):
        assert "may not" in await room.said(await room.pressed("pavel", await pressable(room, verb, ref), verb))


async def test_an_appeal_is_granted_once(room: Room) -> None:
    number = await appealed(room.kit.brand, room.inbox)
    message = await pressable(room, "appeal_grant", str(number))

    pressed = await room.pressed("meera", message, "appeal_grant")

    assert await room.said(pressed) == "Granted: case 1 is undone, and they are told."
    assert any(isinstance(action, Unhide) for action in await leave(room.kit.brand))
    again = await room.said(await room.pressed("noor", message, "appeal_grant"))
    assert "meera" in again


async def test_an_appeal_is_declined_with_an_answer(room: Room) -> None:
    number = await appealed(room.kit.brand, room.inbox)
    shown = await room.pressed("meera", await pressable(room, "appeal_decline", str(number)), "appeal_decline")
    assert shown.modal

    done = await room.submit("meera", shown, text="We keep it hidden.")

    assert await room.said(done) == "Declined: case 1 stands, and they are told."
    appeal = (await read(room.kit.brand, number)).appeal
    assert appeal
    assert (appeal.state, appeal.by, appeal.answer) == ("declined", "meera", "We keep it hidden.")


async def test_whoever_made_the_case_does_not_decide_the_appeal(room: Room) -> None:
    ref = await flagged(room)
    await room.said(await room.pressed("meera", await pressable(room, "flag_out", ref), "flag_out"))
    key = f"{{{room.inbox.name}}}:k:1"
    asked = f'{{"at":1,"due":{room.inbox.clock.at + 1000},"c":"{at(ASHA)}","m":"m1","x":"Why?","st":"open"}}'
    await room.inbox.store.client.call("HSET", key, "ap", asked)

    refused = await room.pressed("meera", await pressable(room, "appeal_decline", "1"), "appeal_decline")
    assert refused.modal is None
    said = await room.said(refused)
    assert said
    granted = await room.said(await room.pressed("meera", await pressable(room, "appeal_grant", "1"), "appeal_grant"))
    assert granted == said
    assert (await read(room.kit.brand, CaseNumber(1))).stands


async def test_a_match_is_said_right_and_then_wrong(room: Room) -> None:
    await rulings.register(room.kit.brand, {"shouts": "v1"})
    await comment(room.kit.brand, room.inbox, "BUY NOW")
    await judge(room.kit.brand, SHOUTS)
    (match,) = (await room.inbox.store.rulings.matches(["shouts"]))["shouts"]

    said = await room.said(await room.pressed("meera", await pressable(room, "match_right", match.id), "match_right"))
    assert said == "Right: 1 of 1 judged matches of shouts were right."
    said = await room.said(await room.pressed("noor", await pressable(room, "match_wrong", match.id), "match_wrong"))
    assert said == "Wrong: 0 of 1 judged matches of shouts were right."


async def test_leads_let_rules_act_and_moderators_do_not(room: Room) -> None:
    await rulings.register(room.kit.brand, {"shouts": "v1"})
    message = await pressable(room, "rule_force", "shouts")
    assert "may not" in await room.said(await room.pressed("meera", message, "rule_force"))

    assert "acts from now on" in await room.said(await room.pressed("olga", message, "rule_force"))
    (standing,) = [one.standing for one in await room.inbox.store.rulings.all()]
    assert (standing.state, standing.by) == ("force", "olga")
    await room.said(await room.pressed("olga", await pressable(room, "rule_off", "shouts"), "rule_off"))
    await room.said(await room.pressed("olga", await pressable(room, "rule_shadow", "shouts"), "rule_shadow"))
    (standing,) = [one.standing for one in await room.inbox.store.rulings.all()]
    assert standing.state == "shadow"


async def test_what_a_lead_has_to_confirm_is_asked_once_more(room: Room) -> None:
    await room.inbox.store.rulings.register({"all": "v1"}, {"all": "it matches nearly everything"}, 1)
    asked = await room.pressed("olga", await pressable(room, "rule_force", "all"), "rule_force")
    assert "nearly everything" in await room.said(asked)
    assert [one.standing.state for one in await room.inbox.store.rulings.all()] == ["shadow"]

    await room.pressed("olga", asked.said[0], "rule_forced")

    await room.world.wait_for(lambda: "acts from now on" in asked.said[0].text)
    assert [one.standing.state for one in await room.inbox.store.rulings.all()] == ["force"]


async def test_a_measure_ends_once(room: Room) -> None:
    on = await measures.switch_on(room.kit.brand, MEERA, "hide_new", ACCOUNT)
    message = await pressable(room, "measure_end", on.id)

    assert await room.said(await room.pressed("meera", message, "measure_end")) == "It is over."
    assert await room.said(await room.pressed("meera", message, "measure_end")) == "That is over already."
    assert await measures.active(room.kit.brand) == ()
