"""What bot.yaml may say of the model and of the checks."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from responders.options import OPENAI, Budget, ClassifierOptions, GuardOptions, ModelOptions

LOCAL = {"base_url": "http://127.0.0.1:11434/v1/", "name": "llama3.2"}


def test_a_model_needs_an_address_and_a_name_and_nothing_more() -> None:
    options = ModelOptions.model_validate(LOCAL)

    assert options.base_url == "http://127.0.0.1:11434/v1"
    assert options.api_key is None
    assert options.budget == Budget()


@pytest.mark.parametrize("url", ["api.openai.com", "ftp://example.org", "https://", "https://me:secret@example.org/v1"])
def test_what_is_no_endpoint_is_refused(url: str) -> None:
    with pytest.raises(ValidationError, match="OpenAI-compatible endpoint"):
        ModelOptions.model_validate(LOCAL | {"base_url": url})


def test_a_budget_of_nothing_is_another_thing_than_none() -> None:
    options = ModelOptions.model_validate(LOCAL | {"budget": {"day": 0}})

    assert options.budget.day == 0
    assert options.budget.month is None


def test_a_region_is_a_country_code() -> None:
    with pytest.raises(ValidationError, match="region"):
        GuardOptions.model_validate({"region": "India"})


def test_a_classifier_needs_nothing_but_a_key_and_may_be_any_endpoint_that_speaks_the_protocol() -> None:
    usual = ClassifierOptions.model_validate({"api_key": "sk-secret"})
    other = ClassifierOptions.model_validate({"base_url": "http://127.0.0.1:8089/v1/", "timeout": "2s", "a_day": 0})

    assert (usual.base_url, usual.name, usual.cache) == (OPENAI, "omni-moderation-latest", timedelta(hours=6))
    assert (other.base_url, other.timeout, other.a_day) == ("http://127.0.0.1:8089/v1", timedelta(seconds=2), 0)
    assert "sk-secret" not in repr(usual)
    with pytest.raises(ValidationError, match="OpenAI-compatible endpoint"):
        ClassifierOptions.model_validate({"base_url": "ftp://example.org"})
