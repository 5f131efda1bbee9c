"""What bot.yaml says of a TikTok account."""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, field_validator, model_validator

from bot.networks._options import a_secret, an_address, an_id

BUSINESS_API: Final = "https://business-api.tiktok.com"
CONTENT_API: Final = "https://open.tiktokapis.com"
CONNECT: Final = "`.venv/bin/python run.py connect tiktok`"
# Where TikTok lets no program read or write messages (business-api.tiktok.com, "Business Messaging API", 2026-11-23).
_EUROPE: Final = "AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK"
EUROPE: Final = frozenset(_EUROPE.split())
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,128}", re.ASCII)
_NAME: Final = re.compile(r"[A-Za-z0-9_.]{1,64}", re.ASCII)


def _written(value: object) -> object:
    return an_id(value, _ID, f"an id of TikTok has letters and digits only; {CONNECT} tells the right one")


Id = Annotated[str, BeforeValidator(_written)]


class TikTokOptions(BaseModel):
    """One account; the secrets come from app_secret_env or _file, and client_secret_env or _file.

    `client_key` and `client_secret` are those of the app at developers.tiktok.com that posts with publishing: content;
    without them the app of the API for Business is taken for both.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    business_id: Id = Field(description="the account's open_id for this app")
    app_id: Id = Field(description="the app's id, from business-api.tiktok.com/portal")
    app_secret: SecretStr
    username: str = Field("", description="the name behind the @, for addresses of posts")
    region: str = Field("", description="the country the account is registered in, two letters")
    messaging: bool = Field(default=False, description="TikTok has let the app read and write messages")
    audited: bool = Field(default=True, description="TikTok has audited the app that posts")
    publishing: Literal["business", "content", "off"] = Field(
        "business", description="business: TikTok fetches files from us; content: they are uploaded"
    )
    client_key: str = ""
    client_secret: SecretStr | None = None
    base_url: str = BUSINESS_API
    content_url: str = CONTENT_API

    @field_validator("app_secret", "client_secret")
    @classmethod
    def _looks_like_a_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        otherwise = "this is no secret of an app; the app's page at TikTok shows it under Basic information"
        return None if secret is None else a_secret(secret, otherwise)

    @field_validator("base_url", "content_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        return an_address(url, f"this is an address such as {BUSINESS_API}; leave it out to use TikTok's own")

    @field_validator("region")
    @classmethod
    def _is_a_country(cls, region: str) -> str:
        if region and not re.fullmatch(r"[A-Za-z]{2}", region, re.ASCII):
            raise ValueError("a country is written with two letters, such as IN")
        return region.upper()

    @field_validator("username")
    @classmethod
    def _is_a_name(cls, name: str) -> str:
        name = name.strip().removeprefix("@")
        if name and not _NAME.fullmatch(name):
            raise ValueError("this is no name of an account at TikTok; it is what follows the @ in its address")
        return name

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.messaging and self.region in EUROPE:
            raise ValueError(
                f"TikTok opens the messages of accounts in {self.region} to no program; take `messaging` out"
            )
        if bool(self.client_key) != bool(self.client_secret):
            raise ValueError("client_key and client_secret go together; set both, or neither")
        return self
