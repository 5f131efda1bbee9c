"""X, YouTube, TikTok, Mastodon and Bluesky in `make demo`: an account on each, what it published, who talks there.

X, YouTube and TikTok give logins that end: as `run.py connect` would, `logins` tells what the vault is to keep.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.playground import bluesky, mastodon, tiktok, voices_elsewhere, x, youtube
from bot.playground.attachments import Attachment, photo
from bot.playground.story import Post, Scene, Story
from bot.playground.voices import Voice

X_SECRET, X_BEARER = "SANGAM_DEMO_X_SECRET", "SANGAM_DEMO_X_BEARER"
YOUTUBE_SECRET, TIKTOK_SECRET = "SANGAM_DEMO_YOUTUBE_SECRET", "SANGAM_DEMO_TIKTOK_SECRET"
MASTODON_TOKEN, BLUESKY_PASSWORD = "SANGAM_DEMO_MASTODON_TOKEN", "SANGAM_DEMO_BLUESKY_PASSWORD"
TITLE, NAME = "Nadi Pottery", "nadi_pottery"
Login = tuple[str, str, str]  # the account, the name in its vault, and what is kept there


class Place(Protocol):
    """One network on which the story plays."""

    def publish(self, name: str) -> None:
        """Put a post of the story there."""
        ...

    def voice(self, scene: Scene) -> Voice:
        """How the person of a scene speaks there."""
        ...

    def settings(self) -> Mapping[str, str]:
        """What the gaps of bot.yaml are filled with."""
        ...

    def secrets(self) -> Mapping[str, str]:
        """What stands in the environment."""
        ...

    def logins(self) -> Iterable[Login]:
        """What a login has left in the vault."""
        ...


@dataclass(slots=True)
class OnX:
    """X, where an app answers those who name us, and pays for everything."""

    server: x.XServer
    story: Story
    app: x.App = field(init=False)
    us: x.Account = field(init=False)
    people: dict[str, x.Person] = field(init=False)
    posts: dict[str, x.Post] = field(default_factory=dict)

    def __post_init__(self) -> None:
        there = self.server.world
        self.app = there.create_app(name=TITLE)
        self.us = there.create_account(NAME, TITLE, self.app)
        self.people = {name: there.create_person(name, one.name) for name, one in self.story.people.items()}

    def publish(self, name: str) -> None:
        """Post it."""
        post = self.story.posts[name]
        self.posts[name] = self.server.world.post(self.us, post.text, _pictures(post))

    def voice(self, scene: Scene) -> Voice:
        """In a post of theirs, below one of ours, or in private."""
        there, person = self.server.world, self.people[scene.who]
        if scene.where == "x direct":
            return voices_elsewhere.in_private_on_x(there, person, self.us)
        return voices_elsewhere.on_x(there, person, self.us, self.posts.get(scene.post))

    def settings(self) -> Mapping[str, str]:
        """Where it is, and who we are there."""
        return {
            "{x}": json.dumps(self.server.url),
            "{x_id}": json.dumps(self.us.id),
            "{x_client}": json.dumps(self.app.client_id),
        }

    def secrets(self) -> Mapping[str, str]:
        """Those of the app."""
        return {X_SECRET: self.app.client_secret, X_BEARER: self.app.bearer}

    def logins(self) -> Iterator[Login]:
        """That of two hours, as it was given."""
        given = self.us.created
        yield "x:main", "grant", _grant(self.us.access_token, self.us.refresh_token, given, 7_200, self.us.scopes)


@dataclass(slots=True)
class OnYouTube:
    """YouTube, where comments may wait for our review, and every look costs units of a day's quota."""

    server: youtube.YouTubeServer
    story: Story
    project: youtube.Project = field(init=False)
    us: youtube.Channel = field(init=False)
    people: dict[str, youtube.Person] = field(init=False)
    videos: dict[str, youtube.Video] = field(default_factory=dict)

    def __post_init__(self) -> None:
        there = self.server.world
        self.project = there.create_project()
        self.us = there.create_channel(TITLE, self.project)
        self.people = {name: there.create_person(one.name, name) for name, one in self.story.people.items()}

    def publish(self, name: str) -> None:
        """A video of this title."""
        self.videos[name] = self.server.world.video(self.us, self.story.posts[name].text)

    def voice(self, scene: Scene) -> Voice:
        """Below a video."""
        person, video = self.people[scene.who], self.videos[scene.post]
        return voices_elsewhere.on_youtube(self.server.world, person, video, held=scene.held)

    def settings(self) -> Mapping[str, str]:
        """Where it is, and which channel is ours."""
        return {
            "{youtube}": json.dumps(self.server.url),
            "{channel}": json.dumps(self.us.id),
            "{youtube_client}": json.dumps(self.project.client_id),
        }

    def secrets(self) -> Mapping[str, str]:
        """That of the project."""
        return {YOUTUBE_SECRET: self.project.client_secret}

    def logins(self) -> Iterator[Login]:
        """That of an hour, as it was given."""
        given = self.us.created
        yield (
            "youtube:main",
            "grant",
            _grant(self.us.token, self.us.refresh_token, given, 3_600, self.us.scopes, self.us.id),
        )


