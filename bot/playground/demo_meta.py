"""The Facebook Page and the Instagram profile of `make demo`, with posts, an advertisement, and an app that is told."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.playground.attachments import photo
from bot.playground.meta import App, MetaServer, Page, Person, Post, Profile
from bot.playground.story import Scene, Story
from bot.playground.voices_meta import CommentVoice, PrivateVoice

SECRET, PAGE_TOKEN, PROFILE_TOKEN = (
    "SANGAM_DEMO_META_SECRET",
    "SANGAM_DEMO_FACEBOOK_TOKEN",
    "SANGAM_DEMO_INSTAGRAM_TOKEN",
)


@dataclass(slots=True)
class Pages:
    """Where the story plays on Meta's networks."""

    meta: MetaServer
    story: Story
    app: App
    page: Page
    profile: Profile
    people: dict[str, Person]
    posts: dict[str, Post] = field(default_factory=dict)

    @classmethod
    def built(cls, meta: MetaServer, story: Story) -> Pages:
        """Found everything; nobody has said a word. What will be said is kept until somebody listens."""
        there = meta.world
        app = there.create_app("Sangam at Nadi Pottery")
        page = there.create_page("Nadi Pottery", app)
        profile = there.create_profile("nadi.pottery", app)
        people = {name: there.create_person(one.name, name) for name, one in story.people.items()}
        there.subscribe(app, meta.url)
        meta.hooks.hold()
        return cls(meta, story, app, page, profile, people)

    def publish(self, name: str) -> None:
        """Put a post of the story onto the Page or the profile."""
        post = self.story.posts[name]
        owner = self.page if post.where == "facebook" else self.profile
        picture = photo(post.photo) if post.photo else None
        self.posts[name] = self.meta.world.post(owner, post.text, picture, ad=post.ad)

    def voice(self, scene: Scene) -> CommentVoice | PrivateVoice:
        """How the person of a scene speaks, where it plays."""
        there, person = self.meta.world, self.people[scene.who]
        if scene.where in ("messenger", "instagram direct"):
            return PrivateVoice(there, person, self.page if scene.where == "messenger" else self.profile)
        return CommentVoice(there, person, self.posts[scene.post])

    def settings(self) -> Mapping[str, str]:
        """What the gaps of bot.yaml are filled with."""
        return {
            "{meta}": json.dumps(self.meta.url),
            "{app}": self.app.id,
            "{page}": self.page.id,
            "{profile}": self.profile.id,
        }

    def secrets(self) -> Mapping[str, str]:
        """What stands in the environment."""
        return {SECRET: self.app.secret, PAGE_TOKEN: self.page.token, PROFILE_TOKEN: self.profile.token}

    async def tell(self, sangam_url: str) -> None:
        """Have the Sangam at this address told of all that was said, and of whatever will be; it must want it."""
        url = f"{sangam_url.rstrip('/')}/hooks/meta/{self.app.id}"
        token = hmac.new(self.app.secret.encode(), b"sangam webhook", hashlib.sha256).hexdigest()[:32]
        if wrong := await self.meta.hooks.handshake(url, token):
            raise RuntimeError(f"Sangam does not want to be told at {url}: {wrong}")
        self.meta.world.subscribe(self.app, url, token)
        self.meta.hooks.release()
