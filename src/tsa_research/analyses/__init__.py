"""One module per question that a head teacher would ask; each function returns a `Finding`."""
