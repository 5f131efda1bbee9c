"""Who and what there is in the simulated Meta: apps, Pages, profiles and people, and the tokens they hand out."""

from __future__ import annotations

from collections.abc import Iterable

from bot.playground.meta.records import App, Conversation, Login, Owner, Page, Person, Profile, Subscription
from bot.playground.meta.state import FIELDS, State
from bot.playground.meta.tokens import INSTAGRAM_BY_FACEBOOK, INSTAGRAM_SCOPES, LONG, PAGE_SCOPES, Code, Token

EVERYTHING = (*PAGE_SCOPES, *INSTAGRAM_BY_FACEBOOK)


class Places(State):
    """Apps, Pages, profiles and people; `MetaWorld` lets them act."""

    def create_app(self, name: str = "Sangam", app_id: str = "", secret: str = "") -> App:
        """A developer's app, with a Facebook account of ours (`app.login`) that will look after its Pages."""
        app = App(app_id or self.ids.number("app"), name, secret or f"{self.draw.randrange(16**32):032x}")
        app.login = self.create_login("Operator of " + name)
        self.apps[app.id] = app
        self.things[app.id] = app
        self.tokens.all[app.token] = Token(app.token, "app", app, None, set(), self.now)
        return app

    def create_login(self, name: str) -> Login:
        """A Facebook account of ours."""
        login = Login(self.ids.number("login"), name)
        self.things[login.id] = login
        return login

    def create_page(
        self, name: str, app: App | None = None, login: Login | None = None, scopes: Iterable[str] = EVERYTHING
    ) -> Page:
        """A Page that `login` (else the app's) looks after; its token never expires."""
        page = Page(self.ids.number("page"), name, username=name.lower().replace(" ", ""), app=app)
        self.things[page.id] = page
        if app is not None:
            (login or app.login).pages.append(page)
            page.token = self.tokens.issue("page", app, page, set(scopes), self.now).value
        return page

    def create_profile(
        self, username: str, app: App | None = None, page: Page | None = None, scopes: Iterable[str] = INSTAGRAM_SCOPES
    ) -> Profile:
        """An Instagram professional account: with a `page` by Facebook Login, else by Instagram Login for 60 days."""
        profile = Profile(self.ids.number("profile"), username.title(), username=username, app=app, page=page)
        profile.scoped_id = self.ids.number("scoped")
        self.things[profile.id] = self.things[profile.scoped_id] = profile
        if page is not None:
            page.profile = profile
            profile.app, profile.token = page.app, page.token
        elif app is not None:
            profile.token = self.tokens.issue("instagram", app, profile, set(scopes), self.now, LONG).value
        return profile

    def create_person(self, name: str, username: str = "") -> Person:
        """Somebody with an account; the id is what `from`, `sender` and `recipient` carry."""
        person = Person(self.ids.number("person"), name, username or name.lower().replace(" ", "."))
        self.people[person.id] = person
        self.things[person.id] = person
        return person

    def user_token(self, app: App, scopes: Iterable[str] = EVERYTHING, lives: float = LONG) -> Token:
        """A token of the Facebook account that looks after the app's Pages, which lives so many seconds (0: ever)."""
        return self.tokens.issue("user", app, app.login, set(scopes), self.now, lives)

    def system_token(self, app: App, scopes: Iterable[str] = EVERYTHING) -> Token:
        """A token of a system user: it never expires."""
        return self.tokens.issue("system", app, app.login, set(scopes), self.now)

    def grant(self, app: App, redirect_uri: str, profile: Profile | None = None, scopes: Iterable[str] = ()) -> str:
        """Somebody agrees in the login dialog; returns the code that goes to the app, for a `profile` on Instagram."""
        wanted = frozenset(scopes) or frozenset(INSTAGRAM_SCOPES if profile is not None else EVERYTHING)
        code = Code(app, redirect_uri, "instagram" if profile else "user", profile or app.login, wanted, self.now)
        return self.tokens.offer(code)

    def subscribe(self, app: App, callback_url: str, verify_token: str = "") -> None:
        """Have the app told of everything about all its Pages and profiles so far, without a handshake."""
        for object, fields in FIELDS.items():
            app.subscriptions[object] = Subscription(callback_url, verify_token, set(fields))
        for thing in list(self.things.values()):
            if isinstance(thing, Owner) and thing.app is app:
                thing.subscribed[app.id] = set(FIELDS["page" if isinstance(thing, Page) else "instagram"])

    def revoke(self, token: str, subcode: int = 460) -> None:
        """A token dies: 460 password changed, 458 app removed, 467 invalid."""
        self.tokens.all[token].subcode = subcode

    def expire(self, token: str, at: float | None = None) -> None:
        """A token expires at that unix time, or at once."""
        self.tokens.all[token].expires = self.now if at is None else at

    def withdraw(self, owner: Owner, permission: str) -> None:
        """The app loses a permission for one Page or profile; the others keep it."""
        owner.withdrawn.add(permission)

    def restore(self, owner: Owner, permission: str) -> None:
        """The permission comes back."""
        owner.withdrawn.discard(permission)

    def conversation(self, owner: Owner, person: Person) -> Conversation:
        """The private messages of a person with a Page or a profile; it exists once somebody asks for it."""
        found = owner.conversations.get(person.id)
        if found is None:
            found = Conversation(self.ids.thread(instagram=isinstance(owner, Profile)), owner, person)
            owner.conversations[person.id] = found
            self.things[found.id] = found
        return found
