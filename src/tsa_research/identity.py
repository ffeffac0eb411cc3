"""Pseudonyms: names leave the data here.

A pseudonym is a keyed hash (HMAC-SHA-256) of the participant's id. Without the key it
cannot be traced or guessed from a list of names; with the same key the same person has
the same pseudonym in every wave, which is what makes matching possible.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from tsa_research.errors import IntakeError

KEY_BYTES = 32
_BLOCK = 64  # bytes that SHA-256 works on at a time; a key is never longer


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


def pseudonyms(key: bytes, identities: Sequence[str]) -> dict[str, str]:
    """Return the pseudonym of every identity, as :func:`pseudonym`, in half the time.

    The two hashes that make up an HMAC (RFC 2104) are taken one by one: for short texts a
    general function spends most of its time on getting ready.
    """
    padded, sha256 = key.ljust(_BLOCK, b"\0"), hashlib.sha256
    inner, outer = (bytes(byte ^ pad for byte in padded) for pad in (0x36, 0x5C))
    return {
        identity: f"p{sha256(outer + sha256(inner + text.encode()).digest()).hexdigest()[:16]}"
        for identity, text in zip(identities, folded(identities), strict=True)
    }


def folded(texts: Sequence[str]) -> list[str]:
    """Return texts without what does not tell people apart: outer blanks and letter case.

    >>> folded([" One ", "TWO"])
    ['one', 'two']
    """
    stripped = list(map(str.strip, texts))
    together = "\n".join(stripped)
    if together.count("\n") != len(stripped) - 1:  # none at all, or a line feed inside a text
        return list(map(str.casefold, stripped))
    return together.casefold().split("\n")


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
    places = find_people(typed, rows_by_identity(participants))
    return pd.Series(ids[places], index=typed.index, dtype="object")


def find_people(typed: pd.Series, known: Mapping[str, int]) -> np.ndarray:
    """Return the rows of the roster in which the people behind what was typed stand, else -1.

    ``known`` is as :func:`rows_by_identity` returns it.
    """
    texts = folded(typed.where(typed.notna(), "").tolist())
    return np.array([known.get(text, -1) for text in texts], dtype=np.int64)


def rows_by_identity(participants: pd.DataFrame) -> dict[str, int]:
    """Return the row of the roster for every id and e-mail, folded; an id goes first."""
    known: dict[str, int] = {}
    for column in ("email", "participant_id"):
        texts = folded(participants[column].tolist())
        known.update(zip(texts, range(len(texts)), strict=True))
    known.pop("", None)
    return known
