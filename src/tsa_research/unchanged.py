"""What an import beside the waves was made from and gave, so that it need not be done again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from tsa_research import __version__
from tsa_research.digests import file_digest
from tsa_research.files import write_atomically


@dataclass(frozen=True)
class Kept:
    """The books of one import: digest of its inputs, digests of what it gave, and counts."""

    inputs: str
    stored: dict[str, str]
    counts: dict[str, int]


def read_kept(path: Path) -> Kept | None:
    """Return the books of an earlier import; ``None`` if there are none that can be read."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        same = set(values) == {field.name for field in fields(Kept)}
        return Kept(**values) if same else None
    except (OSError, ValueError, TypeError):
        return None


def write_kept(path: Path, kept: Kept) -> None:
    """Keep the books of an import."""
    write_atomically(path, json.dumps(asdict(kept), sort_keys=True, indent=1) + "\n")


def inputs_of_import(texts: Iterable[str], files: Iterable[Path], memory: Path) -> str:
    """Return the digest of the package's version, some texts and the content of some files.

    ``memory`` is the folder for digests of large files, see
    :func:`tsa_research.digests.file_digest`.
    """
    digest = hashlib.sha256(__version__.encode())
    for text in (*texts, *(f"{path.name} {file_digest(path, memory)}" for path in files)):
        digest.update(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())
    return digest.hexdigest()
