"""All files at once, and every mistake in them at once."""

# ruff: noqa: E501 - the lines that people read stand here whole

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.networks import REGISTRY, network_class
from bot.surfaces.discord.options import ControlOptions
from config.load import ConfigError, load, reload
from inbox.models import Kind
from responders.chain import Chain
from responders.faq import Faq
from responders.rules import Rules
from tests.config_files import BRAND, NETWORKS, OPTIONS, folder, loaded, problems
from tests.tree import ROOT
from tests.turns import turn

SHIPPED = ROOT / "config"

BOT = """\
brand:
  id: Acme
  name: Acme
web:
  prot: 8480
  trusted_proxies: [127.0.0.1, localhost]
  public_url: inbox.example.org
accounts:
  - network: telegram
    name: main
    tokn_env: TELEGRAM_TOKEN
  - {network: telegram, name: main, token: 123456:abcdef}
autonomy:
  - {responder: faq, account: 'telegram:mian', mode: automatic}
"""
RULES = """\
rules:
  - id: late
    when: {pattern: '(late'}
    labels: [late]
  - id: late
    when: {words: late}
"""
FAQ = """\
entries:
  - id: hours
    questions: [Open?]
    anser: Yes.
  - id: place
    questions: [OPEN]
    answer: {english: Here.}
"""


@pytest.mark.parametrize("name", ["brand", "canned", "moderation"])
def test_a_file_that_is_called_otherwise_is_not_passed_over(tmp_path: Path, name: str) -> None:
    folder(tmp_path).joinpath(f"{name}.yml").write_text("rules: []", "utf-8")
    assert problems(tmp_path) == [f"config/{name}.yml:1: nobody reads this file; call it {name}.yaml"]


def test_every_mistake_in_every_file_is_told_at_once_in_order(tmp_path: Path) -> None:
    assert problems(tmp_path, BOT, rules=RULES, faq=FAQ) == [
        "config/bot.yaml:2: brand.id: use small letters a-z, digits, - and _ only, at most 48, beginning with a letter or digit",
        "config/bot.yaml:5: web.prot: unknown key; did you mean port?",
        "config/bot.yaml:6: web.trusted_proxies.2: must be an address or a network such as 127.0.0.1 or 10.0.0.0/8",
        "config/bot.yaml:7: web.public_url: must be the address the world reaches us at, such as https://inbox.example.org",
        "config/bot.yaml:9: accounts.main.token: is missing; write token_env with the name of a variable or token_file with a path",
        "config/bot.yaml:11: accounts.main.tokn_env: unknown key; did you mean token_env?",
        "config/bot.yaml:12: accounts.main.name: telegram:main is already on line 10",
        "config/bot.yaml:12: accounts.main.token: a secret may not stand in this file; write token_env or token_file",
        "config/bot.yaml:14: autonomy.1.account: no such account in bot.yaml; did you mean telegram:main?",
        "config/bot.yaml:14: autonomy.1.mode: must be off, draft or auto",
        "config/faq.yaml:2: entries.hours.answer: this key is missing",
        "config/faq.yaml:4: entries.hours.anser: unknown key; did you mean answer?",
        "config/faq.yaml:6: entries.place.questions.1: another entry is asked the same on line 3",
        "config/faq.yaml:7: entries.place.answer.english: must be a language code such as en, gu or pt-BR",
        "config/rules.yaml:3: rules.late.when.pattern: not a usable pattern: missing ): (late (RE2: no look-around, no back-references)",
        "config/rules.yaml:5: rules.late: this rule does nothing; write text, labels, priority, assign, snooze or hand_off",
        "config/rules.yaml:5: rules.late.id: late is already on line 2",
    ]  # fmt: skip


def test_a_file_that_cannot_be_read_does_not_hide_the_mistakes_of_the_others(tmp_path: Path) -> None:
    made = folder(tmp_path, "web:\n\tport: 1\n", faq="entrys: []\n")
    (made / "rules.yaml").unlink()

    with pytest.raises(ConfigError) as wrong:
        load(made, OPTIONS.get, NETWORKS, {})

    assert [str(problem).partition(" ")[2] for problem in wrong.value.problems] == [
        "a tab stands here; indent with spaces only",
        "entrys: unknown key; did you mean entries?",
        "this file is missing",
    ]


def test_an_empty_folder_lacks_three_files(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as wrong:
        load(tmp_path, OPTIONS.get, NETWORKS, {})

    assert [problem.file for problem in wrong.value.problems] == [
        f"{tmp_path.name}/{name}.yaml" for name in ("bot", "faq", "rules")
    ]


def test_the_digest_is_that_of_the_files_byte_for_byte(tmp_path: Path) -> None:
    before = loaded(tmp_path).digest

    assert loaded(tmp_path).digest == before
    for changed in ({"rules": "rules: [] \n"}, {"faq": "entries: []\n# remark\n"}):
        assert loaded(tmp_path, **changed).digest != before
    assert loaded(tmp_path, BRAND + "# remark\n").digest != before


def test_reloading_takes_rules_and_faq_and_leaves_the_settings(tmp_path: Path) -> None:
    before = loaded(tmp_path)
    folder(tmp_path, "brand: broken", rules="rules: [{id: a, when: {words: a}, text: b}]\n")

    after = reload(before)

    assert after.settings is before.settings
    assert [rule.id for rule in after.rules.rules] == ["a"]
    assert after.digest != before.digest


def test_reloading_a_file_with_mistakes_tells_them_all(tmp_path: Path) -> None:
    before = loaded(tmp_path)
    folder(tmp_path, rules="rules: [{id: a}]\n", faq="entries: [{id: b, accounts: 'x:y'}]\n")

    with pytest.raises(ConfigError) as wrong:
        reload(before)

    assert [problem.key for problem in wrong.value.problems] == [
        "entries.b.accounts",
        "entries.b.answer",
        "entries.b.questions",
        "rules.a.when",
    ]


TYPED = st.dictionaries(
    st.sampled_from(
        ["brand", "web", "accounts", "autonomy", "redis", "undo", "debounce", "control_channel", "rules", "entries"]
    ),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.sampled_from(["a", "telegram", "5s", "token_env", "*"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["id", "name", "network", "token", "url", "url_env", "when", "questions", "routes", "roles"]
                ),
                inner,
            )
        ),
        max_leaves=8,
    ),
)


