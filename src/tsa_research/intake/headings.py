"""Headings that hold no answer to an item: who, where, when, and what form tools add."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

PERSON = (
    "participant",
    "participant_id",
    "participant id",
    "participant code",
    "person",
    "email",
    "e-mail",
    "email address",
    "e-mail address",
)
SCHOOL = ("school", "school_id", "school id", "school name", "school_name")
SUBMITTED = ("submitted", "submitted_at", "submitted at", "date submitted", "date", "timestamp")
RESPONSE = ("response", "respondent", "response_id", "respondent_id", "response id")

# Left out wherever they occur. A plain "id" is not among them: in a table made by hand
# it may be the only thing that tells who answered, so its meaning has to be settled.
NAMES_AND_TRACES = frozenset(
    {
        *("name", "full name", "first name", "last name", "firstname", "lastname"),
        *("first_name", "last_name", "surname", "forename", "your name"),
        *("ip address", "ipaddress", "ip_address", "ip", "user agent", "phone", "telephone"),
        *("progress", "duration", "duration (in seconds)", "language", "userlanguage"),
        *("start time", "start", "startdate", "last modified time", "row", "row number"),
        *RESPONSE,
    }
)

MOST_PARTS = 20
"""Parts of a heading that are tried as the wording of a question: a row of a grid is the last."""


def aliases(
    *, person: Iterable[str] = (), submitted: Iterable[str] = ()
) -> Mapping[str, tuple[str, ...]]:
    """Return the headings of person, school and submission, a dialect's own ones first."""
    return {
        "person": (*person, *PERSON),
        "school": SCHOOL,
        "submitted": (*submitted, *SUBMITTED),
    }


def technical(
    names: Iterable[str], *, starts: tuple[str, ...] = (), ends: tuple[str, ...] = ()
) -> Callable[[str], bool]:
    """Return the test whether a plain heading is one that a form tool added by itself."""
    known = NAMES_AND_TRACES | set(names)

    def is_technical(name: str) -> bool:
        return name in known or name.startswith(starts) or name.endswith(ends)

    return is_technical
