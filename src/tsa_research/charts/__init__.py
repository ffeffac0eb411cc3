"""Charts of releases: every one takes a title that states the finding, and says itself in words.

Importing this package makes charts show themselves as SVG pictures without scripts.
"""

from tsa_research.charts.dumbbell import dumbbell
from tsa_research.charts.engagement_bars import engagement_bars
from tsa_research.charts.leaning import leaning
from tsa_research.charts.likert import likert
from tsa_research.charts.movement import movement
from tsa_research.charts.progress import progress
from tsa_research.charts.rendering import enable_svg
from tsa_research.charts.section_profile import section_profile
from tsa_research.charts.share_bars import share_bars
from tsa_research.charts.stage_map import stage_map
from tsa_research.charts.stage_movement import stage_movement
from tsa_research.charts.stage_spread import stage_spread
from tsa_research.charts.tie_map import tie_map
from tsa_research.charts.trajectories import trajectories
from tsa_research.charts.verdict_table import verdict_table

__all__ = [
    "dumbbell",
    "engagement_bars",
    "leaning",
    "likert",
    "movement",
    "progress",
    "section_profile",
    "share_bars",
    "stage_map",
    "stage_movement",
    "stage_spread",
    "tie_map",
    "trajectories",
    "verdict_table",
]

enable_svg()
