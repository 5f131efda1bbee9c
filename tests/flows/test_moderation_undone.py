"""What rules and people did is taken back on every network that can: seen there, and written on the case."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio

from bot.playground.bluesky import BlueskyServer
from bot.playground.discord import DiscordServer
from bot.playground.mastodon import MastodonServer
from bot.playground.meta import MetaServer
from bot.playground.telegram import TelegramServer
from bot.playground.tiktok import TikTokServer
from bot.playground.webhook import OtherService
from bot.playground.x import XServer
from bot.playground.youtube import YouTubeServer
from inbox.docket.shown import CaseView
from inbox.wording import network as name_of
from tests.flows.court import SECRET, Court, court, main
from tests.flows.moderation_places import InBluesky, InMastodon, InTikTok, InX, InYouTube, Place, in_meta
from tests.flows.moderation_talks import InDiscord, InTelegram, InWebChat, InWebhook

pytestmark = pytest.mark.asyncio(loop_scope="module")

SCAM, VIRUS, LOUD, THUG, CROWD, RUDE = (
    "Claim your airdrop today",
    "Download my malware here",
    "I have a megaphone",
    "This is blackmail, pay up",
    "It is a stampede in here",
    "You are thieves, all of you",
)
MODERATION = """
rules:
  - {id: scam, when: {words: airdrop}, do: {hide: true, strike: 1}}
  - {id: virus, when: {words: malware}, do: {hide: true, irreversible: true}}
  - {id: loud, when: {words: megaphone}, do: {mute: 1h}}
  - {id: thug, when: {words: blackmail}, do: {block: true, irreversible: true}}
  - {id: crowd, when: {words: stampede}, do: {slow: 30s}, networks: [discord]}
