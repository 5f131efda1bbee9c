"""What lists are asked: searches below our own posts that are no longer than X takes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.networks._x.lists import LONGEST, chunks, search_below

ME, NAME = "2244994945", "a_long_username"[:15]


@given(st.dictionaries(st.integers(10**18, 2**63 - 1).map(str), st.integers(1, 2**63 - 1).map(str), max_size=60))
def test_all_of_our_posts_are_searched_and_no_search_is_too_long(roots: dict[str, str]) -> None:
    found = chunks(roots, ME, NAME)
    assert sorted(root for some, _ in found for root in some) == sorted(roots)
    for some, since in found:
        assert len(search_below(some, ME, NAME)) <= LONGEST
        assert int(since) == min(int(roots[root]) for root in some)


def test_a_search_leaves_out_what_mentions_us_and_what_we_say() -> None:
    assert search_below(["1", "2"], ME, "nadipots") == (
        "(conversation_id:1 OR quotes_of_tweet_id:1 OR conversation_id:2 OR quotes_of_tweet_id:2)"
        " -from:2244994945 -@nadipots"
    )
    assert search_below(["1"], ME, "").endswith(":1) -from:2244994945")
