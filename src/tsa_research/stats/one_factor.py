"""One common factor behind the items of a subscale, by maximum likelihood."""

import numpy as np

from tsa_research.stats.arguments import Floats
from tsa_research.stats.outcome import NotComputable

NAME = "McDonald's omega"

#: An item with less variance of its own than this share is a Heywood case, as in R ``factanal``.
LOWEST_UNIQUENESS = 0.005

#: Slope at which a solution counts as found, and curvature below which it is one of many.
STEEPEST_SLOPE = 1e-5
FLATTEST_CURVE = 0.01

#: Shares of an item's variance that are its own, to start from; the best end counts.
STARTS = (0.2, 0.5, 0.8)


def one_factor_loadings(correlations: Floats, n: int) -> Floats | NotComputable:
    """Fit one common factor to correlations, and refuse a solution not to be trusted.

    Use it through ``reliability.mcdonald_omega``. Do not use it to decide how many factors there
    are.

    Parameters
    ----------
    correlations : numpy.ndarray, shape (n_items, n_items)
        Correlations of at least 3 items.
    n : int
        How many people they come from, for a refusal.

    Returns
    -------
    numpy.ndarray or NotComputable
        Standardised loadings, -1 to 1, with a sum that is not negative. ``NotComputable`` when
        items repeat one another, when the best solution leaves an item less than 0.5 per cent of
        variance of its own (Heywood case), when none is found, or when many fit equally well.

    Notes
    -----
    For given own variances u the best loadings come from the largest eigenvalue of the
    correlations divided by sqrt(u_i u_j); the rest of the eigenvalues e leave a misfit of
    sum(e - log(e) - 1), which is made smallest over u from three starts. "Many fit" is a flat
    bottom: the smallest curvature is below 0.01. Assumes one factor and normal answers.

    Checked against R 4.2.2 ``factanal`` and psych 2.2.9 ``fa(fm = "ml")``, and by hand for three
    items, where the loadings have a closed form.

    References
    ----------
    Joereskog, K. G. (1967). Some contributions to maximum likelihood factor analysis.
    Psychometrika 32, 443-482.

    Examples
    --------
    >>> correlations = np.array([[1, 0.48, 0.40], [0.48, 1, 0.30], [0.40, 0.30, 1]])
    >>> one_factor_loadings(correlations, 50).round(3)
    array([0.8, 0.6, 0.5])
    """
    if np.linalg.matrix_rank(correlations, tol=1e-8) < correlations.shape[0]:
        return NotComputable(NAME, "some items repeat what others say", n)
    unique = _best_uniquenesses(correlations)
    if unique.min() <= LOWEST_UNIQUENESS * 1.001:
        return NotComputable(NAME, "in the best solution an item has no variance of its own", n)
    # The optimiser may stop because no step improves the last digit; the slope tells the truth.
    if np.abs(_slope(unique, correlations)).max() > STEEPEST_SLOPE:
        return NotComputable(NAME, "no one-factor solution was found", n)
    if _smallest_curvature(unique, correlations) < FLATTEST_CURVE:
        return NotComputable(NAME, "many different solutions fit these answers equally well", n)
    return _loadings(unique, correlations)


def _best_uniquenesses(correlations: Floats) -> Floats:
    """Minimise the misfit from every start and keep the best end."""
    from scipy.optimize import minimize

    k = correlations.shape[0]
    ends = [
        minimize(
            _misfit,
            np.full(k, start),
            args=(correlations,),
            jac=_slope,
            method="L-BFGS-B",
            bounds=[(LOWEST_UNIQUENESS, 1)] * k,
            options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 5000, "maxfun": 50000},
        )
        for start in STARTS
    ]
    return np.asarray(min(ends, key=lambda end: end.fun).x)


def _loadings(unique: Floats, correlations: Floats) -> Floats:
    """Give the best loadings for given own variances, signs mostly positive."""
    root = np.sqrt(unique)
    sizes, directions = np.linalg.eigh(correlations / np.outer(root, root))
    loadings = root * directions[:, -1] * np.sqrt(max(sizes[-1] - 1, 0.0))
    return np.asarray(loadings if loadings.sum() >= 0 else -loadings)


def _misfit(unique: Floats, correlations: Floats) -> float:
    """Give the likelihood's distance from a perfect fit."""
    root = np.sqrt(unique)
    rest = np.linalg.eigvalsh(correlations / np.outer(root, root))[:-1]
    return float((rest - np.log(rest) - 1).sum())


def _slope(unique: Floats, correlations: Floats) -> Floats:
    """Give the slope of the misfit along each own variance."""
    left_over = _loadings(unique, correlations) ** 2 + unique - np.diag(correlations)
    return np.asarray(left_over / unique**2)


def _smallest_curvature(unique: Floats, correlations: Floats) -> float:
    """Give the curvature of the misfit along its flattest direction."""
    step = 1e-5
    sides = [
        _slope(unique + step * axis, correlations) - _slope(unique - step * axis, correlations)
        for axis in np.eye(unique.size)
    ]
    curvature = np.array(sides) / (2 * step)
    return float(np.linalg.eigvalsh((curvature + curvature.T) / 2)[0])
