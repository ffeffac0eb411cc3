"""A table of text by column, each distinct text held once, read piece by piece.

A file of a million rows holds few distinct answers: whatever is done to them is done once for
each distinct text, and memory never holds more than one piece of the file as cells.
"""

from tsa_research.columns.column import Column
from tsa_research.columns.grid import Grid, GridBuilder, Record
from tsa_research.columns.reading import read_grid, text_pieces
from tsa_research.columns.separators import separator_of

__all__ = ["Column", "Grid", "GridBuilder", "Record", "read_grid", "separator_of", "text_pieces"]
