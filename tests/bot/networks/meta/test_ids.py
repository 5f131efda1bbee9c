"""Names of threads, messages and people of Facebook and Instagram."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.networks._meta import ids
from inbox.models import RemoteId

NUMBERS = st.integers(0, 2**64 - 1).map(str)


@given(st.lists(NUMBERS, min_size=1, max_size=3).map("_".join))
def test_a_padded_id_is_the_id_again(id: str) -> None:
    assert ids.own(ids.padded(id)) == id


@given(NUMBERS, NUMBERS, NUMBERS)
def test_comments_of_one_post_sort_by_their_number(post: str, one: str, other: str) -> None:
    in_order = ids.padded(f"{post}_{one}") < ids.padded(f"{post}_{other}")

    assert in_order is (int(one) < int(other))


@pytest.mark.parametrize("opaque", ["m_AbC-9", "aWdfZAG1faXRlbToxOklH", "", "12a_3", "١٢"])
def test_what_is_no_number_stays_as_it_is(opaque: str) -> None:
    assert ids.own(ids.padded(opaque)) == opaque == ids.padded(opaque)


def test_a_thread_says_what_it_is() -> None:
    comments, private = ids.comments_below("11_22"), ids.private_with("24266381753005180")
    mention, caption = ids.mention_in("18172143295349192", "17919697626119712"), ids.mention_in("18172143295349192")

    assert ids.comment_of(comments) == "11_22"
    assert ids.person_of(private) == "24266381753005180"
    assert ids.mentioned_in(mention) == ("18172143295349192", "17919697626119712")
    assert ids.mentioned_in(caption) == ("18172143295349192", "")
    assert [ids.is_private(one) for one in (comments, private, mention)] == [False, True, False]
    assert [ids.is_mention(one) for one in (comments, private, mention)] == [False, False, True]


@pytest.mark.parametrize("taken_apart", [ids.comment_of, ids.person_of, ids.mentioned_in])
def test_a_thread_of_another_kind_is_refused(taken_apart: object) -> None:
    with pytest.raises(ValueError, match="x\\.1"):
        taken_apart(RemoteId("x.1"))  # type: ignore[operator]
