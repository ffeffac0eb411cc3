"""From the bytes of a file to its text: the encoding is proved, never guessed."""

from __future__ import annotations

import codecs
import re

from tsa_research.columns import text_pieces
from tsa_research.errors import IntakeError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d]")
# A letter beyond ASCII as UTF-8 writes it. Windows-1252 all but never puts these together.
_UTF8_LETTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_BINARY = (
    (b"PK\x03\x04", "a zip archive or an Excel workbook"),
    (b"\xd0\xcf\x11\xe0", "an old or password-protected Excel workbook"),
    (b"%PDF", "a PDF document"),
)


def find_encoding(payload: bytes, file: str) -> str:
    """Return the encoding that :func:`decode` reads a file in, and raise what it raises.

    The text is decoded in pieces and not kept.
    """
    _refuse_binary(payload, file)
    if payload.isascii():
        return "utf-8"
    encoding = next((name for mark, name in _MARKS if payload.startswith(mark)), "utf-8")
    try:
        if not any("\x00" in piece for piece in text_pieces(payload, encoding)):
            return encoding
    except UnicodeDecodeError:
        pass
    return decode(payload, file)[1]


def decode(payload: bytes, file: str) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding.

    A byte order mark decides; without one the bytes must be UTF-8 throughout, or else
    Windows-1252 throughout and free of control characters.

    Raises
    ------
    IntakeError
        If the file is empty, is not a text, or fits none of these encodings; the message
        names the byte and the line.
    """
    _refuse_binary(payload, file)
    for mark, encoding in _MARKS:
        if payload.startswith(mark):
            return _decode_as(payload, encoding, file), encoding
    try:
        text, encoding = payload.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as not_utf8:
        text, encoding = _decode_windows(payload, file, not_utf8), "cp1252"
    return text, encoding


def _refuse_binary(payload: bytes, file: str) -> None:
    if not payload or payload.isspace():
        raise IntakeError(
            "The file is empty.",
            where=file,
            expected="a row of headings and one row per response",
            got=f"{len(payload)} bytes",
            next_step="Export the answers again and look into the file before importing it.",
        )
    found = next((name for start, name in _BINARY if payload.startswith(start)), "")
    marked = payload.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not found and not marked and b"\x00" in payload:
        found = f"a binary file (zero at byte {payload.index(0)})"
    if found:
        raise IntakeError(
            "The file is not a text, although its name says so.",
            where=file,
            expected="a CSV file",
            got=found,
            next_step="If it is a workbook, give it the ending .xlsx; otherwise export it as CSV.",
        )


def _decode_as(payload: bytes, encoding: str, file: str) -> str:
    skipped, codec = (3, "utf-8") if encoding == "utf-8-sig" else (0, encoding)
    try:
        text = payload[skipped:].decode(codec)
    except UnicodeDecodeError as error:
        raise _wrong_encoding(payload, file, skipped + error.start, encoding) from error
    if "\x00" in text:
        before = text[: text.index("\x00")].encode(codec)
        raise _wrong_encoding(payload, file, skipped + len(before), encoding)
    return text


def _decode_windows(payload: bytes, file: str, not_utf8: UnicodeDecodeError) -> str:
    wanted = "UTF-8 or Windows-1252"
    if _UTF8_LETTER.search(payload):
        # Mostly UTF-8 with a stray byte: as Windows-1252 every accent would come out wrong.
        raise _wrong_encoding(payload, file, not_utf8.start, f"{wanted} throughout, not both")
    try:
        text = payload.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _wrong_encoding(payload, file, error.start, wanted) from not_utf8
    control = _CONTROL.search(text)
    if control:
        raise _wrong_encoding(payload, file, control.start(), wanted) from not_utf8
    return text


def _wrong_encoding(payload: bytes, file: str, place: int, encoding: str) -> IntakeError:
    line = payload.count(b"\n", 0, place) + 1
    return IntakeError(
        "The file has the wrong encoding: it cannot be read as text without guessing.",
        where=f"{file}, line {line}, byte {place}",
        expected=f"text in {encoding}",
        got=f"the byte 0x{payload[place]:02X}",
        next_step="Open it in a spreadsheet and save it as “CSV UTF-8”.",
    )