"""
SAID = {SCAM: "asha", VIRUS: "asha", RUDE: "bhavin", LOUD: "chen", THUG: "dolores"}
EVERYTHING = ["reply", "hide", "unhide", "remove", "mute", "block", "unblock"]
HIDES = ["bluesky", "facebook", "instagram", "tiktok", "webchat", "webhook", "x", "youtube"]
REMOVES, NEITHER = ["discord", "telegram"], ["mastodon"]
STRUCK = [*REMOVES, *NEITHER]  # strikes count where nothing else can be done, too
MUTES = ["bluesky", "discord", "mastodon", "telegram", "webchat", "webhook", "x"]
BLOCKS = ["bluesky", "discord", "facebook", "mastodon", "telegram", "webchat", "webhook", "x"]


class Everywhere:
    """The running Sangam, and its networks by name."""

    def __init__(self, court: Court, places: dict[str, Place]) -> None:
        """As they are."""
        self.court, self.places = court, places

    async def seen(self, network: str, words: str) -> bool:
        """Whether everybody still sees it."""
        return await self.places[network].seen(self.court.said[network, words])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def everywhere(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Everywhere]:
    """One Sangam on eleven networks, where everything of this file has been said."""
    async with contextlib.AsyncExitStack() as stack:
        enter = stack.enter_async_context
        http = await enter(aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)))
        service = await enter(OtherService(SECRET))
        facebook, instagram = in_meta(await enter(MetaServer()))
        places: list[Place] = [
            facebook,
            instagram,
            InX(await enter(XServer())),
            InYouTube(await enter(YouTubeServer())),
            InTikTok(await enter(TikTokServer())),
            InBluesky(await enter(BlueskyServer())),
            InMastodon(await enter(MastodonServer())),
            InTelegram(await enter(TelegramServer())),
            InDiscord(await enter(DiscordServer())),
            InWebChat(http),
            InWebhook(service),
        ]
        forum = {
            "network": "webhook", "name": "forum", "secret_env": "SANGAM_TEST_SECRET", "deliver_to": service.url,
            "actions": {"comments": EVERYTHING},
        }  # fmt: skip
        folder = tmp_path_factory.mktemp("court")
        it = await enter(court(folder, places, MODERATION, http, accounts=[forum], early=SAID))
        cases = 2 * len(HIDES) + len(REMOVES) + len(MUTES) + len(BLOCKS) + len(["youtube"])
        await it.opened(cases + len(STRUCK))  # so that no rule goes back to shadow before all is judged
        yield Everywhere(it, {place.network: place for place in places})


def deeds(case: CaseView) -> list[tuple[str, str]]:
    """What was done of a case, and how that stands."""
    return [(deed.kind, deed.state) for deed in case.deeds]


@pytest.mark.parametrize("network", HIDES)
async def test_what_a_rule_hid_is_seen_again(everywhere: Everywhere, network: str) -> None:
    it = everywhere.court
    case = await it.case(main(network), SCAM)
    assert (case.by, deeds(case), case.case.points) == ("the rule scam", [("hide", "done")], 1)
    assert not await everywhere.seen(network, SCAM)

    undone = await it.undo(case)

    assert await everywhere.seen(network, SCAM)
    assert deeds(undone) == [("hide", "taken back")]
    assert undone.told.endswith(" by olga: it was a mistake")
    assert undone.cannot == ()


@pytest.mark.parametrize("network", HIDES)
async def test_what_a_person_hid_is_a_case_that_is_taken_back_in_the_same_way(
    everywhere: Everywhere, network: str
) -> None:
    it = everywhere.court
    await it.act("hide", *await it.message(main(network), RUDE))
    case = await it.case(main(network), RUDE)
    assert (case.by, case.case.rule, deeds(case)) == ("olga", "", [("hide", "done")])
    assert not await everywhere.seen(network, RUDE)

    undone = await it.undo(case)

    assert await everywhere.seen(network, RUDE)
    assert deeds(undone) == [("hide", "taken back")]


@pytest.mark.parametrize("network", MUTES)
async def test_who_a_rule_muted_may_write_again(everywhere: Everywhere, network: str) -> None:
    it, place = everywhere.court, everywhere.places[network]
    case = await it.case(main(network), LOUD)
    assert deeds(case) == [("mute", "done")]
    assert not await place.may_write("chen")
    assert await everywhere.seen(network, LOUD)

    undone = await it.undo(case)

    assert await place.may_write("chen")
    assert deeds(undone) == [("mute", "taken back")]


@pytest.mark.parametrize("network", BLOCKS)
async def test_who_a_rule_blocked_is_let_in_again_and_heard(everywhere: Everywhere, network: str) -> None:
    it, place = everywhere.court, everywhere.places[network]
    case = await it.case(main(network), THUG)
    assert ("block", "done") in deeds(case)
    assert not await place.may_write("dolores")
    assert await it.shut_out(case)

    undone = await it.undo(case)

    assert await place.may_write("dolores")
    assert ("block", "taken back") in deeds(undone)
    assert not await it.shut_out(case)


@pytest.mark.parametrize("network", MUTES)
async def test_who_a_person_muted_and_blocked_is_let_in_again(everywhere: Everywhere, network: str) -> None:
    it, place = everywhere.court, everywhere.places[network]
    found = await it.message(main(network), RUDE)
    for verb, more in (("mute", {"seconds": "3600"}), ("block", {})):
        await it.act(verb, *found, **more)
        case = await it.case(main(network), RUDE, lambda one, verb=verb: (verb, "done") in deeds(one))
        assert case.by == "olga"
        assert not await place.may_write("bhavin")

        undone = await it.undo(case)

        assert (verb, "taken back") in deeds(undone)
        assert await place.may_write("bhavin")


async def test_slow_mode_ends_in_discord(everywhere: Everywhere) -> None:
    it, discord = everywhere.court, everywhere.places["discord"]
    assert isinstance(discord, InDiscord)
    await discord.say("asha", CROWD)
    case = await it.case(main("discord"), CROWD)
    assert deeds(case) == [("slow", "done")]
    assert discord.talk.slowmode == 30

    undone = await it.undo(case)

    assert discord.talk.slowmode == 0
    assert deeds(undone) == [("slow", "taken back")]


@pytest.mark.parametrize("network", [*REMOVES, *NEITHER])
async def test_where_nothing_can_be_hidden_a_person_is_asked(everywhere: Everywhere, network: str) -> None:
    it = everywhere.court
    flag = await it.flagged(main(network), SCAM)
    assert await everywhere.seen(network, SCAM)
    can_only = "can only remove it for good" if network in REMOVES else "has no way to do what the rule wants here"
    assert flag.finding.because.endswith(f"{name_of(network)} {can_only}")
    assert flag.finding.rule == "scam"
    noted = await it.case(main(network), SCAM, lambda one: one.state == "noted")
    assert (noted.case.points, noted.deeds) == (0, ())  # its strikes wait until somebody agrees

    await it.press("clear", c=flag.conversation, message=flag.message)

    ended = await it.case(main(network), SCAM, lambda one: one.state == "undone")
    assert (ended.case.undone_by, ended.points) == ("olga", 0)
    assert await everywhere.seen(network, SCAM)


@pytest.mark.parametrize("network", REMOVES)
async def test_what_is_removed_does_not_come_back_and_the_case_says_so(everywhere: Everywhere, network: str) -> None:
    it = everywhere.court
    case = await it.case(main(network), VIRUS)
    assert deeds(case) == [("remove", "done")]
    assert not await everywhere.seen(network, VIRUS)
    cannot = f"{name_of(network)} cannot bring back what was removed; the words are kept here."
    assert case.cannot == (cannot,)

    undone = await it.undo(case)

    assert deeds(undone) == [("remove", "done")]
    assert not await everywhere.seen(network, VIRUS)
    page = await it.desk.get(f"/moderation/case/{case.case.number}")
    assert page.shows(cannot)
    assert page.shows(VIRUS)


async def test_who_youtube_bans_stays_banned_and_that_is_said(everywhere: Everywhere) -> None:
    it = everywhere.court
    case = await it.case(main("youtube"), THUG)
    assert deeds(case) == [("block", "done")]
    assert not await everywhere.places["youtube"].may_write("dolores")
    (cannot,) = case.cannot
    assert cannot.startswith("YouTube lets no program lift a ban: do it in YouTube Studio")
    assert cannot.endswith("The message that was rejected together with that stays away.")
