"""What bot.yaml may say of the model and of the checks."""

import pytest
from pydantic import ValidationError

from responders.options import Budget, GuardOptions, ModelOptions

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
