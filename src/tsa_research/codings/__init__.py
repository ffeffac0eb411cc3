"""Themes of open answers: the codebook, the sheets of the coders, what is stored of them."""
