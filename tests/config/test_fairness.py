"""What moderation.yaml says besides its rules."""

from config.fairness import fairness_of
from inbox.cases import Fairness, Wants
from inbox.models import account_id
from responders.moderation.file import ModerationFile

SITE, PAGE = account_id("webchat", "site"), account_id("facebook", "main")
HOUR, DAY = 3_600_000, 86_400_000


def fair(**file: object) -> Fairness:
    """The fairness of a file."""
    return fairness_of(ModerationFile.model_validate(file))


def test_without_anything_nobody_is_told_and_rules_have_to_earn_their_force() -> None:
    usual = fair()

    assert (usual.after, usual.precision, usual.alone) == (20, 0.95, True)
    assert (usual.notice(SITE, "en"), usual.apology("en"), usual.ladder.steps) == ("", "", ())
    assert (usual.appeal_within, usual.decide_within) == (30 * DAY, 2 * DAY)


def test_people_are_told_where_that_is_written_in_their_language() -> None:
    text = {"en": "Hidden: {reason} {code}", "gu": "છુપાવ્યું: {reason} {code}"}
    told = fair(appeals={"accounts": "webchat:*", "text": text, "within": "7d", "decide_within": "1d"}, apology="Sorry")

    assert told.notice(SITE, "gu") == "છુપાવ્યું: {reason} {code}"
    assert told.notice(SITE, "fr") == "Hidden: {reason} {code}"
    assert told.notice(PAGE, "en") == ""
    assert told.apology("gu") == "Sorry"
    assert (told.appeal_within, told.decide_within) == (7 * DAY, DAY)


def test_the_ladder_goes_up() -> None:
    steps = [{"at": 3, "mute": "1h"}, {"at": 6, "block": True, "irreversible": True, "tell": "six"}]
    ladder = fair(
        strikes={"half_life": "1h", "ladder": steps}, earned={"after": 5, "precision": 0.9, "alone": False}
    ).ladder

    assert ladder.half_life == HOUR
    assert ladder.steps == ((3, Wants(mute=3600)), (6, Wants(block=True, tell="six")))
