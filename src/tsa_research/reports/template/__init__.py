"""What every page shares: its style, its skeleton and what may stand inside it."""
