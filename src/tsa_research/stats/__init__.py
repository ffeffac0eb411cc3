"""Statistics for small, ordinal, clustered and often unmatched survey answers.

Arrays go in, frozen results come out. A result carries every number that made it and is never
rounded. Where a value cannot be computed the answer is a ``NotComputable`` with a reason in plain
words, never 0, nan or a warning. Import from the module that holds the function:

========================  ====================================================================
``stats.outcome``         ``NotComputable``: a value that could not be computed, and why
``stats.proportion``      a share, a response rate, and bounds for those who did not answer
``stats.ordinal``         the distribution over a scale and its median level
``stats.paired``          change of the same people between two waves, and who moved where
``stats.independent``     two groups of different people, and what matching could have shown
``stats.reliability``     Cronbach's alpha, McDonald's omega, item statistics
``stats.agreement``       agreement of judges: Krippendorff's alpha, weighted kappa, per cent
``stats.clustering``      people inside schools: ICC, rwg(J), intervals resampling schools
``stats.printed``         what printed percentages, means and totals can come from, exactly
``stats.multiplicity``    several comparisons at once: Benjamini-Hochberg
``stats.one_factor``      the factor model behind omega
``stats.ranks``           the exact rank tests behind ``paired`` and ``independent``
``stats.resampling``      how bootstrap draws become an interval, or a refusal
``stats.arguments``       checks on what the caller passed in
========================  ====================================================================

Nothing is imported here, so importing one module never loads SciPy for the others.
"""
