"""Permissions: each is asked for at the login, and each says what does not work without it."""

from __future__ import annotations

import pytest

from bot.networks._meta.needs import NEEDS, PORTFOLIO, Way, scopes


@pytest.mark.parametrize("way", list(NEEDS))
def test_every_permission_is_asked_for_once_and_has_its_reason(way: Way) -> None:
    asked = scopes(way)

    assert len(set(asked)) == len(asked)
    assert {need.scope for need in NEEDS[way]} == set(asked) - {PORTFOLIO}
    assert all(need.without and not need.without.endswith(".") for need in NEEDS[way])
    assert any(need.vital for need in NEEDS[way])


def test_each_way_has_the_names_of_its_own_product() -> None:
    assert all(scope.startswith("instagram_business_") for scope in scopes("instagram"))
    assert {"pages_manage_engagement", "pages_messaging", PORTFOLIO} <= set(scopes("page"))
    assert {"instagram_manage_comments", "pages_manage_metadata"} <= set(scopes("instagram by page"))
