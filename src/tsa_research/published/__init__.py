"""Printed tables as answers and records: ``python -m tsa_research.published FOLDER``.

The tables in ``data/published/tables`` hold printed strings. ``expanding`` turns counts into
answers, ``enquiry`` does so with counts in ``claims.csv``, and ``outcomes`` turns figures on pupils
into the record of their outcomes.
"""

from tsa_research.published.enquiry import read_enquiry_counts, write_enquiry
from tsa_research.published.expanding import (
    FEEDBACK_ROWS,
    IMPACT_ROWS,
    expand_counts,
    read_counts,
    read_marks,
    read_table,
    write_inbox,
)
from tsa_research.published.outcomes import write_outcomes

__all__ = [
    "FEEDBACK_ROWS",
    "IMPACT_ROWS",
    "expand_counts",
    "read_counts",
    "read_enquiry_counts",
    "read_marks",
    "read_table",
    "write_enquiry",
    "write_inbox",
    "write_outcomes",
]
