"""What bot.yaml says of a Facebook Page and of an Instagram account."""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, field_validator, model_validator

from bot.networks._options import a_secret, an_address, an_id

FACEBOOK_API: Final = "https://graph.facebook.com"
INSTAGRAM_API: Final = "https://graph.instagram.com"
VERSION: Final = "v26.0"
CONNECT: Final = "`.venv/bin/python run.py connect`"
NUMBER: Final = re.compile(r"[1-9]\d{0,19}", re.ASCII)  # an id of an app, a Page or an account


def _digits(value: object) -> object:
    return an_id(value, NUMBER, f"Meta's ids are numbers, such as 206070979425408; {CONNECT} tells the right one")


Id = Annotated[str, BeforeValidator(_digits)]


class MetaOptions(BaseModel):
    """What both have; the secrets come from app_secret_env or _file, and token_env or _file.

    `token` is one that the operator keeps; without it, the one that `run.py connect` got is used.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    app_id: Id = Field(description="the app's number, from developers.facebook.com")
    app_secret: SecretStr
    token: SecretStr | None = None
    base_url: str = FACEBOOK_API
    version: str = Field(VERSION, description="the version of the Graph API")

    @field_validator("app_secret")
    @classmethod
    def _looks_like_a_secret(cls, secret: SecretStr) -> SecretStr:
        otherwise = "this is no app secret; the app's settings (Basic) at developers.facebook.com show it"
        return a_secret(secret, otherwise)

    @field_validator("token")
    @classmethod
    def _looks_like_a_token(cls, token: SecretStr | None) -> SecretStr | None:
        otherwise = f"this is no access token; leave `token` out and let {CONNECT} fetch one"
        return None if token is None else a_secret(token, otherwise)

    @field_validator("base_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        return an_address(url, f"base_url is an address such as {FACEBOOK_API}; leave it out to use Meta's own")

    @field_validator("version")
    @classmethod
    def _is_a_version(cls, version: str) -> str:
        if not re.fullmatch(r"v\d{1,3}\.\d", version, re.ASCII):
            raise ValueError(f"a version of the Graph API is written {VERSION}")
        return version


class FacebookOptions(MetaOptions):
    """One Page: the comments under its posts, and its Messenger."""

    page: Id = Field(description="the Page's number")


class InstagramOptions(MetaOptions):
    """One professional account; with `login: facebook` its messages and its token go through a Page."""

    id: Id = Field(description="the professional account's number, such as 17841400000000000")
    login: Literal["instagram", "facebook"] = "instagram"
    page: Id | None = Field(None, description="the Page that the account belongs to; with login: facebook only")
    base_url: str = ""

    @field_validator("base_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        return super()._is_an_address(url) if url else url

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.login == "facebook" and not self.page:
            raise ValueError("login: facebook needs `page`, the number of the Page that the account belongs to")
        if self.login == "instagram" and self.page:
            raise ValueError("`page` belongs to login: facebook; take it out, or set login: facebook")
        return self

    @property
    def api(self) -> str:
        """Where the Graph API of this login is."""
        return self.base_url or (FACEBOOK_API if self.login == "facebook" else INSTAGRAM_API)
