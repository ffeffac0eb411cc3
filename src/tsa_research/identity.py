"""Pseudonyms: names leave the data here.

A pseudonym is a keyed hash (HMAC-SHA-256) of the participant's id. Without the key it
cannot be traced or guessed from a list of names; with the same key the same person has
the same pseudonym in every wave, which is what makes matching possible.
"""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path

import numpy as np
import pandas as pd

from tsa_research.errors import IntakeError

KEY_BYTES = 32


def read_key(path: Path) -> bytes:
    """Return the network's key, made at first use; only its owner may read the file.

    Raises
    ------
    IntakeError
        If the file exists but does not hold a key.
    """
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return read_key(path)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES))
    text = path.read_text(encoding="ascii", errors="replace").strip()
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise IntakeError(
            "The pseudonym key is damaged.",
            where=str(path),
            expected=f"{KEY_BYTES * 2} hexadecimal digits",
            got=f"{len(text)} characters",
            next_step="Restore it from your backup: without it waves cannot be matched.",
        )
    return key


def pseudonym(key: bytes, identity: str) -> str:
    """Return the pseudonym of an identity: ``p`` and 16 hexadecimal digits.

    >>> pseudonym(b"k" * 32, "Someone@school.example") == pseudonym(
    ...     b"k" * 32, "someone@school.example ")
    True
    """
    message = identity.strip().casefold().encode("utf-8")
    return "p" + hmac.digest(key, message, "sha256").hex()[:16]


def link_people(typed: pd.Series, participants: pd.DataFrame) -> pd.Series:
    """Return the participant id behind what was typed (an id or an e-mail), else missing.

    Parameters
    ----------
    typed : Series of str
        Identities as they came with the export; missing where the answer was anonymous.
    participants : DataFrame
        The roster, with ``participant_id`` and ``email``.
    """
    if participants.empty:
        return typed.str.strip().str.casefold().where(typed.notna(), None)
    ids = np.append(participants["participant_id"].to_numpy(dtype=object), [None])
    return pd.Series(ids[find_people(typed, participants)], index=typed.index, dtype="object")


def find_people(typed: pd.Series, participants: pd.DataFrame) -> np.ndarray:
    """Return the rows of the roster in which the people behind what was typed stand, else -1."""
    known = _rows_by_identity(participants["email"])
    known |= _rows_by_identity(participants["participant_id"])
    there = typed.notna().tolist()
    found = [
        known.get(text.strip().casefold(), -1) if given else -1
        for text, given in zip(typed.tolist(), there, strict=True)
    ]
    return np.array(found, dtype=np.int64)


def _rows_by_identity(typed: pd.Series) -> dict[str, int]:
    return {text.strip().casefold(): row for row, text in enumerate(typed.tolist()) if text}
