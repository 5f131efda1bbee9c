"""The brand that bot.yaml describes."""

from pathlib import Path

from config.assembly import brand_of, warn_of
from inbox.models import account_id
from inbox.store import Store, opened
from tests.config_files import BRAND, loaded
from tests.turns import turn

BOT = BRAND + "undo: {automatic: 30s, networks: {telegram: 90s}}\nlimits: {per_person: 2, within: 5m}\n"
BOT += "disclosure: {text: {en: A program., gu: પ્રોગ્રામ.}, accounts: 'webchat:*'}\n"


async def test_the_brand_goes_by_bot_yaml(tmp_path: Path, redis_url: str) -> None:
    config = loaded(tmp_path, BOT)

    async with opened(redis_url, "acme") as store:
        assert isinstance(store, Store)
        brand = brand_of(config.settings, {}, store, lambda: 5)

    assert brand.name == "Acme"
    assert brand.undo.alone(account_id("telegram", "main")) == 90_000
    assert brand.undo.alone(account_id("webchat", "site")) == 30_000
    assert brand.disclosure(account_id("webchat", "site"), "gu-Latn") == "પ્રોગ્રામ."
    assert brand.disclosure(account_id("webchat", "site"), "fr") == "A program."
    assert brand.disclosure(account_id("telegram", "main"), "en") == ""
    assert (brand.limits.per_person, brand.limits.within) == (2, 300_000)


def test_a_command_warns_by_the_files_as_they_stand(tmp_path: Path) -> None:
    warn, asked = warn_of(loaded(tmp_path, BRAND + "guard: {banned: [cheap]}\n")), turn("How much is it?")

    assert warn(asked.conversation, asked.messages, "It is cheap.") == ("Words that we never say: “cheap”.",)
    assert warn(asked.conversation, asked.messages, "It is fine.") == ()
