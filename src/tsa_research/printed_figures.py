"""The printed figures that lie beside a network's settings, as a notebook opens them."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

from tsa_research.analyses.claim_table import Claim, read_claims
from tsa_research.errors import NothingToReportError
from tsa_research.policy import Policy
from tsa_research.workspace import Workspace, open_workspace

FILE = "claims.csv"


@dataclass(frozen=True, repr=False)
class PrintedFigures:
    """A table of printed figures and the network that it belongs to."""

    workspace: Workspace
    path: Path
    claims: tuple[Claim, ...]

    @property
    def policy(self) -> Policy:
        """The network's thresholds."""
        return self.workspace.policy

    @property
    def name(self) -> str:
        """The name of the table, for lists of sources."""
        return self.path.name

    def __str__(self) -> str:
        return f"{self.workspace.title}: {len(self.claims):,} printed figures."

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return f'<p class="context">{escape(str(self))}</p>'


def figures_file(workspace: Workspace) -> Path:
    """Return where the printed figures of a network lie, if it has any."""
    return workspace.folder / FILE


def open_figures(network: str, *, allow_empty: bool = False) -> PrintedFigures:
    """Open the printed figures of a network: ``claims.csv`` beside its ``network.toml``.

    Parameters
    ----------
    network : str
        Name of an embedded network, or a folder with a ``network.toml``.
    allow_empty : bool
        Return no figures, instead of an error, where the network has no such table.

    Raises
    ------
    NothingToReportError
        If the network has no such table.
    IntakeError
        If the table cannot be read.
    """
    workspace = open_workspace(network)
    path = figures_file(workspace)
    if not path.is_file():
        if allow_empty:
            return PrintedFigures(workspace, path, ())
        raise NothingToReportError(
            f"{workspace.title} has no table of printed figures.",
            where=FILE,
            expected=f"{FILE} beside network.toml",
            next_step="tsa check-figures --template prints an example.",
        )
    return PrintedFigures(workspace, path, read_claims(path))
