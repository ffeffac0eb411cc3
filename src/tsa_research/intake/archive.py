"""Looking at a workbook from outside before it is opened: size, entities, merged cells."""

from __future__ import annotations

import io
import re
import zipfile

from tsa_research.errors import IntakeError

LARGEST_FILE = 50 * 1024**2
LARGEST_CONTENT = 400 * 1024**2
_PROLOGUE = 4096
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:]+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


def check_archive(payload: bytes, file: str) -> None:
    """Refuse an archive that is too large, is no workbook, or declares XML entities.

    The sizes that the archive states are enough: nothing beyond them is unpacked.

    Raises
    ------
    IntakeError
        With the size found and the size allowed.
    """
    if len(payload) > LARGEST_FILE:
        raise _too_large(file, LARGEST_FILE, len(payload))
    try:
        with zipfile.ZipFile(io.BytesIO(payload)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            if unpacked > LARGEST_CONTENT:
                raise _too_large(file, LARGEST_CONTENT, unpacked)
            _check_parts(archive, file)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise not_a_workbook(file, str(error)) from error


def merged_ranges(payload: bytes, part: str) -> list[str]:
    """Return the merged ranges of one sheet, such as ``A1:C1``."""
    return [found.decode("ascii") for found in _MERGED.findall(_read(payload, part))]


def has_formulas(payload: bytes, part: str) -> bool:
    """Tell whether a sheet holds any formula."""
    return _FORMULA.search(_read(payload, part)) is not None


def not_a_workbook(file: str, got: str) -> IntakeError:
    """Return the error for a file that is called a workbook but cannot be read as one."""
    return IntakeError(
        "The file cannot be read as an Excel workbook.",
        where=file,
        expected="a workbook (.xlsx) without a password",
        got=got,
        next_step="Open it in a spreadsheet, save it as .xlsx, and import that.",
    )


def _check_parts(archive: zipfile.ZipFile, file: str) -> None:
    names = archive.namelist()
    if "xl/workbook.xml" not in names:
        raise not_a_workbook(file, "a zip archive that holds no workbook")
    for name in names:
        if name.endswith((".xml", ".rels")):
            with archive.open(name) as part:
                if b"<!DOCTYPE" in part.read(_PROLOGUE):
                    raise not_a_workbook(file, f"{name} declares XML entities")


def _read(payload: bytes, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(payload)) as archive:
        return archive.read(part.lstrip("/"))


def _too_large(file: str, limit: int, size: int) -> IntakeError:
    return IntakeError(
        "The workbook is too large to be a form export.",
        where=file,
        expected=f"at most {limit / 1024**2:.0f} MB",
        got=f"{size / 1024**2:.1f} MB",
        next_step="Export the answers as CSV, or in several files.",
    )
