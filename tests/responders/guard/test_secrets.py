"""Keys, passwords, our own secrets and the team's numbers never go out; letters of other ways of writing may."""

from __future__ import annotations

import pytest

from responders.guard import Ground, Guard, check
from responders.options import GuardOptions
from tests.turns import turn

ASKED = turn("Tell me more")
OWN = Guard(GuardOptions(), Ground(internal=("rita@shop.example", "+91 99887 76655")), ("s3cret-of-ours", "short"))
# Put together here, so that nobody's scanner of secrets takes a test for a leak.
SHAPES = {
    "a key of a model": "sk-" + "a1B2" * 8,
    "a key of AWS": "AKIA" + "ABCD1234" * 2,
    "a key of Google": "AIza" + "a1B2c" * 7,
    "a token of GitHub": "ghp_" + "a1B2" * 9,
    "a token of Slack": "xoxb-" + "1234-abcd-" * 3,
    "a key of Stripe": "sk_live_" + "a1B2" * 6,
    "a token of Telegram": "123456789:" + "a1B2c" * 7,
    "a hook of Discord": "discord.com/api/webhooks/" + "12345/" + "a1B2" * 8,
    "a signed token": "eyJ" + "hbGciOiJ." + "eyJ" + "zdWIiOiI.abcdefg",
    "a private key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "an address with a password in it": "redis://" + "me:pass@host",
}


@pytest.mark.parametrize(("kind", "key"), SHAPES.items())
def test_a_key_is_known_by_its_shape_and_not_repeated_on_the_card(kind: str, key: str) -> None:
    told = next(told for told in check(f"Use {key} for it", ASKED, key) if told.startswith("Secrets"))

    assert f"{kind} ({key[:4]}…)" in told
    assert key not in told


@pytest.mark.parametrize(
    "text",
    [
        "The password is Hunter#x",
        "Passwort: geheim7",
        "contraseña: nadi_7",
        "पासवर्ड है xy#42",
        "密码是：abc#42",
        "OTP: 4421x",
    ],
)
def test_a_password_is_told_unless_a_source_says_it(text: str) -> None:
    word = text.rpartition(" ")[2].rpartition("：")[2]

    assert [told for told in check(text, ASKED, "") if told == "Secrets: a password."]
    assert not [told for told in check(text, ASKED, f"For guests: {word}") if told.startswith("Secrets")]


@pytest.mark.parametrize(
    "text", ["Your password is wrong.", "The password is sent by e-mail", "Forgot your password?", "A pin is a needle"]
)
def test_talk_of_passwords_is_no_password(text: str) -> None:
    assert not [told for told in check(text, ASKED, "") if told.startswith("Secrets")]


def test_what_the_configuration_keeps_secret_is_found() -> None:
    assert OWN.check("It is s3cret-of-ours!", ASKED, "") == ("Secrets: one of bot.yaml.",)
    assert OWN.check("A short answer", ASKED, "") == ()


def test_a_contact_of_the_team_is_not_named_outside() -> None:
    told = "It says how to reach somebody who is only for the team (a contact of brand.yaml that is not public)."

    assert told in OWN.check("Write to RITA@shop.example", ASKED, "")
    assert told in OWN.check("Call +91 99887 76655", ASKED, "")
