"""What a model expects, read off its annotations."""

from pydantic import BaseModel, Field, SecretStr

from config.shape import fields, inside, is_secret, keys


class Inner(BaseModel):
    """Something within."""

    password: SecretStr | None = None


class Outer(BaseModel):
    """Something around it, in each way that models nest."""

    any_: tuple[Inner, ...] = Field((), alias="any")
    maybe: Inner | None = None
    by_name: dict[str, list[Inner]] = {}
    port: int = 1


def test_keys_are_those_that_people_write() -> None:
    assert keys([Outer]) == ["any", "maybe", "by_name", "port"]
    assert keys([Inner]) == ["password_env", "password_file"]


def test_a_step_leads_to_the_model_within() -> None:
    assert [list(inside([Outer], step)) for step in ("any", "maybe", "by_name")] == [[Inner]] * 3
    assert inside([Outer], "port") == []


def test_numbers_and_free_keys_lead_nowhere_further() -> None:
    assert inside([Inner], 0) == [Inner]
    assert inside([Inner], "spring") == [Inner]


def test_only_a_field_of_secret_text_is_secret() -> None:
    assert is_secret(fields([Inner])["password"])
    assert not is_secret(fields([Outer])["port"])
