"""Questions that a share answers: what it is of, and who is behind it."""

from __future__ import annotations

from dataclasses import dataclass

from tsa_research.findings import Scope


@dataclass(frozen=True)
class Share:
    """A question that one share for each alliance and wave answers.

    Parameters
    ----------
    source : str
        Title of the form or record.
    title : str
        What is counted; stands after the source.
    things : str
        What the share is of, in the plural.
    unit : str
        Who is behind a row.
    scope : Scope
        Which threshold guards it.
    method : str
    """

    source: str
    title: str
    things: str
    unit: str
    scope: Scope
    method: str
