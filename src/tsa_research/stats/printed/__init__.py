"""Arithmetic of printed figures: what a rounded number can stand for, and what it cannot.

Everything is exact (``fractions.Fraction``), since a half that floating point moves by a hair
changes a verdict. Import from the module that holds the function:

==============================  ==============================================================
``stats.printed.reading``       a printed text as a number with its decimals, or as a share
``stats.printed.intervals``     intervals with open and closed ends
``stats.printed.rounding``      the values that a printed number stands for
``stats.printed.shares``        percentages, counts and bases
``stats.printed.means``         means of whole-number answers, and their differences
``stats.printed.totals``        totals, parts and percentages of one whole
==============================  ==============================================================
"""
