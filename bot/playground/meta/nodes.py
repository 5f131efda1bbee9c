"""How objects are read: the fields each kind has, those it shows unasked, its edges, and what a caller may see."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from bot.playground.meta.fields import Field
from bot.playground.meta.paging import paged
from bot.playground.meta.records import Comment, Login, Owner, Page, Person, Post, Profile
from bot.playground.meta.refusals import invalid, lacks, missing
from bot.playground.meta.state import State, Thing, owner_of
from bot.playground.meta.tokens import Need, Token, permission_for
from bot.playground.meta.wire import JsonObject


class _Absent:
    """What a getter returns for a field that is left out of the answer."""


ABSENT = _Absent()
Getter = Callable[["Reading", Any, Field], object]


@dataclass(frozen=True, slots=True)
class Edge:
    """A list that hangs on an object. `items` gives all of it in order, `about` what stands beside the data."""

    items: Callable[[Reading, Any, Mapping[str, str]], Sequence[Any]]
    need: Need | None = "read"
    limit: int = 25
    most: int = 100
    about: Callable[[Reading, Any, Mapping[str, str]], JsonObject] | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """One kind of object."""

    name: str
    default: tuple[str, ...]
    fields: Mapping[str, Getter]
    edges: Mapping[str, Edge] = field(default_factory=dict)


NODES: dict[str, Node] = {}


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads, and where links to further pages lead."""

    state: State
    token: Token
    base: str

    @property
    def now(self) -> float:
        """The time, in unix seconds."""
        return self.state.now

    def permits(self, need: Need, owner: Owner) -> bool:
        """Whether the token has the permission for this."""
        return self.token.may(permission_for(need, owner, self.token), owner)

    def demand(self, need: Need, owner: Owner, *, write: bool = False) -> None:
        """Raise Refusal unless the token has the permission for this."""
        if not self.permits(need, owner):
            raise lacks(permission_for(need, owner, self.token), write=write)

    def reaches(self, owner: Owner) -> bool:
        """Whether a token is for this Page or profile at all."""
        mine = self.token.owner
        if isinstance(mine, Login):
            return owner in mine.pages or (isinstance(owner, Profile) and owner.page in mine.pages)
        return mine is owner or (isinstance(mine, Page) and mine.profile is owner)

    def find(self, object_id: str, method: str = "get") -> Thing:
        """The object with this id; raises Refusal 100/33 when there is none that this token may see."""
        thing = self.state.things.get(object_id)
        if thing is None or getattr(thing, "removed", False) or not self._sees(thing):
            raise missing(object_id, method)
        return thing

    def _sees(self, thing: Thing) -> bool:
        owner = owner_of(thing)
        if owner is None:
            return True
        post = getattr(thing, "post", thing)
        if isinstance(post, Post):
            theirs = isinstance(owner, Profile) and isinstance(post.author, Person) and not _by(thing, owner)
            if theirs or (post is not thing and post.removed):
                return False
        return self.reaches(owner)

    def show(self, thing: object, wanted: Sequence[Field] = ()) -> JsonObject:
        """An object as JSON: the wanted fields, or those shown unasked; always its id."""
        node = node_of(thing)
        chosen = [*wanted] or [Field(name) for name in node.default]
        shown: JsonObject = {}
        for one in chosen:
            value = self._value(node, thing, one)
            if value is not ABSENT:
                shown[one.key] = value
        return shown if "id" in shown else shown | {"id": node.fields["id"](self, thing, Field("id"))}

    def edge(self, thing: Any, name: str, given: Mapping[str, str], wanted: Sequence[Field], path: str) -> JsonObject:
        """A list that hangs on an object: data, paging and what else belongs to it."""
        edge = node_of(thing).edges[name]
        owner = owner_of(thing)
        if edge.need is not None and owner is not None:
            self.demand(edge.need, owner)
        items, paging = paged(edge.items(self, thing, given), given, edge.limit, edge.most, self._page_link(path))
        answer: JsonObject = {"data": [self.show_item(item, wanted) for item in items]}
        if paging:
            answer["paging"] = paging
        return answer | (edge.about(self, thing, given) if edge.about is not None else {})

    def show_item(self, item: object, wanted: Sequence[Field]) -> object:
        """An element of a list, or the value of a field: an object is shown, plain JSON is picked from."""
        if kind_of(item) in NODES:
            return self.show(item, wanted)
        if isinstance(item, dict) and wanted:
            inner = item.get("data")
            if isinstance(inner, list | dict) and all(one.name != "data" for one in wanted):
                within = [self.show_item(one, wanted) for one in inner] if isinstance(inner, list) else None
                return item | {"data": within if within is not None else self.show_item(inner, wanted)}
            return {one.key: self.show_item(item[one.name], one.children) for one in wanted if one.name in item}
        return item

    def _value(self, node: Node, thing: Any, one: Field) -> object:
        if one.name in node.edges:
            path = f"/{thing.id}/{one.name}"
            given = dict(one.modifiers) | ({"fields": one.inner} if one.inner else {})
            page = self.edge(thing, one.name, given, one.children, path)
            return page if page["data"] or len(page) > 1 else ABSENT
        getter = node.fields.get(one.name)
        if getter is None:
            raise invalid(f"Tried accessing nonexisting field ({one.name}) on node type ({node.name})")
        value = getter(self, thing, one)
        return self.show_item(value, one.children) if value is not ABSENT else ABSENT

    def _page_link(self, path: str) -> Callable[[Mapping[str, str]], str]:
        def link(query: Mapping[str, str]) -> str:
            return f"{self.base}/v26.0{path}?{urlencode({'access_token': self.token.value, **query})}"

        return link


def _by(thing: Thing, owner: Owner) -> bool:
    return isinstance(thing, Comment) and thing.who is owner


def kind_of(thing: object) -> str:
    """What kind of object it is, as routes name it; posts and comments are media and others on Instagram."""
    match thing:
        case Post():
            return "post" if isinstance(thing.owner, Page) else "media"
        case Comment():
            return "comment" if isinstance(thing.post.owner, Page) else "ig comment"
        case _:
            return type(thing).__name__.lower()


def node_of(thing: object) -> Node:
    """How objects of its kind are read."""
    return NODES[kind_of(thing)]


def attribute(name: str) -> Getter:
    """A field that is what a record has by that name; left out when it is empty text."""
    return lambda reading, thing, one: ABSENT if getattr(thing, name) == "" else getattr(thing, name)


def plain(get: Callable[[Any], object]) -> Getter:
    """A field that needs nothing but the record."""
    return lambda reading, thing, one: get(thing)


def read(get: Callable[[Reading, Any], object]) -> Getter:
    """A field that depends on who reads."""
    return lambda reading, thing, one: get(reading, thing)
