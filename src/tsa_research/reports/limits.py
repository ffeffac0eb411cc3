"""What one report may take of the machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Seconds of the clock, and megabytes beyond those that the libraries take."""

    seconds: float = 600.0
    memory: int = 2048
