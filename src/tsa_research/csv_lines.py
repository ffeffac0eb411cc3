"""A CSV file as it stands: a row can be added or cut, and every other byte stays as it was."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tsa_research.columns import separator_of
from tsa_research.errors import UsageError
from tsa_research.files import write_atomically

MARK = "\ufeff"
"""What editors put before a text in UTF-8."""
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


@dataclass(frozen=True)
class CsvLines:
    """The rows of a file, each as its text and as its cells; the first holds the headings.

    Parameters
    ----------
    texts : tuple of str
        Each row as it stands, with its line end.
    cells : tuple of tuple of str
        The same rows read.
    separator : str
    mark : str
        :data:`MARK` if the file begins with it, else nothing.
    """

    texts: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    separator: str = ","
    mark: str = ""

    @property
    def header(self) -> tuple[str, ...]:
        """The headings."""
        return self.cells[0] if self.cells else ()

    @property
    def text(self) -> str:
        """The whole file."""
        return self.mark + "".join(self.texts)

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield place and cells by heading of every row with text below the headings.

        A heading that a short row does not reach has a blank cell.
        """
        blank = dict.fromkeys(self.header, "")
        for place, cells in enumerate(self.cells[1:], start=1):
            if "".join(cells).strip():
                yield place, blank | dict(zip(self.header, cells, strict=False))

    def with_row(self, row: Mapping[str, str]) -> tuple[CsvLines, int]:
        """Return the file with one row more behind the last one with text, and its place.

        A heading that the row does not have gets a blank cell. A heading that only the row has
        is added with blank cells for the others, but only if the cell holds something.

        The file must have headings, see :func:`with_headings`.

        Raises
        ------
        UsageError
            If the file could not be read any more.
        """
        wider = self._with_headings([name for name, cell in row.items() if cell])
        cells = [row.get(name, "") for name in wider.header]
        last = max((n for n, c in enumerate(wider.cells) if "".join(c).strip()), default=0)
        before, end = wider.texts[: last + 1], wider._line_end
        line = _written(cells, self.separator)
        if before and not before[-1].endswith(("\n", "\r")):
            before, end = (*before[:-1], before[-1] + end), ""
        texts = (*before, line + end, *wider.texts[last + 1 :])
        longer = _read(self.mark + "".join(texts), self.separator)
        if longer is None or longer.cells[: last + 2] != (*wider.cells[: last + 1], tuple(cells)):
            raise UsageError(
                "The row cannot be added; nothing was saved.",
                expected="quotation marks that match, and cells that are not too long",
                got="a file that could not be read any more with the row",
                next_step="Shorten what you wrote, or correct the quotation marks of the file.",
            )
        return longer, last + 1

    def without(self, places: Collection[int]) -> CsvLines:
        """Return the file without some rows."""
        kept = [place for place in range(len(self.texts)) if place not in places]
        texts, cells = [self.texts[n] for n in kept], tuple(self.cells[n] for n in kept)
        if texts and kept[-1] != len(self.texts) - 1 and not self._ended:
            texts[-1] = texts[-1].removesuffix("\n").removesuffix("\r")
        return replace(self, texts=tuple(texts), cells=cells)

    def write(self, path: Path) -> None:
        """Write the file; permissions of one that is there stay, a new one is its owner's."""
        target = path.resolve()
        mode = target.stat().st_mode & 0o777 if target.is_file() else 0o600
        write_atomically(target, self.text, mode=mode)
        target.chmod(mode)  # the mask of the process may have taken some of them away

    @property
    def _ended(self) -> bool:
        return self.texts[-1].endswith(("\n", "\r"))

    @property
    def _line_end(self) -> str:
        first = self.texts[0] if self.texts else ""
        return next((end for end in ("\r\n", "\n", "\r") if first.endswith(end)), "\n")

    def _with_headings(self, names: Sequence[str]) -> CsvLines:
        new = [name for name in names if name not in self.header]
        if not new:
            return self
        texts, cells = [], []
        for place, (text, row) in enumerate(zip(self.texts, self.cells, strict=True)):
            filled = place == 0 or "".join(row).strip()
            added = (new if place == 0 else [""] * len(new)) if filled else []
            bare = text.rstrip("\r\n")
            more = self.separator + _written(added, self.separator) if added else ""
            texts.append(bare + more + text[len(bare) :])
            cells.append((*row, *added))
        return replace(self, texts=tuple(texts), cells=tuple(cells))


def read_lines(path: Path, separators: str = ",;") -> CsvLines:
    """Read a CSV file as it stands; no file is a file without rows.

    Parameters
    ----------
    path : Path
    separators : str
        Each that may stand between cells; the one that the first line has most often does.

    Raises
    ------
    UsageError
        If a cell is too long to be read.
    """
    payload = path.read_bytes() if path.is_file() else b""
    read = _read(_decoded(payload), separators)
    if read is None:
        raise UsageError(
            "A file cannot be read; nothing was written.",
            where=str(path),
            expected="a CSV file in UTF-8",
            got="a cell that is too long",
            next_step="Correct the file, or move it elsewhere.",
        )
    return read


def with_headings(names: Sequence[str]) -> CsvLines:
    """Return a new file that holds headings and no row."""
    return CsvLines((_written(names, ",") + "\n",), (tuple(names),))


def in_one_line(text: str) -> str:
    r"""Return a text in which a blank stands for breaks and for what cannot be printed.

    >>> in_one_line("one\r\ntwo\x00")
    'one two'
    """
    return _BREAKS.sub(" ", text).strip()


def _decoded(payload: bytes) -> str:
    """Return a text as editors and spreadsheets may have saved it."""
    if payload[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return payload.decode("utf-16", errors="replace")
    try:
        return payload.decode("utf-8")
    except UnicodeDecodeError:
        return payload.decode("cp1252", errors="replace")


def _read(text: str, separators: str) -> CsvLines | None:
    mark = MARK if text.startswith(MARK) else ""
    lines = list(io.StringIO(text.removeprefix(MARK), newline=""))
    separator = separator_of(lines[0] if lines else "", separators)
    reader, texts, cells, begun = csv.reader(iter(lines), delimiter=separator), [], [], 0
    try:
        for row in reader:
            texts.append("".join(lines[begun : reader.line_num]))
            cells.append(tuple(row))
            begun = reader.line_num
    except csv.Error:
        return None
    return CsvLines(tuple(texts), tuple(cells), separator, mark)


def _written(cells: Sequence[str], separator: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerow(cells)
    return text.getvalue().removesuffix("\r\n")
