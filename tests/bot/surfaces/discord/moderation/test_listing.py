"""Lists and commands of moderation: what they show to whoever asks, page by page, and to nobody else."""

from __future__ import annotations

import pytest

from bot.surfaces.discord.moderation import listing
from inbox.moderation import measures, rulings, undoing
from tests.bot.surfaces.discord.control_room import Room, buttons
from tests.bot.surfaces.discord.moderation.test_judging import flagged
from tests.cast import ASHA, MEERA
from tests.inbox.cased import HIDES, comment, in_force, judge, leave, opened, person
from tests.inbox.moderation.test_appeals import appealed
from tests.world import ACCOUNT


async def many(room: Room, count: int) -> None:
    """So many cases about Asha."""
    await in_force(room.kit.brand, HIDES)
    for number in range(count):
        await comment(room.kit.brand, room.inbox, f"Buy *followers* {number}", id=f"m{number}")
        await judge(room.kit.brand, HIDES)
        room.inbox.clock.at += 1
    await leave(room.kit.brand)


async def test_cases_are_listed_page_by_page_each_with_the_way_to_all_of_it(room: Room) -> None:
    await many(room, listing.ROWS + 2)

    typed = await room.command("pavel", room.lounge(), "cases")
    said = await room.said(typed)
    assert said.startswith(f"## Cases\n{listing.ROWS + 2} in all")
    assert f"**Case {listing.ROWS + 2}** · Asha on Telegram" in said
    listed = typed.said[0]
    assert listed.only_for is room.people["pavel"]
    assert buttons(listed)[0] == f"sg:case:{listing.ROWS + 2}"

    await room.pressed("pavel", listed, "cases")
    await room.world.wait_for(lambda: "**Case 1** ·" in listed.text)
    assert "**Case 3** ·" not in listed.text


async def test_cases_of_one_rule_state_or_person(room: Room) -> None:
    await many(room, 2)
    await undoing.undo(room.kit.brand, 1, MEERA, "x")  # type: ignore[arg-type]
    where = room.lounge()

    async def told(**options: str) -> str:
        return await room.said(await room.command("meera", where, "cases", **options))

    assert "There is none." in await told(rule="nothing")
    undone = await told(state="undone")
    assert "**Case 1** ·" in undone
    assert "**Case 2** ·" not in undone
    theirs = await told(person=f"{ACCOUNT}/{ASHA.remote}")
    assert "2 in all" in theirs


async def test_one_case_is_shown_by_its_number(room: Room) -> None:
    await opened(room.kit.brand, room.inbox)
    typed = await room.command("meera", room.lounge(), "case", number=1)
    assert (await room.said(typed)).startswith("### Case 1 · Asha on Telegram")
    nothing = await room.command("meera", room.lounge(), "case", number=99)
    assert "99" in await room.said(nothing)


async def test_appeals_are_listed_and_decided_from_the_list(room: Room) -> None:
    assert "Nobody waits for an answer." in await room.said(await room.command("meera", room.lounge(), "appeals"))
    number = await appealed(room.kit.brand, room.inbox)

    typed = await room.command("meera", room.lounge(), "appeals")

    assert "1 wait" in await room.said(typed)
    pressed = await room.pressed("meera", typed.said[0], "appeal_grant")
    assert (await room.said(pressed)).startswith("Granted")
    found = await room.inbox.store.cases.find(number)
    assert found
    assert not found.stands


async def test_the_worst_that_wait_are_judged_from_a_list(room: Room) -> None:
    await flagged(room)
    typed = await room.command("meera", room.lounge(), "moderation flags")
    assert "1 waits, the worst first" in await room.said(typed)

    pressed = await room.pressed("meera", typed.said[0], "flag_leave")

    assert (await room.said(pressed)).startswith("It stays")


async def test_how_moderation_stands_in_one_look(room: Room) -> None:
    await flagged(room)
    await measures.switch_on(room.kit.brand, MEERA, "hide_new", ACCOUNT, why="the video")

    said = await room.said(await room.command("pavel", room.lounge(), "moderation state"))

    assert said.startswith("## Moderation\n**1** waits for a person to judge\n")
    assert "Rules: 1 in force, 0 in shadow, 0 off" in said
    assert "🛡" in said


async def test_rules_have_buttons_for_leads_only(room: Room) -> None:
    await many(room, 1)
    for_leads = await room.command("olga", room.lounge(), "moderation rules")
    assert "**scam**" in await room.said(for_leads)
    assert [id.split(":")[1] for id in buttons(for_leads.said[0])] == ["rule_shadow", "rule_off"]
    for_others = await room.command("meera", room.lounge(), "moderation rules")
    await room.said(for_others)
    assert buttons(for_others.said[0]) == []


