"""How many people, schools or judges must stand behind a figure before it is shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """The thresholds of a network, from ``[disclosure]`` in its ``network.toml``.

    Parameters
    ----------
    people_in_group : int
        Least number of people behind a figure that stays inside the alliance.
    people_in_alliance : int
        Least number of people behind a figure that leaves the alliance.
    schools_in_alliance : int
        Least number of schools behind a figure about an alliance.
    judges_in_statement : int
        Least number of judges behind a school's own statement of its stage.
    people_commenting : int
        Least number of people who wrote something before any of them is quoted.
    """

    people_in_group: int = 5
    people_in_alliance: int = 10
    schools_in_alliance: int = 3
    judges_in_statement: int = 3
    people_commenting: int = 10

    @property
    def people_in_words(self) -> int:
        """Least number of people who wrote something before anything of it is shown."""
        return max(self.people_commenting, self.people_in_alliance)

    def threshold(self, scope: str) -> int:
        """Return the least base for a scope; 0 for rows about no person.

        Members who read about their own group know one answer: their own. So it takes one more
        of them than of other people in a group.
        """
        thresholds = {
            "group": self.people_in_group,
            "members": self.people_in_group + 1,
            "alliance": self.people_in_alliance,
            "statement": self.judges_in_statement,
            "schools": self.schools_in_alliance,
            "theme": self.people_in_group,
            "public": 0,
        }
        return thresholds[scope]

    def rule(self, scope: str) -> str:
        """Return the rule in words, as printed under tables."""
        words = {
            "group": f"fewer than {self.people_in_group} people",
            "members": f"fewer than {self.people_in_group + 1} members (the reader may be one)",
            "alliance": (
                f"fewer than {self.people_in_alliance} people or {self.schools_in_alliance} schools"
            ),
            "statement": f"fewer than {self.judges_in_statement} judges",
            "schools": f"fewer than {self.schools_in_alliance} schools",
            "theme": (
                f"fewer than {self.people_in_group} people who wrote of a theme, or fewer than "
                f"{self.people_in_words} people or {self.schools_in_alliance} schools in all"
            ),
        }
        if scope not in words:
            return ""
        return f"Hidden where there are {words[scope]}, or where a total would give them away."


USUAL = Policy()
"""The thresholds of a network that sets none of its own."""
