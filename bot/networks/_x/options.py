"""What bot.yaml says of an account on X."""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, field_validator, model_validator

from bot.networks._options import a_secret, an_address, an_id

API: Final = "https://api.x.com"
PAGES: Final = "https://x.com"
CONNECT: Final = "`.venv/bin/python run.py connect x`"
NUMBER: Final = re.compile(r"[1-9]\d{0,18}", re.ASCII)
Plan = Literal["self-serve", "enterprise"]
Listening = Literal["webhook", "stream", "poll"]


def _digits(value: object) -> object:
    return an_id(value, NUMBER, f"X's ids are numbers, such as 2244994945; {CONNECT} tells the right one")


class XOptions(BaseModel):
    """One account; the secrets come from client_secret_env or _file, consumer_secret_env and bearer_env.

    `listen` says how we are told of what is said: by a webhook, over a stream that is kept open (both need `bearer`),
    or by asking from time to time.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    id: Annotated[str, BeforeValidator(_digits)] = Field(description="the account's number")
    client_id: str = Field(description="the app's OAuth 2.0 Client ID, from console.x.com")
    client_secret: SecretStr | None = Field(None, description="of a confidential client; a public one has none")
    consumer_secret: SecretStr | None = Field(None, description="the app's API Key Secret, which signs webhooks")
    bearer: SecretStr | None = Field(None, description="the app's Bearer Token, for the stream and for webhooks")
    plan: Plan = "self-serve"
    premium: bool = Field(False, description="the account has X Premium: long posts, and changing them")
    owns_app: bool = Field(False, description="the app was made by this very account, which makes its reading cheaper")
    listen: Listening = "poll"
    budget_a_day: float = Field(
        1.0, ge=0, le=100_000, description="dollars a day, after which nothing is read; 0: no end"
    )
    base_url: str = API
    login_url: str = PAGES

    @field_validator("client_id")
    @classmethod
    def _is_a_client(cls, text: str) -> str:
        if not re.fullmatch(r"[!-~]{8,200}", text.strip()):
            raise ValueError("this is no Client ID; the app's Keys and tokens at console.x.com show it")
        return text.strip()

    @field_validator("client_secret", "consumer_secret", "bearer")
    @classmethod
    def _is_a_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        otherwise = "this is no secret of X; the app's Keys and tokens at console.x.com show them"
        return None if secret is None else a_secret(secret, otherwise)

    @field_validator("base_url", "login_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        return an_address(url, f"this is an address such as {API}; leave it out to use X's own")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.listen != "poll" and self.bearer is None:
            raise ValueError(
                f"listen: {self.listen} needs the app's Bearer Token: set bearer_file or bearer_env, or take listen out"
            )
        if self.listen == "webhook" and self.consumer_secret is None:
            raise ValueError("listen: webhook needs the app's API Key Secret: set consumer_secret_env")
        return self

    @property
    def budget(self) -> int:
        """The budget of a day in millionths of a dollar; 0: there is none."""
        return round(self.budget_a_day * 1_000_000)
