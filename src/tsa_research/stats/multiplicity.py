"""Several comparisons at once: p-values adjusted for how many there are."""

from collections.abc import Sequence

from tsa_research.stats.arguments import as_array


def benjamini_hochberg(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjust p-values so that few of those called remarkable are false alarms.

    Use it over the exploratory comparisons of one question. Do not put the headline comparison,
    chosen beforehand, among them, and leave out comparisons that were not computable.

    Parameters
    ----------
    p_values : sequence of float
        Raw p-values, each from 0 to 1, in any order; may be empty.

    Returns
    -------
    tuple of float
        Adjusted p-values in the same order, each at least its raw value and at most 1.

    Raises
    ------
    ValueError
        When a value is missing or outside 0 to 1.

    Notes
    -----
    With p sorted upwards, the adjusted value at rank i is the smallest m p_j / j over j >= i.
    Controls the expected share of false alarms when tests are independent or positively related.

    Checked against R 4.2.2 ``p.adjust(method = "BH")`` and by hand.

    References
    ----------
    Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the
    Royal Statistical Society B 57, 289-300.

    Examples
    --------
    >>> [round(p, 3) for p in benjamini_hochberg([0.01, 0.04, 0.5])]
    [0.03, 0.06, 0.5]
    """
    from scipy.stats import false_discovery_control

    raw = as_array(p_values, "p_values", 1)
    if not ((raw >= 0) & (raw <= 1)).all():
        raise ValueError(f"p_values must each lie between 0 and 1; got {raw.tolist()}")
    if raw.size == 0:
        return ()
    return tuple(float(p) for p in false_discovery_control(raw, method="bh"))
