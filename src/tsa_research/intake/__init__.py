"""Intake: files of answers as form tools export them become answers by item.

Every data row of a file ends either in ``answers`` or in ``set_aside``, and every repair is
listed. Whether the answers are any good is not asked here.
"""

from tsa_research.intake.coding import nearest_label
from tsa_research.intake.export import DIALECTS, read_export
from tsa_research.intake.mapping import read_mapping
from tsa_research.intake.model import Intake, SetAside

__all__ = ["DIALECTS", "Intake", "SetAside", "nearest_label", "read_export", "read_mapping"]
