"""Logging in at a simulated Google: from the address to the grant of a channel in the vault."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from bot.networks._youtube.connect import DIALOGUE
from bot.networks._youtube.oauth import SCOPES
from inbox.errors import LoginNeeded, Rejected, SetupError
from inbox.network import Connecting
from tests.logging_in import Drawers, click, place
from tests.youtube_accounts import Ours

DAY = 86_400_000


def login(channel: Ours, vault: Drawers | None = None, **known: str) -> Connecting:
    """A login of our project."""
    project = channel.project
    said = {"client_id": project.client_id, "client_secret": project.client_secret, "base_url": channel.server.url}
    made = place(DIALOGUE, "youtube", channel.http, known={**said, **known}, vault=vault or Drawers(), now=channel.now)
    return DIALOGUE.begin(made)


async def led(channel: Ours, it: Connecting, choice: str = "Continue as Sangam Pottery") -> str:
    """Where the owner is led who chooses the channel."""
    return await click(channel.http, await it.address(), choice)


async def test_a_login_ends_in_the_vault_with_the_channel(channel: Ours) -> None:
    it = login(channel, vault := Drawers())
    (found,) = await it.by_address(await led(channel, it))
    assert (found.id, found.name) == (channel.channel.id, "Sangam Pottery")
    await it.keep(found.id)
    grant = vault.grant()
    assert grant is not None
    assert (grant.whose, set(grant.scopes), bool(grant.refresh)) == (channel.channel.id, set(SCOPES), True)
    assert f'  channel: "{channel.channel.id}"\n' in it.lines(found.id)
    assert "client_secret_file: secrets/youtube-client-secret" in it.lines(found.id)


async def test_the_address_leads_back_to_this_machine_with_a_proof(channel: Ours) -> None:
    asked = parse_qs(urlsplit(await login(channel).address()).query)
    assert asked["redirect_uri"] == ["http://127.0.0.1:9004"]
    assert (asked["access_type"], asked["code_challenge_method"]) == (["offline"], ["S256"])


async def test_a_project_in_testing_has_logins_that_end_after_seven_days(channel: Ours) -> None:
    project = channel.world.create_project(testing=True)
    channel.world.create_channel("Trial", project)
    it = login(channel, vault := Drawers(), client_id=project.client_id, client_secret=project.client_secret)
    (found,) = await it.by_address(await led(channel, it, "Continue as Trial"))
    await it.keep(found.id)
    grant = vault.grant()
    assert grant is not None
    assert grant.refresh_ends_at - channel.now() == 7 * DAY


async def test_an_old_code_a_denied_login_and_another_one_say_what_to_do(channel: Ours) -> None:
    it = login(channel, vault := Drawers())
    address = await led(channel, it)
    channel.clock.advance(601)
    with pytest.raises(SetupError, match="Google does not take this code .*Open the address above again"):
        await it.by_address(address)
    with pytest.raises(SetupError, match="access was denied"):
        await it.by_address(await led(channel, it, "Cancel"))
    with pytest.raises(SetupError, match="of another login"):
        await it.by_address(await led(channel, login(channel)))
    assert vault.kept == {}
    assert await it.by_address(await led(channel, it))


async def test_a_secret_that_is_wrong_is_no_matter_of_the_code(channel: Ours) -> None:
    it = login(channel, client_secret="GOCSPX-of-another")
    with pytest.raises((LoginNeeded, Rejected), match="client_secret"):
        await it.by_address(await led(channel, it))


def test_the_steps_say_how_long_a_login_lasts() -> None:
    said = " ".join(DIALOGUE.steps({}, DIALOGUE.redirect))
    assert "7 days" in said
    assert "Desktop app" in said
