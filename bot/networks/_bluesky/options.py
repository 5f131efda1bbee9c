"""What bot.yaml says of a Bluesky account."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from bot.networks._options import an_address


class BlueskyOptions(BaseModel):
    """Who we are there; the password comes from app_password_file or app_password_env."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    identifier: str = Field(description="the account's handle, such as nadipots.bsky.social, without the @")
    app_password: SecretStr = Field(description="one of Settings, Privacy and security, App passwords")
    base_url: str = Field("https://bsky.social", description="where the account logs in")

    @field_validator("identifier")
    @classmethod
    def _is_a_handle(cls, said: str) -> str:
        name = said.strip().removeprefix("@").lower() if not said.startswith("did:") else said.strip()
        if " " in name or not (name.startswith("did:") or "." in name.strip(".")):
            raise ValueError("identifier is the whole handle, such as nadipots.bsky.social")
        return name

    @field_validator("base_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        return an_address(url, "base_url is an address and begins with https://")
