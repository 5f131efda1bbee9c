"""What pydantic complains about, in words with a line."""

# ruff: noqa: E501 - the lines that people read stand here whole

from pathlib import Path

import pytest
from pydantic import BaseModel, Field, SecretStr

from config.document import read
from config.validate import validate
from responders.faq import FaqFile
from responders.rules import RulesFile
from tests.config_files import BRAND, problems


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("web: {port: high}", "web.port: must be a whole number"),
        ("web: {port: 70000}", "web.port: must be less than or equal to 65535"),
        ("web: {prot: 1}", "web.prot: unknown key; did you mean port?"),
        ("web: {zzzz: 1}", "web.zzzz: unknown key; known here: host, port, public_url, trusted_proxies"),
        ("port: 8480", "port: unknown key here; it may stand below web"),
        ("api_key_env: K", "api_key_env: unknown key here; it may stand below model or classifier"),
        ("web: 8480", "web: must be keys with values, indented below: host, port, public_url, trusted_proxies"),
        ("autonomy: auto", "autonomy: must be a list: lines that begin with a dash"),
        ("autonomy: [{kind: private, mode: auto}]", "autonomy.1.kind: must be direct, group, comments or *"),
        ("autonomy: [{kind: direct}]", "autonomy.1.mode: this key is missing"),
        (
            "office_hours: {mon-fri: closed}",
            (
                "office_hours: unknown key; known here: accounts, autonomy, brand, classifier, control_channel, data, "
                "debounce, disclosure, earned, guard, knowledge, limits, model, redis, tokens, undo, web"
            ),
        ),
        ("data: 5", "data: must be text; put it in quotes"),
        ("acounts: []", "acounts: unknown key; did you mean accounts?"),
        ("redis: {fsync: never}", "redis.fsync: must be everysec or always"),
        ("accounts: [telegram]", "accounts.1: must be keys with values, indented below"),
        ("accounts: [{network: webchat, name: main, id: '7'}]", "accounts.main.id: unknown key; known here: title"),
        ("undo: {people: 5}", "undo.people: must be a number with a unit: 20s, 5m, 2h or 7d"),
    ],
)
def test_a_wrong_value_is_told_in_words(tmp_path: Path, line: str, told: str) -> None:
    assert problems(tmp_path, BRAND + line + "\n") == [f"config/bot.yaml:2: {told}"]


def test_what_is_missing_altogether_is_told_on_the_first_line(tmp_path: Path) -> None:
    assert problems(tmp_path, "# nothing yet\n") == ["config/bot.yaml:1: brand: this key is missing"]


def test_a_file_that_is_a_list_is_told(tmp_path: Path) -> None:
    assert problems(tmp_path, "- a\n") == ["config/bot.yaml:1: must be keys with values, indented below"]


def test_a_pattern_that_cannot_be_used_is_told_on_its_line(tmp_path: Path) -> None:
    rules = """\
    rules:
      - id: late
        when:
          any:
            - words: late
            - not:
                pattern: '(?=late)'
        text: Sorry.
    """

    (told,) = problems(tmp_path, rules=rules)

    assert told.startswith("config/rules.yaml:7: rules.late.when.any.2.not.pattern: not a usable pattern: ")


def test_a_wrong_question_is_told_on_its_line_with_and_without_a_language(tmp_path: Path) -> None:
    faq = """\
    entries:
      - id: hours
        questions:
          - Open?
          - '!!'
        answer: Yes.
      - id: place
        questions:
          english: Where?
        answer:
          en: 5
    """

    assert problems(tmp_path, faq=faq) == [
        "config/faq.yaml:5: entries.hours.questions.2: a question needs at least one letter or digit to be recognised by",
        "config/faq.yaml:9: entries.place.questions.english: must be a language code such as en, gu or pt-BR",
        "config/faq.yaml:11: entries.place.answer.en: must be text; put it in quotes",
    ]


def test_what_was_told_before_is_not_told_again(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("rules: 5\nentries: 5\n")
    document = read(tmp_path / "a.yaml", "a.yaml")

    found = validate(RulesFile, document.data, document, told=frozenset({("rules",)}))

    assert [problem.key for problem in found if not isinstance(found, RulesFile)] == ["entries"]


class Figures(BaseModel):
    """A secret with a shortest length, and a number."""

    secret: SecretStr = Field(min_length=16)
    budget: float


def test_a_secret_that_is_too_short_and_what_is_no_number_are_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("secret: abc\nbudget: a dollar\n")
    document = read(tmp_path / "a.yaml", "a.yaml")

    found = validate(Figures, document.data, document)

    assert not isinstance(found, Figures)
    assert [problem.message for problem in found] == ["must have at least 16 characters", "must be a number"]


def test_right_data_becomes_the_model(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("entries: []\n")
    document = read(tmp_path / "a.yaml", "a.yaml")

    assert validate(FaqFile, document.data, document) == FaqFile()
