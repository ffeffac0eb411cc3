"""Do the items of a subscale hang together: alpha, omega, and each item against the rest."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tsa_research.stats.arguments import Floats, as_array, check_confidence
from tsa_research.stats.one_factor import one_factor_loadings
from tsa_research.stats.outcome import NotComputable, too_few

#: People with complete answers below which reliability is not reported.
FEWEST_PEOPLE = 10

COMPLETE = "people with complete answers"


@dataclass(frozen=True, slots=True)
class Alpha:
    """Cronbach's alpha with Feldt's interval; ``n_respondents`` answered every item."""

    value: float
    low: float
    high: float
    n_respondents: int
    n_dropped: int
    n_items: int
    confidence: float
    method: str = "Feldt"


@dataclass(frozen=True, slots=True)
class Omega:
    """McDonald's omega of the sum of the items as they were answered.

    ``loadings`` are standardised, -1 to 1; with ``standard_deviations`` they give ``value`` back.
    """

    value: float
    loadings: tuple[float, ...]
    n_respondents: int
    n_dropped: int
    n_items: int
    standard_deviations: tuple[float, ...]
    method: str = "one factor, maximum likelihood, covariance matrix"


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """One item over the people who answered every item; ``mean`` is its difficulty."""

    index: int
    n: int
    mean: float | NotComputable
    sd: float | NotComputable
    item_rest_correlation: float | NotComputable
    alpha_if_deleted: float | NotComputable
    n_dropped: int


def cronbach_alpha(matrix: ArrayLike, *, confidence: float = 0.95) -> Alpha | NotComputable:
    """Give Cronbach's alpha with its interval.

    Use it for items meant to measure one thing, reversed items already turned round. Do not use
    it as proof that they measure one thing, nor for stages of a rubric.

    Parameters
    ----------
    matrix : array_like, shape (n_people, n_items)
        Codes; nan or None where missing. Rows with a missing answer are left out and counted.
    confidence : float
        Coverage, strictly between 0 and 1.

    Returns
    -------
    Alpha or NotComputable
        Alpha is at most 1 and may be negative. ``NotComputable`` with fewer than 10 complete
        rows or 2 items, or when an item or the total does not vary.

    Raises
    ------
    ValueError
        When the matrix is not two-dimensional or the confidence is not between 0 and 1.

    Notes
    -----
    alpha = k/(k - 1) (1 - sum of item variances / variance of the total). Bounds:
    1 - (1 - alpha) F(1 - a/2) and 1 - (1 - alpha) F(a/2), with n - 1 and (n - 1)(k - 1) degrees of
    freedom. Assumes equal loadings (else alpha is too low), errors that are unrelated, and for the
    interval normal scores. Zero width at alpha = 1 means items that are copies.

    Checked against R 4.2.2, psych 2.2.9 ``alpha`` and ``alpha.ci``, and by hand.

    References
    ----------
    Feldt, L. S., Woodruff, D. J. and Salih, F. A. (1987). Statistical inference for coefficient
    alpha. Applied Psychological Measurement 11, 93-103.

    Examples
    --------
    >>> rows = [[1, 2], [2, 2], [3, 4], [4, 3], [5, 5], [1, 1], [2, 3], [3, 3], [4, 5], [5, 4]]
    >>> alpha = cronbach_alpha(rows)
    >>> round(alpha.value, 3), round(alpha.low, 3), round(alpha.high, 3)
    (0.915, 0.656, 0.979)
    """
    from scipy.stats import f

    check_confidence(confidence)
    complete, n_dropped = _complete_rows(matrix)
    unusable = _unusable("Cronbach's alpha", complete, fewest_items=2)
    if unusable is not None:
        return unusable
    value = _alpha(complete)
    if isinstance(value, NotComputable):
        return value
    n, k = complete.shape
    tail = (1 - confidence) / 2
    upper_f, lower_f = f.ppf([1 - tail, tail], n - 1, (n - 1) * (k - 1))
    low, high = (1 - (1 - value) * float(quantile) for quantile in (upper_f, lower_f))
    return Alpha(value, low, high, n, n_dropped, k, confidence)


def mcdonald_omega(matrix: ArrayLike) -> Omega | NotComputable:
    """Give McDonald's omega from a model with one common factor.

    Use it beside alpha when items may weigh differently. Do not use it to find out how many
    factors there are; with few people the loadings are rough.

    Parameters
    ----------
    matrix : array_like, shape (n_people, n_items)
        Codes; nan or None where missing. Rows with a missing answer are left out and counted.

    Returns
    -------
    Omega or NotComputable
        Omega from 0 to 1. ``NotComputable`` with fewer than 10 complete rows or 3 items, an item
        that does not vary, or where ``one_factor.one_factor_loadings`` finds no solution to trust.

    Raises
    ------
    ValueError
        When the matrix is not two-dimensional.

    Notes
    -----
    With standardised loadings l and standard deviations s,
    omega = (sum l s)**2 / [(sum l s)**2 + sum (1 - l**2) s**2]. The loadings are fitted by
    maximum likelihood to the correlation matrix; as such fits do not depend on units, this is
    the solution of the covariance matrix too. Assumes one factor and normal answers.

    Checked against R 4.2.2 ``factanal`` and psych 2.2.9 ``fa(fm = "ml")``, and by hand for three
    items, where the loadings have a closed form.

    References
    ----------
    McDonald, R. P. (1999). Test Theory: A Unified Treatment, chapter 6.
    Joereskog, K. G. (1967). Some contributions to maximum likelihood factor analysis.
    Psychometrika 32, 443-482.

    Examples
    --------
    >>> rows = [[1, 2, 1], [2, 1, 2], [3, 4, 4], [4, 3, 3], [5, 5, 5],
    ...         [1, 1, 2], [2, 3, 3], [3, 2, 3], [4, 5, 4], [5, 4, 4]]
    >>> round(mcdonald_omega(rows).value, 3)
    0.939
    """
    complete, n_dropped = _complete_rows(matrix)
    unusable = _unusable("McDonald's omega", complete, fewest_items=3)
    if unusable is not None:
        return unusable
    correlations = np.asarray(np.corrcoef(complete, rowvar=False))
    loadings = one_factor_loadings(correlations, complete.shape[0])
    if isinstance(loadings, NotComputable):
        return loadings
    spread = complete.std(axis=0, ddof=1)
    common = float((loadings * spread).sum()) ** 2
    unique = float(((1 - loadings**2) * spread**2).sum())
    return Omega(
        value=common / (common + unique),
        loadings=tuple(loadings.tolist()),
        n_respondents=complete.shape[0],
        n_dropped=n_dropped,
        n_items=complete.shape[1],
        standard_deviations=tuple(spread.tolist()),
    )


def item_statistics(matrix: ArrayLike) -> tuple[ItemStatistics, ...]:
    """Describe each item and how it goes with the others.

    Use it to find an item that was misread or not turned round. Do not drop items by it in one
    small survey; alpha if deleted rises by chance.

    Parameters
    ----------
    matrix : array_like, shape (n_people, n_items)
        Codes; nan or None where missing. Rows with a missing answer are left out and counted.

    Returns
    -------
    tuple of ItemStatistics
        One per item, in order, ``index`` from 0. The mean needs one complete row, the standard
        deviation two, the rest ten; alpha if deleted needs three items.

    Raises
    ------
    ValueError
        When the matrix is not two-dimensional.

    Notes
    -----
    Item-rest correlation: Pearson's, between the item and the sum of the others. Standard
    deviations divide by n - 1. Assumes reversed items are turned round.

    Checked against R 4.2.2, psych 2.2.9 ``alpha`` (mean, sd, r.drop, alpha.drop).

    References
    ----------
    Nunnally, J. C. and Bernstein, I. H. (1994). Psychometric Theory, 3rd edition, chapter 8.

    Examples
    --------
    >>> rows = [[1, 2], [2, 2], [3, 4], [4, 3], [5, 5], [1, 1], [2, 3], [3, 3], [4, 5], [5, 4]]
    >>> first, second = item_statistics(rows)
    >>> first.mean, second.mean, round(first.item_rest_correlation, 3)
    (3.0, 3.2, 0.849)
    """
    complete, n_dropped = _complete_rows(matrix)
    return tuple(_item(complete, index, n_dropped) for index in range(complete.shape[1]))


def _complete_rows(matrix: ArrayLike) -> tuple[Floats, int]:
    """Keep people who answered everything, in an order of their own, and count the others."""
    table = as_array(matrix, "matrix", 2)
    complete = table[~np.isnan(table).any(axis=1)]
    # Sorted, so that the last digit of a sum does not depend on the order of rows.
    ordered = complete[np.lexsort(complete.T[::-1])] if complete.size else complete
    return ordered, table.shape[0] - complete.shape[0]


def _unusable(statistic: str, complete: Floats, fewest_items: int) -> NotComputable | None:
    """Say why a table allows no reliability, or give None when it does."""
    n, k = complete.shape
    if k < fewest_items:
        return too_few(statistic, fewest_items, "items", k)
    if n < FEWEST_PEOPLE:
        return too_few(statistic, FEWEST_PEOPLE, COMPLETE, n)
    constant = np.flatnonzero(np.ptp(complete, axis=0) == 0)
    if constant.size:
        which = ", ".join(str(index + 1) for index in constant)
        return NotComputable(statistic, f"everybody gave the same answer to item {which}", n)
    return None


def _alpha(complete: Floats) -> float | NotComputable:
    """Give alpha of complete rows in which every item varies."""
    n, k = complete.shape
    total = complete.sum(axis=1)
    if np.ptp(total) == 0:
        return NotComputable("Cronbach's alpha", "everybody has the same total", n)
    items = complete.var(axis=0, ddof=1).sum()
    return float(k / (k - 1) * (1 - items / total.var(ddof=1)))


def _item(complete: Floats, index: int, n_dropped: int) -> ItemStatistics:
    """Describe one item."""
    n = complete.shape[0]
    item = complete[:, index]
    mean = float(item.mean()) if n else NotComputable("mean", "nobody answered every item", 0)
    sd = float(item.std(ddof=1)) if n > 1 else too_few("standard deviation", 2, COMPLETE, n)
    rest = np.delete(complete, index, axis=1)
    correlation = _item_rest(item, rest)
    unusable = _unusable("alpha if deleted", rest, fewest_items=2)
    deleted = _alpha(rest) if unusable is None else unusable
    return ItemStatistics(index, n, mean, sd, correlation, deleted, n_dropped)


def _item_rest(item: Floats, rest: Floats) -> float | NotComputable:
    """Correlate an item with the sum of the others."""
    name, total = "item-rest correlation", rest.sum(axis=1)
    if rest.shape[1] == 0:
        return too_few(name, 2, "items", 1)
    if item.size < FEWEST_PEOPLE:
        return too_few(name, FEWEST_PEOPLE, COMPLETE, item.size)
    if np.ptp(item) == 0 or np.ptp(total) == 0:
        return NotComputable(name, "the item or the rest does not vary", item.size)
    return float(np.corrcoef(item, total)[0, 1])
