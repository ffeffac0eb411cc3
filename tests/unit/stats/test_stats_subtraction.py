"""What follows from figures by adding and subtracting, worked by hand."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from tsa_research.stats.subtraction import can_be_had, protect


def rows(n_people, *sets):
    """Return a matrix with a row for each set of people, given by ranges or lists."""
    behind = np.zeros((len(sets), n_people), dtype=bool)
    for row, people in enumerate(sets):
        behind[row, list(people)] = True
    return behind


def hidden(*states):
    return np.array(states, dtype=bool)


def test_a_total_and_its_other_parts_give_a_part():
    behind = rows(12, range(12), range(8), range(8, 12)).astype(float)
    assert can_be_had(behind[:2], behind[2:]).tolist() == [True]
    assert can_be_had(behind[:1], behind[2:]).tolist() == [False]


def test_the_smallest_figure_that_takes_part_is_hidden():
    # Everybody, and three parts of 3, 6 and 9: without the 3, total minus 6 minus 9 gives them.
    behind = rows(18, range(18), range(3), range(3, 9), range(9, 18))
    protected = protect(behind, hidden(0, 1, 0, 0), fewest=5)
    assert protected.tolist() == [False, True, True, False]


def test_what_is_safe_is_left_alone():
    behind = rows(30, range(30), range(10), range(10, 20), range(20, 30))
    assert not protect(behind, hidden(0, 0, 0, 0), fewest=5).any()


def test_a_figure_within_another_by_a_few_people_is_hidden():
    # Two splits: 20 teachers, of whom 17 are of long standing.
    behind = rows(40, range(40), range(20), range(20, 40), range(17))
    protected = protect(behind, hidden(0, 0, 0, 0), fewest=5)
    assert protected.tolist() == [False, False, False, True]


def test_two_splits_together_give_what_neither_gives():
    # Schools a, b, c, d of 10, 10, 10 and 3; phases ab, cd. d is hidden; cd minus c would give it.
    a, b, c, d = range(10), range(10, 20), range(20, 30), range(30, 33)
    behind = rows(33, range(33), a, b, c, d, [*a, *b], [*c, *d])
    protected = protect(behind, hidden(0, 0, 0, 0, 1, 0, 0), fewest=5)
    assert not can_be_had(behind[~protected].astype(float), behind[[4]].astype(float)).any()
    assert protected[3] or (protected[5] and protected[6])


def test_nobody_gives_nothing_away():
    assert protect(np.zeros((3, 0), dtype=bool), hidden(0, 1, 0), fewest=5).tolist() == [0, 1, 0]


def test_two_splits_that_cover_everybody_give_those_in_both():
    # A school of 10 and 9 teachers are all of 17 people: 10 + 9 - 17 is the 2 teachers there,
    # whom a third split tells apart.
    behind = rows(17, range(17), range(10), range(8, 17), [0, 2, 4, 6, 8, 10, 12, 14, 16])
    protected = protect(behind, hidden(0, 0, 0, 0), fewest=5)
    both = rows(17, [8, 9]).astype(float)
    assert can_be_had(behind.astype(float), both).all()
    assert not can_be_had(behind[~protected].astype(float), both).any()


@pytest.mark.parametrize("seed", range(60))
def test_no_small_set_at_all_can_be_had_from_random_splits(seed):
    random = np.random.default_rng(seed)
    numbers = [3, 3, 2]
    people = random.integers(0, numbers, size=(random.integers(12, 24), 3))
    sets = [np.ones(len(people), dtype=bool)]
    sets += [people[:, at] == value for at in range(3) for value in range(numbers[at])]
    behind = np.array(sets)
    protected = protect(behind, behind.sum(axis=1) < 5, fewest=5)
    atoms, sizes = np.unique(behind, axis=1, return_counts=True)
    tried = [
        list(union)
        for length in range(1, 5)
        for union in combinations(range(len(sizes)), length)
        if sizes[list(union)].sum() < 5
    ]
    wanted = np.zeros((len(tried), len(sizes)))
    for row, union in enumerate(tried):
        wanted[row, union] = 1
    assert len(tried) > 5
    assert not can_be_had(atoms[~protected].astype(float), wanted).any()


@pytest.mark.parametrize("seed", range(40))
def test_nothing_small_can_be_had_from_random_splits(seed):
    random = np.random.default_rng(seed)
    people = random.integers(0, [6, 3, 4], size=(60, 3))
    sets = [np.ones(60, dtype=bool)]
    sets += [people[:, split] == value for split in range(3) for value in range([6, 3, 4][split])]
    sets += [people[:, 0] // 2 == value for value in range(3)]
    behind = np.array(sets)
    small = behind.sum(axis=1) < 8
    protected = protect(behind, small, fewest=8)
    assert (protected | ~small).all()
    shown = behind[~protected].astype(float)
    assert not can_be_had(shown, behind[protected & behind.any(axis=1)].astype(float)).any()
    atoms, places = np.unique(behind, axis=1, return_inverse=True)
    few = np.bincount(places.ravel()) < 8
    each = np.eye(atoms.shape[1])[few][:, places.ravel()]
    assert not can_be_had(shown, each).any()


def test_a_figure_that_stays_shown_is_reckoned_with_and_never_hidden():
    # 40 people, shown elsewhere; 38 of them here: two people would be the difference.
    behind = rows(40, range(40), range(38))
    protected = protect(behind, hidden(0, 0), fewest=5, kept=hidden(1, 0))
    assert protected.tolist() == [False, True]
    assert protect(behind, hidden(0, 0), fewest=5, kept=hidden(0, 1)).tolist() == [True, False]


def test_what_follows_from_figures_that_stay_shown_hides_nothing_else():
    behind = rows(40, range(40), range(38), range(20))
    protected = protect(behind, hidden(0, 0, 0), fewest=5, kept=hidden(1, 1, 0))
    assert not protected.any()


def test_a_part_hidden_in_one_place_is_not_shown_by_its_other_parts_elsewhere():
    # 9 of 30 are hidden elsewhere beside 12; here the 12 are hidden for another reason.
    there = rows(30, range(30), range(9), range(9, 21), range(21, 30))
    here = rows(30, range(9, 21))
    state = hidden(0, 1, 1, 0, 0)
    protected = protect(np.vstack([there, here]), state, fewest=5, kept=hidden(1, 1, 1, 1, 0))
    assert protected.tolist() == [False, True, True, False, True]
