"""What one report may take of the machine."""

from __future__ import annotations

from dataclasses import dataclass

from tsa_research.errors import UsageError


@dataclass(frozen=True)
class Limits:
    """Seconds of the clock, and megabytes beyond those that the libraries take (0: no limit).

    Raises
    ------
    UsageError
        If no report could keep to them.
    """

    seconds: float = 600.0
    memory: int = 2048

    def __post_init__(self) -> None:
        if not self.seconds > 0:
            raise UsageError(
                "No report can keep to the limit.",
                where="--seconds",
                expected="more than 0",
                got=f"{self.seconds:g}",
            )
        if self.memory < 0:
            raise UsageError(
                "No report can keep to the limit.",
                where="--memory",
                expected="a number of megabytes, or 0 for no limit",
                got=str(self.memory),
            )