async def test_figures_say_what_was_done_and_how_much_of_it_was_wrong(room: Room) -> None:
    await many(room, 4)
    await undoing.undo(room.kit.brand, 1, MEERA, "x")  # type: ignore[arg-type]

    said = await room.said(await room.command("pavel", room.lounge(), "moderation figures", since="7d"))

    assert "**4** cases, **1** of them undone" in said
    assert "25 %" in said
    assert said.startswith("## What moderation did since <t:")


# ------------------------------------------------------------------------------------------------- /measure and /allow


async def test_new_comments_on_this_post_are_hidden_until_a_time(room: Room) -> None:
    card = await room.card(await comment(room.kit.brand, room.inbox, "How much?"))

    typed = await room.command(
        "meera", card.channel, "measure", what="hide new comments", until="2h", why="the *video*"
    )

    assert (await room.said(typed)).startswith("On: hide new comments, under “Diwali sale”, until <t:")
    (on,) = await measures.active(room.kit.brand)
    assert (on.kind, on.account, on.post, on.by, on.why) == ("hide_new", ACCOUNT, "post1", "meera", "the *video*")

    listed = await room.command("meera", room.lounge(), "measure")
    assert "🛡" in await room.said(listed)
    pressed = await room.pressed("meera", listed.said[0], "measure_end")
    assert await room.said(pressed) == "It is over."


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"what": "freeze the responders", "account": str(ACCOUNT)}, "on telegram"),
        ({"what": "known people only", "where": "the whole account"}, "on telegram"),
        ({"what": "slow mode", "seconds": 60}, "in this conversation"),
        ({"what": "hide new comments", "until": "yesterday"}, "is no time to come"),
    ],
)
async def test_measures_for_more_than_a_post(room: Room, options: dict[str, object], said: str) -> None:
    card = await room.card(await comment(room.kit.brand, room.inbox, "How much?"))
    typed = await room.command("meera", card.channel, "measure", **options)
    assert said in await room.said(typed)


async def test_a_writer_switches_nothing_on_and_a_direct_message_has_no_post(room: Room) -> None:
    card = await room.card(await room.inbox.hear())
    elsewhere = await room.command("meera", room.lounge(), "measure", what="hide new comments")
    assert "name the \\`account\\`" in await room.said(elsewhere)
    refused = await room.command("qasim", card.channel, "measure", what="freeze the responders")
    assert "may not" in await room.said(refused) or "under no post" in await room.said(refused)
    nowhere = await room.command("meera", card.channel, "measure", what="hide new comments")
    assert "stands under no post" in await room.said(nowhere)
    assert await measures.active(room.kit.brand) == ()


async def test_allow_begins_and_ends(room: Room) -> None:
    card = await room.card(await room.inbox.hear())

    typed = await room.command("olga", card.channel, "allow", why="our own volunteer")
    assert "No rule looks at" in await room.said(typed)
    assert (await room.inbox.store.cases.noted([person()]))[0].allowed_by == "olga"
    ended = await room.command("olga", card.channel, "allow", it="ends")
    assert "look at" in await room.said(ended)
    assert (await room.inbox.store.cases.noted([person()]))[0].allowed_by == ""
    refused = await room.command("meera", card.channel, "allow")
    assert "may not" in await room.said(refused)


async def test_more_rules_than_fit_are_listed_page_by_page(room: Room) -> None:
    await rulings.register(room.kit.brand, {f"rule-{number:02}": "v1" for number in range(listing.RULES + 2)})

    typed = await room.command("olga", room.lounge(), "moderation rules")
    assert (await room.said(typed)).startswith(f"## Rules\n1–{listing.RULES} of {listing.RULES + 2}\n")
    listed = typed.said[0]
    await room.pressed("olga", listed, "rules")
    await room.world.wait_for(lambda: f"{listing.RULES + 1}–{listing.RULES + 2} of" in listed.text)

    assert buttons(listed)[0] == "sg:rule_force:rule-08"


async def test_a_rule_whose_name_is_too_long_for_a_button_hides_no_other_rule(room: Room) -> None:
    long = "x" * 120
    await rulings.register(room.kit.brand, {long: "v1", "shouts": "v1"})

    listed = await room.command("olga", room.lounge(), "moderation rules")

    assert "too long for a button" in await room.said(listed)
    assert buttons(listed.said[0]) == ["sg:rule_force:shouts", "sg:rule_off:shouts"]


async def test_rules_are_proposed_while_somebody_types(room: Room) -> None:
    await many(room, 1)
    found = await room.world.complete(room.people["meera"], room.lounge(), "cases", "rule", "sc")
    assert [one["value"] for one in found] == ["scam"]