@dataclass(slots=True)
class OnTikTok:
    """TikTok, in a country where it lets programs read and write messages: ten of ours for each of theirs."""

    server: tiktok.TikTokServer
    story: Story
    app: tiktok.App = field(init=False)
    us: tiktok.Account = field(init=False)
    given: float = field(init=False)
    people: dict[str, tiktok.Person] = field(init=False)
    videos: dict[str, tiktok.Video] = field(default_factory=dict)

    def __post_init__(self) -> None:
        there = self.server.world
        self.app = there.create_app()
        self.us, self.given = there.create_account(NAME, self.app, name=TITLE), self.server.clock.now()
        self.people = {name: there.create_person(one.name, name) for name, one in self.story.people.items()}

    def publish(self, name: str) -> None:
        """A video with this caption."""
        self.videos[name] = self.server.world.video(self.us, self.story.posts[name].text)

    def voice(self, scene: Scene) -> Voice:
        """Below a video, or in private."""
        there, person = self.server.world, self.people[scene.who]
        if scene.where == "tiktok direct":
            return voices_elsewhere.in_private_on_tiktok(there, person, self.us)
        return voices_elsewhere.on_tiktok(there, person, self.videos[scene.post])

    def settings(self) -> Mapping[str, str]:
        """Where it is, and who we are there."""
        return {
            "{tiktok}": json.dumps(self.server.url),
            "{tiktok_id}": json.dumps(self.us.open_id),
            "{tiktok_app}": json.dumps(self.app.client_key),
            "{tiktok_region}": json.dumps(self.us.region),
        }

    def secrets(self) -> Mapping[str, str]:
        """That of the app."""
        return {TIKTOK_SECRET: self.app.secret}

    def logins(self) -> Iterator[Login]:
        """Those of a day for both APIs, as they were given."""
        for name, access, refresh in (
            ("grant", self.us.access_token, self.us.refresh_token),
            ("content_grant", self.us.open_token, self.us.open_refresh_token),
        ):
            yield "tiktok:main", name, _grant(access, refresh, self.given, 86_400, self.us.scopes, self.us.open_id)


@dataclass(slots=True)
class OnMastodon:
    """Mastodon, on a server that some of the people are on, too."""

    server: mastodon.MastodonServer
    story: Story
    us: mastodon.Account = field(init=False)
    people: dict[str, mastodon.Account] = field(init=False)

    def __post_init__(self) -> None:
        there = self.server.world
        self.us = there.create_account(NAME, TITLE)
        self.people = {
            name: there.create_person(f"{name}@clay.example", one.name) for name, one in self.story.people.items()
        }

    def publish(self, name: str) -> None:
        """Post it."""
        self.server.world.post(self.us, self.story.posts[name].text)

    def voice(self, scene: Scene) -> Voice:
        """In a post that names us, for everybody or for us alone."""
        person, privately = self.people[scene.who], scene.where == "mastodon direct"
        return voices_elsewhere.on_mastodon(self.server.world, person, self.us, privately=privately)

    def settings(self) -> Mapping[str, str]:
        """Where it is."""
        return {"{mastodon}": json.dumps(self.server.url)}

    def secrets(self) -> Mapping[str, str]:
        """The token of the account."""
        return {MASTODON_TOKEN: self.us.token}

    def logins(self) -> Iterable[Login]:
        """None: its token does not end."""
        return ()


@dataclass(slots=True)
class OnBluesky:
    """Bluesky, where a handle is a domain."""

    server: bluesky.BlueskyServer
    story: Story
    us: bluesky.Account = field(init=False)
    people: dict[str, bluesky.Person] = field(init=False)

    def __post_init__(self) -> None:
        there = self.server.world
        self.us = there.create_account("nadi-pottery.example.com", TITLE)
        self.people = {
            name: there.create_person(f"{name}.example.com", one.name) for name, one in self.story.people.items()
        }

    def publish(self, name: str) -> None:
        """Post it."""
        post = self.story.posts[name]
        self.server.world.post(self.us, post.text, pictures=_pictures(post))

    def voice(self, scene: Scene) -> Voice:
        """In a post that names us, or in private."""
        person, direct = self.people[scene.who], scene.where == "bluesky direct"
        speaks = voices_elsewhere.in_private_on_bluesky if direct else voices_elsewhere.on_bluesky
        return speaks(self.server.world, person, self.us)

    def settings(self) -> Mapping[str, str]:
        """Where it is, and who we are there."""
        return {"{bluesky}": json.dumps(self.server.url), "{handle}": self.us.handle}

    def secrets(self) -> Mapping[str, str]:
        """The password for programs."""
        return {BLUESKY_PASSWORD: self.us.app_password}

    def logins(self) -> Iterable[Login]:
        """None: it logs in by its password."""
        return ()


def _pictures(post: Post) -> list[Attachment]:
    return [photo(post.photo)] if post.photo else []


def _grant(access: str, refresh: str, given: float, lives: int, scopes: Iterable[str], whose: str = "") -> str:
    """A login as the vault keeps it; `given` and `lives` in seconds."""
    at = round(given * 1000)
    return json.dumps(
        {
            "access": access,
            "refresh": refresh,
            "ends_at": at + lives * 1000,
            "obtained_at": at,
            "scopes": sorted(scopes),
            "whose": whose,
        }
    )
