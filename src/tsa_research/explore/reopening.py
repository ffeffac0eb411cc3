"""From the rows of a choice to the release that chart, sentence and table are made of."""

from __future__ import annotations

import pandas as pd

from tsa_research.disclosure import reopen
from tsa_research.explore.asking import Question
from tsa_research.explore.cells import ABOUT, WHOLE
from tsa_research.explore.choosing import Choice
from tsa_research.explore.shares import Share
from tsa_research.findings import Finding, Release
from tsa_research.policy import Policy
from tsa_research.schemas.model import Instrument

MEAN, SHARE = ("mean", "low", "high"), ("count", "whole", "share")
KEYS = ("alliance", "group", *ABOUT)


def reopened(
    rows: pd.DataFrame, choice: Choice, asked: Question, title: str, policy: Policy
) -> Release:
    """Return the rows of a choice as a release.

    Parameters
    ----------
    rows : DataFrame
        Of the figures of a network, in the order in which they are shown.
    choice : Choice
    asked : Question
        What the choice asks.
    title : str
    policy : Policy
    """
    if isinstance(asked.about, Share):
        like = _of_share(asked.about, choice, title)
        rows, scope = rows.rename(columns={"mean": "share"}), asked.about.scope
        wanted = [*like.keys, *SHARE, "n", "state"]
    else:
        like = _of_form(asked.about, choice, title)
        scope = "alliance" if choice.by == WHOLE else "group"
        wanted = [*KEYS, *MEAN, "n", "n_schools", "state"]
    return reopen(like, rows[wanted], rule=policy.rule(scope))


def _of_form(instrument: Instrument, choice: Choice, title: str) -> Finding:
    subscale = instrument.subscale(choice.section)
    return Finding(
        kind="comparison",
        question="How do alliances, and groups within them, compare?",
        title=title,
        table=pd.DataFrame(columns=[*KEYS, *MEAN, "n", "n_schools"]),
        keys=KEYS,
        values=MEAN,
        schools="n_schools",
        unit="people",
        scope="alliance",
        n=0,
        method=(
            "Mean of each person's mean over the questions answered; "
            f"{instrument.scale_of(subscale).direction}. Interval: 95%, resampling whole schools, "
            "for whole alliances only. Each wave holds everyone who answered it, matched or not. "
            "A row is hidden wherever it, or a small group, would follow from the others."
        ),
        sources=(f"{instrument.title}, {', '.join(choice.waves)}",),
        instrument=instrument,
        facts={"waves": list(choice.waves), "by": choice.by},
    )


def _of_share(share: Share, choice: Choice, title: str) -> Finding:
    return Finding(
        kind="compared_shares",
        question="How do alliances compare?",
        title=title,
        table=pd.DataFrame(columns=["alliance", "wave", *SHARE, "n"]),
        keys=("alliance", "wave"),
        values=SHARE,
        unit=share.unit,
        scope=share.scope,
        n=0,
        method=share.method,
        sources=(f"{share.source}, {', '.join(choice.waves)}",),
        facts={"things": share.things, "waves": list(choice.waves)},
    )
