"""The shared analysis spine of tsa-research.

Nothing heavy is imported here: ``tsa --help`` has to answer at once. Import the
module that you need, for example ``from tsa_research.study import open_study``.
"""

__version__ = "0.1.0"