@given(data=TYPED)
def test_whatever_is_written_it_is_taken_or_told(
    tmp_path_factory: pytest.TempPathFactory, data: dict[str, object]
) -> None:
    text = "\n".join(f"{key}: {_flow(value)}" for key, value in data.items())

    with pytest.raises(ConfigError):
        loaded(tmp_path_factory.getbasetemp(), text, rules=text, faq=text)


def _flow(value: object) -> str:
    """A value as YAML on one line."""
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_flow, value)) + "]"
        case _:
            return "null" if value is None else f"'{value}'" if isinstance(value, str) else str(value).lower()


def test_the_files_that_come_with_sangam_work_with_web_chat_alone() -> None:
    config = load(SHIPPED, OPTIONS.get, tuple(REGISTRY), {})

    assert [account.id for account in config.settings.accounts] == ["webchat:site"]
    assert config.settings.autonomy == ()


def test_every_example_in_the_file_that_comes_with_sangam_works_once_switched_on(tmp_path: Path) -> None:
    switched_on = [
        line.replace("# ", "", 1).replace("# ", "", 1 if line.startswith("#   # ") else 0)
        if line.strip().startswith(SWITCHES)
        else line
        for line in (SHIPPED / "bot.yaml").read_text("utf-8").splitlines()
    ]
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "telegram-token").write_text("1:a")
    (tmp_path / "secrets" / "discord-token").write_text("t" * 30)
    (tmp_path / "secrets" / "model-key").write_text("k" * 30)
    (tmp_path / "secrets" / "meta-app-secret").write_text("5" * 32)
    (tmp_path / "secrets" / "bluesky-password").write_text("abcd-efgh-ijkl-mnop")
    (tmp_path / "secrets" / "token-key").write_text("q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k=")

    made = folder(tmp_path, "\n".join(switched_on))
    real = load(made, lambda name: network_class(name).Options, tuple(REGISTRY), {}, control_channel=ControlOptions)
    settings = real.settings

    accounts = [
        "webchat:site",
        "telegram:main",
        "discord:main",
        "facebook:main",
        "instagram:main",
        "mastodon:main",
        "bluesky:main",
    ]
    assert [account.id for account in settings.accounts] == accounts
    assert settings.tokens.key
    assert len(settings.autonomy) == 2
    assert (settings.earned.after, settings.limits.per_person) == (30, 5)
    assert settings.disclosure
    assert sorted(settings.disclosure.text) == ["en", "gu"]
    assert settings.model
    assert settings.model.embeddings
    assert (settings.model.budget.month, settings.model.embeddings.name) == (20, "text-embedding-3-small")
    assert settings.classifier
    assert (settings.guard.region, settings.knowledge) == ("IN", "./knowledge")
    assert settings.undo.networks.keys() == {"telegram"}
    assert settings.redis.url.get_secret_value() == "redis://127.0.0.1:6379/0"
    assert settings.web.public_url == "https://inbox.example.org"
    control = settings.control_channel
    assert isinstance(control, ControlOptions)
    assert control.quiet_hours
    assert control.digest
    assert (len(control.roles), len(control.routes), control.people) == (2, 2, {"meera.s": "meera"})


SWITCHES = (
    "# public_url:", "# trusted_proxies:", "# tokens: {", "# - network:", "#   name: main", "#   token_file:",
    "#   app_id:", "#   app_secret_file:", "#   page:", "#   id:", "#   identifier:", "#   app_password_file:",
    "# autonomy:", "#   - {responder:", "# earned:", "# limits:", "# disclosure:", "#   text:", "# networks:", "# model:",
    "# classifier:",
    "#   base_url:", "#   name: gpt", "#   api_key_file:", "#   price: {", "#   budget:", "#   # embeddings:",
    "# knowledge:", "# guard:", "# redis:", "#   url:",
    "# control_channel:", "#   server:", "#   channel:", "#   roles:", "#     - {role:", "#   # people:", "#   # routes:",
    "#   #   - {when:", "#   # quiet_hours:", "#   # digest:",
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "kind", "outcome"),
    [
        ("Hi, when are you open?", "direct", "opening-hours"),
        ("કેમ છો, દુકાન ક્યારે ખુલે છે?", "direct", "opening-hours"),
        ("Thank you!", "direct", "thanks"),
        ("ok, thank you so much 🙏", "direct", "thanks"),
        ("谢谢你们！", "direct", "thanks"),
        ("Thank you!", "group", ""),
        ("Thanks, you will hear from my sister", "direct", ""),
        ("Thanks, and where is my order?", "direct", "delivery-time"),
        ("I want to talk to someone", "comments", "They ask for a person."),
    ],
)
async def test_the_rules_and_faq_that_come_with_sangam_answer(said: str, kind: Kind, outcome: str) -> None:
    config = load(SHIPPED, OPTIONS.get, tuple(REGISTRY), {})

    answer = await Chain([Rules(config.rules), Faq(config.faq)]).respond(turn(said, kind=kind))

    assert (answer.hand_off or "".join(proposal.sources[0].id for proposal in answer.proposals)) == outcome
    assert not any(proposal.checks for proposal in answer.proposals)
