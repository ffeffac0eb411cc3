"""The settings file and the README of the example network."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from tsa_research.synthetic.network import COHORTS, SIZES, Network
from tsa_research.synthetic.wave_plan import WavePlan

HEAD = """\
# A fictional network, made by a program. No school and no person in it exists.
[network]
id = "example"
title = "The Lantern Coast network (fictional)"
about = "Alliances, schools and people invented to show what a report looks like."
fictional = true
"""
DISCLOSURE = """
[disclosure]
people_in_group = 5
people_in_alliance = 10
schools_in_alliance = 3
judges_in_statement = 3
"""
COLLECTION = """
[collection]
withdrawal_contact = "research@lantern-coast.example"
"""
README = """\
# The Lantern Coast network (fictional)

Everything here is invented by a program: {alliances} alliances, {schools} schools and
{people} people that do not exist. It shows what the package does with the exports of several
form tools, and it is what the notebooks and the tests run on. Do not edit it by hand; it is
made, byte for byte, by

```
python -m tsa_research.synthetic data/example --seed {seed}{options}
```

`network.toml` declares the waves, `records/` says who belongs to what, and `inbox/` holds the
exports as form tools would have written them. All addresses end in `.example`, which no
mail server serves.
{awkward}
These rows are faulty, and an import has to set them aside and say why:

| file | row | what is wrong |
|---|---|---|
{planted}
"""
AWKWARD = """
## Awkward on purpose

- In Autumn 2025 the trust survey of the fourth alliance was anonymous, and that of the fifth
  came in after the wave had closed.
- In Spring 2026 one school of the second alliance sent no trust survey at all, and in the first
  alliance nobody answered one question about colleagues.
- In the second alliance head teachers place every strand far higher than the other judges do.
- The third alliance has people of both cohorts. A few schools joined in December 2025.
- The last school is tiny: two people and a mentor, and so only two judges.
- About one person in five who answered a wave does not answer the next, and others join.
- Pupils are known by a number only. In the second alliance they are of one school only.
- Outcomes of pupils: in the first alliance a few were measured once only, in the second all are of
  one school and all gained, in the third there is no figure of what was expected. The fourth knows
  the means of groups only, one without its number of pupils; the fifth only those before.
- Trainees are known by a number, too. In the third alliance the last point of assessment is still
  to come and nobody wrote down who graded; the second has trainees in one school only.
- The two waves of teacher self-efficacy are anonymous: nobody can be followed.
- Nobody answered one question of the first confidence survey, and none of the observers judged
  tasks in groups. Everybody in an alliance gave the same answer to one question of the leadership
  log, of the pupils' second form on writing, and of the learning group's second review.
- Six of the eight heads in the learning group of the fifth alliance answered its review: too few
  for counts, enough for broad words; no action is written down there. The fourth has done all its
  actions and never reviewed itself. The second has one review so far.
- The second alliance has only the second wave on coaching, the third only the first on practice.
- In the fourth alliance one school alone keeps a coaching log, in the third nobody noted when a
  report was given, and in the fifth the coach always named problem and step. The second alliance
  has no gap tasks, the third those of the first learning set only, and in the fifth the last ones
  are not due yet.
"""


def network_toml(files: Mapping[WavePlan, Sequence[str]]) -> str:
    """Return ``network.toml`` for the waves that have files."""
    cohorts = [f'\n[[cohorts]]\nid = "{id_}"\ntitle = "Cohort {id_}"\n' for id_ in COHORTS]
    waves = [_wave(plan, written) for plan, written in files.items() if written]
    return "".join([HEAD, *cohorts, DISCLOSURE, COLLECTION, *waves])


def _wave(plan: WavePlan, files: Sequence[str]) -> str:
    listed = "".join(f"\n  {json.dumps(file)}," for file in files)
    return (
        f'\n[[waves]]\nid = "{plan.id}"\ninstrument = "{plan.instrument}"\n'
        f'label = "{plan.label}"\nkind = "{plan.kind}"\n'
        f"opened = {plan.opened}\nclosed = {plan.closed}\nfiles = [{listed}\n]\n"
    )


def readme(seed: int, network: Network, planted: Sequence[tuple[str, int, str]]) -> str:
    """Return the README, with the place of every planted fault.

    The other awkward cases are told of the network of the usual size only.
    """
    sizes = network.schools["alliance_id"].value_counts(sort=False).tolist()
    usual = tuple(sizes) == SIZES
    return README.format(
        alliances=len(network.alliances),
        schools=len(network.schools),
        people=len(network.participants),
        seed=seed,
        options="" if usual else f" --schools {' '.join(map(str, sizes))}",
        awkward=AWKWARD if usual else "",
        planted="\n".join(f"| {file} | {row} | {what} |" for file, row, what in planted),
    )
