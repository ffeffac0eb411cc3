"""The draft of a self-audit on disk, which another window may have changed in the meantime."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tsa_research.collect.audit import (
    Audit,
    check_wave_id,
    draft_file,
    is_code,
    new_code,
    read_draft,
    write_draft,
)
from tsa_research.schemas.model import Instrument


class AuditDraft:
    """The draft of one page, kept under a code that only its judge is told.

    Parameters
    ----------
    folder : Path
        Of the network.
    wave : str
        Id of the wave.

    Raises
    ------
    UsageError
        If the id cannot be that of a wave.
    """

    def __init__(self, folder: Path, wave: str) -> None:
        check_wave_id(wave)
        self.code = new_code()
        self._folder, self._wave, self._known = folder, wave, ""

    @property
    def path(self) -> Path:
        """Where it is kept."""
        return draft_file(self._folder, self._wave, self.code)

    @property
    def changed_elsewhere(self) -> bool:
        """Whether the file is another one than this page has read or written."""
        return _digest(self.path) != self._known

    def keep(self, audit: Audit) -> bool:
        """Write the draft; under a new code if somebody else has changed or removed the file.

        Returns
        -------
        bool
            Whether the code has stayed.

        Raises
        ------
        OSError
            If it cannot be written.
        """
        stays = not self.changed_elsewhere
        if not stays:
            self.code, self._known = new_code(), ""
        write_draft(self.path, audit)
        self._known = _digest(self.path)
        return stays

    def has(self, code: str) -> bool:
        """Tell whether a draft is kept under a code."""
        return is_code(code) and draft_file(self._folder, self._wave, code).is_file()

    def go_on_with(self, code: str, instrument: Instrument) -> Audit:
        """Return the draft under another code, which is this page's own from now on.

        Raises
        ------
        UnreadableError
            If it cannot be read; the page then stays with its own.
        """
        path = draft_file(self._folder, self._wave, code)
        audit = read_draft(path, instrument)
        self.code, self._known = code, _digest(path)
        return audit

    def remove(self) -> None:
        """Remove the file, unless somebody else has changed it, and begin a new draft.

        Raises
        ------
        OSError
            If it cannot be removed; the new draft is begun all the same.
        """
        path, changed = self.path, self.changed_elsewhere
        self.code, self._known = new_code(), ""
        if not changed:
            path.unlink(missing_ok=True)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
