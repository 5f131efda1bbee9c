"""What each condition of moderation finds, and how it says so."""

import time

import pytest

from inbox.cases import Crowd, Person
from inbox.models import Media, RemoteId, Subject, Thread
from tests.arrivals import POST, arrival, hit, judged

LISTS: dict[str, object] = {"lists": {"slurs": ["vermin", "bad people"], "rivals": ["acme"]}}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("you VERMIN", 'the word "VERMIN" (list slurs)'),
        ("you vеrmin", 'the word "vеrmin" (list slurs)'),  # a Cyrillic letter
        ("what bad  people", 'the words "bad  people" (list slurs)'),
        ("verminous", None),
        ("acme is better", None),
    ],
)
async def test_the_words_of_a_list_are_found_whole_and_in_disguise(said: str, found: str | None) -> None:
    assert await hit(said, LISTS | {"lists": {"slurs": ["vermin", "bad people"]}}, lists="slurs") == found


async def test_words_of_a_rule_and_of_lists_stand_side_by_side() -> None:
    assert (
        await hit("acme has vermin", LISTS, lists=["slurs", "rivals"], words="has")
        == 'the word "has" and the word "vermin" (list slurs)'
    )
    assert await hit("acme is it", LISTS, lists=["slurs", "rivals"], words="has") is None


@pytest.mark.parametrize("said", ["I live in Scunthorpe", "મારો ઓર્ડર ક્યારે આવશે?", "Matsushita and Penistone", "класс!"])
async def test_honest_words_that_hold_foul_ones_pass(said: str) -> None:
    assert await hit(said, words=["cunt", "shit", "penis", "ass", "frее сrурtо"]) is None


async def test_what_is_allowed_is_no_hit() -> None:
    allow = {"allow": {"words": ["vermin control"], "domains": ["example.org"]}}

    assert await hit("Do you offer vermin control?", allow, words="vermin") is None
    assert await hit("Vermin! Do you offer vermin control?", allow, words="vermin") == 'the word "Vermin"'
    assert await hit("see shop.example.org/x", allow, links=True) is None
    assert await hit("see example.com/x", allow, links=True) == "link to example.com"


async def test_a_pattern_is_found_in_any_spelling_of_signs() -> None:
    assert await hit("ｅａｒｎ $500 a\u200b day", pattern=r"earn \$\d+ a day") == '"earn $500 a day" (a pattern)'
    assert await hit("earn nothing", pattern=r"earn \$\d+ a day") is None


async def test_a_pattern_that_would_hang_another_engine_takes_no_time() -> None:
    said, begun = "a" * 30_000 + "!", time.perf_counter()

    assert await hit(said, pattern="^(a+)+$") is None
    assert await hit(said, pattern="(a|a)*b(a|aa)+c") is None
    assert time.perf_counter() - begun < 5  # backtracking would take longer than the sun lasts


