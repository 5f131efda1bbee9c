"""What hooks do not tell is looked up: names of people, and what a post says."""

from __future__ import annotations

from inbox.incoming import ContactDescribed, ThreadDescribed
from tests.tiktok_account import Ours


async def test_names_and_posts_are_looked_up_after_a_hook(ours: Ours) -> None:
    account = ours.account()
    account.known.self_id = "known"
    bhavin = ours.server.world.create_person("Bhavin Shah", "bhavin")
    ours.comment("Hm")
    ours.comment("Nice", bhavin)
    await ours.hook(account)
    assert account._listening.look_ups.wanted
    calls = ours.server.calls.total()
    await account._listening.look_up(ours.heard.receive)
    assert ours.server.calls.total() == calls + 2  # one for the post, one for both names
    assert {one.contact.name for one in ours.heard.of(ContactDescribed)} == {"Asha Patel", "Bhavin Shah"}
    assert {one.thread.subject.text for one in ours.heard.of(ThreadDescribed) if one.thread.subject} == {
        "New cups today"
    }
    assert not account._listening.look_ups.wanted


async def test_what_is_gone_is_asked_for_once(ours: Ours) -> None:
    account = ours.account()
    account.known.self_id = "known"
    said = ours.comment("Hm")
    await ours.hook(account)
    ours.server.world.remove_comment(said)
    ours.server.world.remove_video(ours.video)
    await account._listening.look_up(ours.heard.receive)
    assert not account._listening.look_ups.wanted
    assert ours.heard.of(ContactDescribed) == []
