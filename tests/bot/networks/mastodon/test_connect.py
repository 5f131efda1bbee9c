"""Logging in at a simulated Mastodon server: Sangam registers itself, and a code is pasted."""

from __future__ import annotations

import pytest

from bot.networks._mastodon.connect import DIALOGUE, server
from inbox.errors import NetworkError, Rejected, SetupError
from inbox.network import Connecting
from tests.bot.networks.mastodon.conftest import Ours
from tests.logging_in import Drawers, click, place


def login(ours: Ours, vault: Drawers | None = None) -> Connecting:
    """A login at the server."""
    made = place(
        DIALOGUE, "mastodon", ours.http, known={"base_url": ours.server.url}, vault=vault or Drawers(), now=ours.now
    )
    return DIALOGUE.begin(made)


async def code(ours: Ours, it: Connecting) -> str:
    """What the page shows to whoever lets us in."""
    return await click(ours.http, await it.address(), "")


async def test_a_code_ends_in_the_vault_with_whose_it_is(ours: Ours) -> None:
    it = login(ours, vault := Drawers())
    (found,) = await it.by_address(f"  {await code(ours, it)}\n")
    assert (found.id, found.name) == (ours.shop.id, "@nadi")
    await it.keep(found.id)
    grant = vault.grant()
    assert grant is not None
    assert (grant.access, grant.scopes, grant.ends_at) == (ours.shop.token, ("read", "write"), 0)
    assert it.lines(found.id) == f'  - network: mastodon\n    name: main\n    base_url: "{ours.server.url}"\n'


async def test_sangam_registers_itself_under_its_name(ours: Ours) -> None:
    await login(ours).address()
    (app,) = ours.server.world.apps.values()
    assert (app.name, app.redirect, app.scopes) == ("Sangam", "urn:ietf:wg:oauth:2.0:oob", "read write")


async def test_a_token_of_the_settings_page_does_as_well(ours: Ours) -> None:
    it = login(ours)
    (found,) = await it.by_token(ours.shop.token)
    assert found.name == "@nadi"
    with pytest.raises(Rejected, match="does not take this token"):
        await it.by_token("token-of-nobody")
    with pytest.raises(SetupError, match="no token"):
        await it.by_token("two words")


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("", "Copy the code"),
        ("https://mastodon.example/oauth/authorize", "Copy the code"),
        ("x" * 9000, "too long"),
        ("ключ", "Copy the code"),
        ("code-of-nobody", "Mastodon does not take this code .*Open the address above again"),
        ("https://mastodon.example/?error=access_denied", "access was denied"),
    ],
)
async def test_anything_else_says_what_to_paste(ours: Ours, pasted: str, words: str) -> None:
    it = login(ours, vault := Drawers())
    await it.address()
    with pytest.raises(SetupError, match=words):
        await it.by_address(pasted)
    assert vault.kept == {}


@pytest.mark.parametrize(
    ("said", "url"),
    [
        ("mastodon.social", "https://mastodon.social"),
        (" https://mastodon.social/ ", "https://mastodon.social"),
        ("@nadi@clay.example", "https://clay.example"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
    ],
)
def test_a_server_is_named_in_any_usual_way(said: str, url: str) -> None:
    assert server(said) == url


@pytest.mark.parametrize("said", ["", "nadi at mastodon", "https://mastodon.social/@nadi", "ftp://mastodon.social"])
def test_what_is_no_server_is_refused(said: str) -> None:
    with pytest.raises(SetupError, match="no server"):
        server(said)


async def test_something_else_than_a_server_is_said(ours: Ours) -> None:
    made = place(DIALOGUE, "mastodon", ours.http, known={"base_url": f"{ours.server.url}/media"}, now=ours.now)
    with pytest.raises(NetworkError):
        await DIALOGUE.begin(made).address()
