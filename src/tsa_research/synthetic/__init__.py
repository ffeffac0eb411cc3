"""Invented data: a plausible wave of any instrument, or a network of any size, from a seed."""

from tsa_research.synthetic.answers import Effects, build_answers, draw_effects
from tsa_research.synthetic.example import write_example
from tsa_research.synthetic.network import SIZES, Network, build_network

__all__ = [
    "SIZES",
    "Effects",
    "Network",
    "build_answers",
    "build_network",
    "draw_effects",
    "write_example",
]
