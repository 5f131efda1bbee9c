"""The classifier, apart from what it is fed with."""

import numpy as np

from responders.matching import ridge
from responders.matching.ridge import kernel, landmarks, train


def two_groups(each: int) -> tuple[np.ndarray, np.ndarray]:
    """Cosines among the rows of two groups that are alike within and not across, and which group each row is in."""
    of = np.repeat(np.arange(2, dtype=np.int32), each)
    likeness = np.where(of[:, None] == of, 0.7, 0.1).astype(np.float32)
    np.fill_diagonal(likeness, 1)
    return likeness, of


def test_its_own_rows_score_high_for_their_group_and_low_for_the_other() -> None:
    likeness, of = two_groups(5)

    scores = kernel(likeness) @ train(likeness, landmarks(of), of, 2).T

    assert (scores[of == 0] @ [1, -1] > 0.8).all()
    assert (scores[of == 1] @ [-1, 1] > 0.8).all()


def test_where_there_are_too_many_rows_every_group_keeps_as_many_as_fit() -> None:
    of = np.repeat(np.arange(3, dtype=np.int32), [ridge.MOST, 5, ridge.MOST])

    kept = landmarks(of)

    assert len(kept) == ridge.MOST
    assert np.bincount(of[kept]).tolist()[1] == 5
    assert abs(int(np.diff(np.bincount(of[kept])[[0, 2]])[0])) <= 1


def test_rows_that_are_not_remembered_still_teach() -> None:
    likeness, of = two_groups(6)
    some = np.array([0, 1, 6, 7], np.int32)

    scores = kernel(likeness[:, some]) @ train(likeness[:, some], some, of, 2).T

    assert (scores.argmax(1) == of).all()
