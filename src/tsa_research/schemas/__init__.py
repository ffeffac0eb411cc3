"""Instruments and record types: what they are (`model`, `records`) and how they are read."""