@pytest.mark.parametrize(
    ("said", "when", "found"),
    [
        ("see example.com", {"links": True}, "link to example.com"),
        ("no link. It is open", {"links": True}, None),
        ("bit.ly/abc", {"links": ["shortener"]}, "shortener link bit.ly/abc"),
        ("http://1.2.3.4:8080/x", {"links": "ip"}, "ip link http://1.2.3.4:8080/x"),
        ("see https://ехаmple.com", {"links": "lookalike"}, "lookalike link https://ехаmple.com"),
        ("example.com", {"links": ["shortener", "ip"]}, None),
        ("www.shop.bad.com/a", {"links": {"domains": "bad.com"}}, "link to shop.bad.com"),
        ("www.bad.com/a", {"links": {"domains": "https://www.bad.com"}}, "link to bad.com"),
        ("www.notbad.com/a", {"links": {"domains": "bad.com"}}, None),
        ("good.com and bad.com", {"links": {"other_than": "good.com"}}, "link to bad.com"),
        ("good.com", {"links": {"other_than": "good.com"}}, None),
        ("a.com b.com c.com", {"links": {"at_least": 3}}, "3 links, first link to a.com"),
        ("a.com b.com", {"links": {"at_least": 3}}, None),
        ("join t.me/joinchat/Ab now", {"invites": True}, "an invite t.me/joinchat/Ab"),
        ("discord.gg/abc", {"invites": True}, "an invite discord.gg/abc"),
        ("see wa.me/9198", {"invites": True}, "an invite wa.me/9198"),
        ("see example.com", {"invites": True}, None),
        ("@a1 @b2 @c3 look", {"mentions": 3}, "3 people named"),
        ("a@b.com @b2 @c3", {"mentions": 3}, None),
        ("THIS IS A SCAM STOP NOW", {"capitals": {"share": 0.7, "letters": 10}}, "18 capitals in 18 letters"),
        ("OK", {"capitals": {"share": 0.7, "letters": 10}}, None),
        ("આ એક કૌભાંડ છે, દૂર રહો બધા લોકો", {"capitals": {"share": 0.1, "letters": 4}}, None),
        ("wow 😀😀👨‍👩‍👧🇮🇳", {"emoji": {"count": 4}}, "4 emoji in 7 signs"),
        ("wow 😀😀👨‍👩‍👧🇮🇳", {"emoji": {"share": 0.5}}, "4 emoji in 7 signs"),
        ("© 2026 all rights reserved 7 #1", {"emoji": {"count": 1}}, None),
        ("મને આ ચા ખૂબ ગમે છે", {"languages": "gu"}, "the language gu"),
        ("મને આ ચા ખૂબ ગમે છે", {"languages": ["es", "hi"]}, None),
        ("You are a stupid idiot", {"toxic": ["insult"]}, "insult: "),
        ("Lovely tea, thank you", {"toxic": ["hate", "threat", "insult"]}, None),
    ],
)  # fmt: skip
async def test_what_is_in_a_text(said: str, when: dict[str, object], found: str | None) -> None:
    heard = await hit(said, **when)

    assert heard == found or (found and heard and heard.startswith(found) and found.endswith(": "))


async def test_what_stands_around_a_text() -> None:
    thread = Thread(POST, "comments", subject=Subject(RemoteId("0000000777"), "Our new glaze"))
    picture = (Media("image", "x"),)

    assert await hit(arrival("hm", thread=thread), post={"ids": "777"}) == "the post 0000000777"
    assert await hit(arrival("hm", media=picture), media="image") == "image"
    assert await hit(arrival("hm", labels=("vip",)), labels="vip*") == "the label vip"
    assert await hit(arrival("hm", kind="group"), words="hm", kinds="group", networks="instagram") == 'the word "hm"'
    assert await hit(arrival("hm"), words="hm", accounts="telegram:*") is None
    assert await hit(arrival("hm"), always=True, kinds="comments") == "every message"


async def test_what_happens_around_a_message() -> None:
    same, flood = {"times": 4, "people": 2, "within": "10m"}, {"messages": 5, "within": "1m"}
    raid = {"newcomers": 30, "within": "10m"}

    assert await hit(arrival("a", crowd=Crowd(same=4, same_people=2)), repeated=same)
    assert await hit(arrival("a", crowd=Crowd(same=9, same_people=1)), repeated=same) is None
    assert await hit(arrival("a", crowd=Crowd(flood=5)), flood=flood) == "5 messages of one person in a short time"
    assert await hit(arrival("a", crowd=Crowd(flood=4)), flood=flood) is None
    assert await hit(arrival("a", crowd=Crowd(newcomers=30)), raid=raid) == "30 people new here in a short time"
    assert await hit(arrival("a", person=Person(points=3.2)), strikes=3) == "3.2 strikes"
    assert await hit(arrival("a", person=Person(points=2.9)), strikes=3) is None


async def test_conditions_are_put_together() -> None:
    both = {"any": [{"words": "refund"}, {"all": [{"words": "where"}, {"not": {"words": "shop"}}]}]}

    assert await hit("my refund", **both) == 'the word "refund"'
    assert await hit("where is it", **both) == 'the word "where"'
    assert await hit("where is the shop", **both) is None


async def test_how_sure_the_spam_model_is_orders_what_waits() -> None:
    spam = "FREE bitcoin giveaway!!! Click http://bit.ly/x and earn $5000 daily, contact me on WhatsApp +1 555 0100"

    found = (await judged(spam, {"when": {"spam": 0.5}})).findings

    assert found[0].because.startswith("spam, ")
    assert found[0].severity >= 0.5
    assert await hit("Where is my order? It was sent last week.", spam=0.5) is None
