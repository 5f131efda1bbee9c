"""What bot.yaml says of a YouTube channel, and where Google's hosts are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Final, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from bot.networks._options import a_secret, an_address

CHANNEL: Final = re.compile(r"UC[\w-]{22}", re.ASCII)
VIDEO: Final = re.compile(r"[\w-]{11}", re.ASCII)
CONSOLE: Final = "https://console.cloud.google.com/apis/credentials"
A_DAY: Final = 10_000  # units that Google grants a project, unless it was asked for more
RESERVE: Final = 2_000  # of them: 40 replies or decisions of moderators
MOST_VIDEOS: Final = 20


def _video(text: str) -> str:
    if not VIDEO.fullmatch(text.strip()):
        raise ValueError("a video is named by the 11 signs behind watch?v= in its address, such as dQw4w9WgXcQ")
    return text.strip()


class YouTubeOptions(BaseModel):
    """One channel; the secret comes from client_secret_env or _file, the login from `run.py connect`."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    channel: str = Field(description="the channel's id, such as UC_x5XG1OV2P6uZZ5FSM9Ttw")
    client_id: str = Field(description="of the OAuth client (Desktop app) in the Google Cloud project")
    client_secret: SecretStr
    base_url: str = ""
    units_a_day: int = Field(A_DAY, ge=200, le=100_000_000, description="units of the project's quota for this account")
    reserve: int = Field(RESERVE, ge=0, description="units of them that reading leaves to replies and moderation")
    videos: tuple[Annotated[str, AfterValidator(_video)], ...] = Field(
        (), max_length=MOST_VIDEOS, description="watch these videos only; without it, all of the channel"
    )

    @field_validator("channel")
    @classmethod
    def _is_a_channel(cls, text: str) -> str:
        if not CHANNEL.fullmatch(text.strip()):
            raise ValueError(
                "a channel's id is UC and 22 signs; youtube.com/account_advanced shows it (a @handle is none)"
            )
        return text.strip()

    @field_validator("client_id")
    @classmethod
    def _is_a_client(cls, text: str) -> str:
        if not re.fullmatch(r"[\w.-]{6,200}\.apps\.googleusercontent\.com", text.strip(), re.ASCII):
            raise ValueError(f"a client id ends in .apps.googleusercontent.com; {CONSOLE} shows it")
        return text.strip()

    @field_validator("client_secret")
    @classmethod
    def _looks_like_a_secret(cls, secret: SecretStr) -> SecretStr:
        return a_secret(secret, f"this is no client secret; {CONSOLE} shows it beside the client id")

    @field_validator("base_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        otherwise = "base_url is an address such as https://proxy.example; leave it out to use Google's own"
        return an_address(url, otherwise) if url else url

    @model_validator(mode="after")
    def _leaves_something(self) -> Self:
        if self.reserve > self.units_a_day - 100:
            raise ValueError(
                f"reserve ({self.reserve}) leaves nothing of units_a_day ({self.units_a_day}) for reading; lower it"
            )
        return self


@dataclass(frozen=True, slots=True)
class Hosts:
    """Where Google answers: the Data API with its uploads, Analytics, the page of the login, and the tokens."""

    api: str = "https://www.googleapis.com"
    analytics: str = "https://youtubeanalytics.googleapis.com"
    login: str = "https://accounts.google.com"
    token: str = "https://oauth2.googleapis.com"

    @classmethod
    def at(cls, base_url: str) -> Self:
        """Google's own, or all of them at one other address."""
        return cls(base_url, base_url, base_url, base_url) if base_url else cls()
