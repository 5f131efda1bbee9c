"""What things cost, once a day each; how often one may call; what was used; how posts fare."""

from __future__ import annotations

from bot.playground.faults import Fault, Kind
from bot.playground.x import Account, App, Person, Post, XServer, XWorld
from tests.bot.playground.x.calls import DAY, START, Api


async def test_each_post_is_charged_once_a_day_and_ours_cost_less(
    api: Api, bearer: Api, server: XServer, world: XWorld, pots: Account, asha: Person, cup: Post
) -> None:
    for at in range(3):
        world.reply(asha, cup, f"number {at}")
    await api.get(f"/2/users/{pots.id}/mentions")
    assert (server.billed.things, server.billed.total) == ({"owned read": 3}, 3000)
    await api.get(f"/2/users/{pots.id}/mentions")
    await api.get("/2/tweets/search/recent", query=f"conversation_id:{cup.id}")
    assert (server.billed.things["post read"], server.billed.total) == (1, 8000)  # the first post was not read before
    await bearer.get(f"/2/users/{asha.id}")
    assert server.billed.total == 18_000
    server.clock.advance(DAY)
    assert server.billed.on(world.now) == 0
    await bearer.get("/2/tweets/search/recent", query=f"conversation_id:{cup.id}")
    assert server.billed.on(world.now) == 4 * 5000


async def test_what_comes_along_is_charged_too_and_only_the_owner_reads_cheaply(
    api: Api, server: XServer, world: XWorld, app: App, pots: Account, asha: Person, cup: Post
) -> None:
    other = world.create_account("other", app=app)
    world.reply(asha, cup, "@other how much?")
    path, expansions = f"/2/users/{other.id}/mentions", "author_id,referenced_tweets.id"
    await api.of(other.access_token).get(path, expansions=expansions)
    assert server.billed.micros == {"post read": 10_000, "user read": 10_000}
    await api.get(f"/2/users/{pots.id}/mentions", expansions=expansions)
    assert server.billed.total == 20_000


async def test_what_we_write_costs_by_its_kind(
    api: Api, server: XServer, world: XWorld, pots: Account, asha: Person, cup: Post
) -> None:
    asked = world.mention(asha, pots, "how much?")
    await api.post("/2/tweets", text="Open today")
    await api.post("/2/tweets", text="Look at https://example.org")
    await api.post("/2/tweets", text="450", reply={"in_reply_to_tweet_id": asked.id})
    await api.post(f"/2/dm_conversations/with/{asha.id}/messages", text="Hello")
    await api.get("/2/dm_events")
    assert server.billed.micros == {
        "post create": 15_000,
        "post create with url": 200_000,
        "summoned reply": 10_000,
        "dm create": 15_000,
        "dm read": 10_000,
    }
    await api.call("DELETE", f"/2/tweets/{cup.id}")
    assert server.billed.dollars == 0.25


async def test_without_credit_nothing_is_answered(api: Api, app: App, pots: Account) -> None:
    app.credit = 12_000
    await api.get("/2/users/me")
    await api.post("/2/tweets", text="The last one")
    status, body = await api.refused("GET", "/2/users/me")
    assert (status, body["title"]) == (402, "CreditsDepleted")


async def test_usage_is_told_by_the_day(
    api: Api, bearer: Api, server: XServer, world: XWorld, pots: Account, asha: Person, cup: Post
) -> None:
    world.reply(asha, cup, "Nice")
    await api.get(f"/2/users/{pots.id}/mentions")
    server.clock.advance(DAY)
    await bearer.get(f"/2/tweets/{cup.id}")
    found = await bearer.get("/2/usage/tweets", days=2, usage__fields="daily_project_usage")
    assert found["data"]["project_usage"] == 2
    assert [one["usage"] for one in found["data"]["daily_project_usage"]["usage"]] == [1, 1]
    assert "daily_client_app_usage" not in found["data"]


async def test_a_window_that_is_used_up(api: Api, server: XServer) -> None:
    for _ in range(15):
        await api.get("/2/dm_events")
    assert api.headers["x-rate-limit-remaining"] == "0"
    status, body = await api.refused("GET", "/2/dm_events")
    assert (status, body["status"], body["errors"]) == (429, 429, [{"code": 88, "message": "Rate limit exceeded"}])
    assert api.headers["x-rate-limit-limit"] == "15"
    assert api.headers["x-rate-limit-reset"] == str(int(START) + 900)
    server.clock.advance(900)
    await api.get("/2/dm_events")
    assert api.headers["x-rate-limit-remaining"] == "14"


async def test_days_have_windows_too(api: Api, server: XServer, app: App, asha: Person) -> None:
    path = f"/2/dm_conversations/with/{asha.id}/messages"
    await api.post(path, text="Hello")
    assert api.headers["x-user-limit-24hour-remaining"] == "1439"
    server.world.limits.exhaust("POST /2/dm_conversations/with/{id}/messages", app.id, 86_400, START)
    assert (await api.refused("POST", path, {"text": "Hello again"}))[0] == 429
    assert api.headers["x-app-limit-24hour-remaining"] == "0"


async def test_planned_refusals_name_their_moment(api: Api, server: XServer) -> None:
    server.faults.next(Fault(Kind.REFUSE, status=429, retry_after=30))
    assert (await api.refused("GET", "/2/users/me"))[0] == 429
    assert api.headers["x-rate-limit-reset"] == str(int(START) + 30)
    server.faults.next(Fault(Kind.REFUSE, status=500))
    assert (await api.refused("GET", "/2/users/me"))[0] == 500


async def test_figures_by_the_hour_and_in_all(
    api: Api, server: XServer, world: XWorld, asha: Person, cup: Post
) -> None:
    world.see(cup, impressions=10, url_clicks=1)
    server.clock.advance(3600)
    world.see(cup, impressions=5)
    world.like(asha, cup)
    span = {"ids": f"{cup.id},99", "start_time": "2027-01-15T08:00:00Z", "end_time": "2027-01-15T10:00:00Z"}
    found = await api.get("/2/tweets/analytics", granularity="hourly", analytics__fields="impressions,likes", **span)
    assert [one["metrics"] for one in found["data"][0]["timestamped_metrics"]] == [
        {"impressions": 10, "likes": 0},
        {"impressions": 5, "likes": 1},
    ]
    assert found["errors"][0]["resource_id"] == "99"
    total = await api.get("/2/tweets/analytics", granularity="total", **span)
    assert total["data"][0]["timestamped_metrics"][0]["metrics"]["url_clicks"] == 1
