"""What people in a simulated world say: the form of a story file, and the one reader of it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from ruamel.yaml import YAML

from bot.playground.attachments import POTS

Where = Literal[
    "private",
    "group",
    "comments",
    "site",
    "discord",
    "discord direct",
    "discord post",
    "facebook comments",
    "messenger",
    "instagram comments",
    "instagram direct",
    "x",
    "x comments",
    "x direct",
    "youtube comments",
    "tiktok comments",
    "tiktok direct",
    "mastodon",
    "mastodon direct",
    "bluesky",
    "bluesky direct",
]
POSTS_OF = {
    "comments": "channel",
    "facebook comments": "facebook",
    "instagram comments": "instagram",
    "x comments": "x",
    "youtube comments": "youtube",
    "tiktok comments": "tiktok",
}
REMEMBERS = frozenset({"messenger", "instagram direct"})  # where something may have been said before the last hour


class Part(BaseModel):
    """Anything in a story file: never changed, and no key that nobody reads."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Say(Part):
    """Something is said: words, photographs of the named pots, a voice message of so many seconds.

    `story` is the pot in a story of theirs that mentions us.
    """

    say: str = ""
    photos: tuple[str, ...] = ()
    voice: int = Field(0, ge=0, le=60)
    story: str = ""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        unknown = {*self.photos, self.story} - POTS.keys() - {""}
        if unknown or not (self.say or self.photos or self.voice or self.story):
            raise ValueError(f"there is no photo of {unknown}" if unknown else "nothing is said here")
        return self


class Change(Part):
    """The last thing said gets another text."""

    edit: str


class Feel(Part):
    """A reaction to our latest answer."""

    react: str


class Pause(Part):
    """So many seconds pass."""

    pause: float = Field(gt=0)


class Await(Part):
    """Nothing more until we answered; after `patience` seconds they say `nudge`, if there is one, or give up."""

    until: Literal["answered"]
    nudge: str = ""
    patience: float = Field(900, gt=0)


Step = Say | Change | Feel | Pause | Await


class Scene(Part):
    """One person in one place, step by step; without `hopes` they do not wait for an answer in the end.

    `minutes_ago` puts the steps up to the first pause into the past; `after` is seconds from the start of the talking.
    `title` is that of a post in Discord's forum; what is `held` waits at YouTube for our review. In "x", "mastodon"
    and "bluesky" somebody names us in a post of their own.
    """

    who: str
    where: Where = "private"
    post: str = ""
    title: str = ""
    minutes_ago: float | None = Field(None, gt=0, le=7 * 24 * 60)
    after: float = Field(0, ge=0)
    hopes: bool = True
    held: bool = False
    steps: tuple[Step, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _can_be_played(self) -> Self:
        if (self.where == "discord post") != bool(self.title):
            raise ValueError(f"{self.who} needs a title for a post in Discord, and only there")
        if self.where.startswith("discord") and self.minutes_ago is not None:
            raise ValueError(
                f"{self.who} cannot have said in Discord what no bot was there to hear: leave out minutes_ago"
            )
        if (self.minutes_ago or 0) > 60 and self.where not in REMEMBERS:
            raise ValueError(f"{self.who} said this more than an hour ago, which only {sorted(REMEMBERS)} remember")
        if self.held and (self.where != "youtube comments" or self.hopes):
            raise ValueError(f"{self.who} is held for review, which only YouTube does, and nobody hopes for an answer")
        if self.where != "instagram direct" and any(isinstance(step, Say) and step.story for step in self.steps):
            raise ValueError(f"{self.who} mentions us in a story, which only reaches us by instagram direct")
        return self

    def opening(self) -> int:
        """How many steps are taken at once, before anything has to be waited for."""
        waits = (number for number, step in enumerate(self.steps) if isinstance(step, Pause | Await))
        return next(waits, len(self.steps))


class Someone(Part):
    """A person of the story; `language` is a code such as gu."""

    name: str
    language: str


class Post(Part):
    """Something published by us; an `ad` stands on no page, and only whom it is shown to comments on it.

    On YouTube `text` is the video's title, on TikTok its caption.
    """

    text: str
    where: Literal["channel", "facebook", "instagram", "x", "youtube", "tiktok"] = "channel"
    ad: bool = False
    photo: str = ""
    minutes_ago: float = Field(gt=0, le=60)


class Manners(Part):
    """How people of a language take an answer: they thank, or ask on."""

    thanks: tuple[str, ...] = Field(min_length=1)
    ask_on: tuple[str, ...] = Field(min_length=1)


class Story(Part):
    """A whole story: who there is, what begins it, and what comes later, again and again."""

    people: dict[str, Someone]
    posts: dict[str, Post]
    manners: dict[str, Manners]
    opening: tuple[Scene, ...]
    later: tuple[Scene, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _all_are_known(self) -> Self:
        for scene in (*self.opening, *self.later):
            if scene.who not in self.people:
                raise ValueError(f"nobody is called {scene.who}")
            post = self.posts.get(scene.post)
            if (post.where if post else None) != POSTS_OF.get(scene.where) or bool(scene.post) != bool(post):
                raise ValueError(f"{scene.who} comments below {scene.post or 'nothing'}, which is no post there")
        strangers = {one.language for one in self.people.values()} - self.manners.keys()
        if strangers:
            raise ValueError(f"nobody knows how people say thanks in {strangers}")
        return self

    def begins(self) -> float:
        """How many minutes ago the first thing happened."""
        said = [scene.minutes_ago or 0 for scene in self.opening]
        return max([*said, *(post.minutes_ago for post in self.posts.values())], default=0)


def read_story(path: Path) -> Story:
    """The story in a YAML file; pydantic.ValidationError when it does not hold together."""
    return Story.model_validate(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))
