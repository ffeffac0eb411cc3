"""Charts put together from plain dictionaries, which takes altair a fraction of the time.

Every chart is one of altair's, and can be changed as such; the tests hold it against the
schema of Vega-Lite, so that it need not be checked again each time it is shown.
"""

from __future__ import annotations

from typing import Any

import altair as alt

Records = list[dict[str, Any]]
"""Rows of a table, or of what is drawn: the values by the name of their column."""


class Layers(alt.LayerChart):
    """Marks on top of each other."""

    def _repr_mimebundle_(self, *_: Any, **__: Any) -> Any:
        return _shown(self)


class Panels(alt.HConcatChart):
    """Charts beside each other."""

    def _repr_mimebundle_(self, *_: Any, **__: Any) -> Any:
        return _shown(self)


class Stack(alt.VConcatChart):
    """Charts below each other."""

    def _repr_mimebundle_(self, *_: Any, **__: Any) -> Any:
        return _shown(self)


def marks(kind: str, data: Records, encoding: dict[str, Any], **look: Any) -> alt.Chart:
    """Return one layer: what is drawn of every row, and what in it follows which column.

    The rows become a tuple, which altair passes on where it would copy a list again and again.
    """
    mark: Any = {"type": kind, **look}
    return alt.Chart({"values": tuple(data)}, mark=mark, encoding=alt.FacetedEncoding(**encoding))


def named(field: str, **more: Any) -> dict[str, Any]:
    """Return an encoding by the names in a column."""
    return {"field": field, "type": "nominal", **more}


def measured(field: str, **more: Any) -> dict[str, Any]:
    """Return an encoding by the numbers in a column."""
    return {"field": field, "type": "quantitative", **more}


def fixed(value: Any) -> dict[str, Any]:
    """Return an encoding that is the same for every row, such as a place in pixels."""
    return {"value": value}


def pick(records: Records, *columns: str) -> Records:
    """Return only some columns of all rows, for a chart holds nothing that is not drawn."""
    return [{column: row[column] for column in columns} for row in records]


def _shown(chart: alt.LayerChart | alt.HConcatChart | alt.VConcatChart) -> Any:
    renderer = alt.renderers.get()
    return renderer(chart.to_dict(validate=False)) if renderer else None
