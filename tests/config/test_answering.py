"""What a running Sangam answers by, and how it changes with the files."""

from dataclasses import replace
from pathlib import Path

from config.answering import Answering, Outside, made_of, open_answering
from inbox.actions import Reply
from inbox.decisions import Heard
from responders.faq import FaqFile
from responders.llm.prompt import Prompt
from responders.moderation import ModerationFile
from responders.turn import Answer
from tests.arrivals import arrival
from tests.config_files import BRAND, loaded
from tests.model import Counted
from tests.turns import turn

MODEL = BRAND + "model: {base_url: 'http://127.0.0.1:9/v1', name: small}\nguard: {banned: [cheap]}\n"
FAQ = "entries:\n  - {id: hours, questions: When are you open?, answer: Our cheap shop is open from 9.}\n"


async def never(_: Prompt) -> Heard:
    """A model that nobody may ask."""
    raise AssertionError("asked")


def texts(answer: Answer) -> list[str]:
    """What the drafts of an answer would say."""
    return [proposal.action.text for proposal in answer.proposals if isinstance(proposal.action, Reply)]


def test_a_model_is_asked_last_and_only_where_there_is_one(tmp_path: Path) -> None:
    with_model, without = loaded(tmp_path, MODEL), loaded(tmp_path, BRAND)

    assert [responder.name for responder in made_of(with_model, Outside(never)).responders] == ["rules", "faq", "llm"]
    assert [responder.name for responder in made_of(with_model).responders] == ["rules", "faq"]
    assert [responder.name for responder in made_of(without, Outside(never)).responders] == ["rules", "faq"]


async def test_every_text_is_checked_by_what_bot_yaml_says(tmp_path: Path) -> None:
    answering = Answering(loaded(tmp_path, MODEL, faq=FAQ))

    (proposal,) = (await answering.chain.respond(turn("When are you open?"))).proposals

    assert any("cheap" in check for check in proposal.checks)
    said = answering.warn(turn("Hello").conversation, (), "It is cheap.")
    assert any("cheap" in words for words in said)


async def test_other_files_answer_from_the_moment_they_are_taken_over(tmp_path: Path) -> None:
    config = loaded(tmp_path, BRAND)
    answering = Answering(config)
    assert texts(await answering.chain.respond(turn("When are you open?"))) == []
    entry = {"id": "hours", "questions": "When are you open?", "answer": "From 9."}
    changed = replace(config, faq=FaqFile.model_validate({"entries": [entry]}), files={"faq.yaml": "2"})

    await answering.take_over(changed)

    assert texts(await answering.chain.respond(turn("When are you open?"))) == ["From 9."]
    assert changed.digest.startswith(answering.chain.config)
    assert not config.digest.startswith(answering.chain.config)


def moderating(word: str) -> ModerationFile:
    """A file that hides messages with this word."""
    return ModerationFile.model_validate({"rules": [{"id": "a", "when": {"words": word}, "do": {"hide": True}}]})


async def test_other_rules_of_moderation_judge_from_the_moment_they_are_taken_over(tmp_path: Path) -> None:
    config = loaded(tmp_path, BRAND)
    answering = Answering(config)
    assert (await answering.moderation().judge(arrival("vermin"), ())).findings == ()

    await answering.take_over(replace(config, moderation=moderating("vermin")))

    assert len((await answering.moderation().judge(arrival("vermin"), ())).findings) == 1


async def test_what_judges_stays_while_its_file_says_the_same(tmp_path: Path) -> None:
    config = replace(loaded(tmp_path, BRAND), moderation=moderating("a"))
    answering = Answering(config)
    before = answering.moderation()

    await answering.take_over(replace(config, moderation=moderating("a"), files={"faq.yaml": "2"}))
    assert answering.moderation() is before

    await answering.take_over(replace(config, moderation=moderating("b")))
    assert answering.moderation() is not before


async def test_a_classifier_is_there_where_bot_yaml_names_one(tmp_path: Path) -> None:
    config = loaded(tmp_path, BRAND + "classifier: {base_url: 'http://127.0.0.1:9/v1', timeout: 1s}\n")
    rules = [
        {"id": "a", "when": {"scores": {"hate": 0.5}}, "do": {"hold": True}},
        {"id": "b", "when": {"spam": 0.9, "toxic": "hate"}, "do": {"hold": True}},
    ]
    asking = replace(config, moderation=ModerationFile.model_validate({"rules": rules}))

    async with open_answering(asking, Counted(), lambda: 0) as answering:
        found = await answering.moderation().judge(arrival("hello"), ())

    assert found.findings == ()
    assert len(found.unknown) == 1
    assert found.unknown[0].startswith("the classifier gave no answer: ")
    assert "there is none" not in found.unknown[0]
