"""Warm processes: reports without the price of starting a kernel and loading libraries.

A :class:`~tsa_research.reports.warm.lane.Lane` owns two processes. One has imported all that
notebooks use and forks a fresh child for every report; the other draws charts and writes
pages. See ``docs/decisions/0008-fork-a-warm-process.md``.
"""

from tsa_research.quick_imports import import_without_grammar

import_without_grammar("jsonschema")
