"""Folders with configuration for the tests, two networks whose options they may hold, and the control channel's own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest
from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from bot.surfaces.discord.options import ControlOptions
from config.load import Config, ConfigError, load

BRAND = "brand: {id: acme, name: Acme}\n"
NETWORKS = ("telegram", "webchat")


class Proxy(BaseModel):
    """Options within options, with a secret of their own."""

    model_config = ConfigDict(extra="forbid")

    host: str
    password: SecretStr | None = None


class Telegram(BaseModel):
    """Options as a network has them: a secret, a value with bounds, something nested."""

    model_config = ConfigDict(extra="forbid")

    token: SecretStr
    poll: int = Field(10, ge=1)
    proxies: tuple[Proxy, ...] = ()
    cert_file: str = ""  # ends like a secret's file, and is none

    @field_validator("token")
    @classmethod
    def _has_a_colon(cls, token: SecretStr) -> SecretStr:
        if ":" not in token.get_secret_value():
            raise ValueError(f"a token has a colon; this is {token.get_secret_value()}")  # a careless network
        return token


class WebChat(BaseModel):
    """Options that may all be left out."""

    model_config = ConfigDict(extra="forbid")

    title: str = ""


OPTIONS: dict[str, type[BaseModel]] = {"telegram": Telegram, "webchat": WebChat}


def folder(root: Path, bot: str = BRAND, rules: str = "rules: []\n", faq: str = "entries: []\n") -> Path:
    """A config folder with these three files."""
    made = root / "config"
    made.mkdir(exist_ok=True)
    for name, text in (("bot.yaml", bot), ("rules.yaml", rules), ("faq.yaml", faq)):
        (made / name).write_text(dedent(text), "utf-8")
    return made


def loaded(root: Path, bot: str = BRAND, *, environ: Mapping[str, str] | None = None, **files: str) -> Config:
    """What these files say."""
    return load(folder(root, bot, **files), OPTIONS.get, NETWORKS, environ or {}, control_channel=ControlOptions)


def problems(root: Path, bot: str = BRAND, *, environ: Mapping[str, str] | None = None, **files: str) -> list[str]:
    """What is wrong with these files, line by line."""
    with pytest.raises(ConfigError) as wrong:
        loaded(root, bot, environ=environ, **files)
    return str(wrong.value).splitlines()
