"""Collecting answers in a notebook: plain states, and the controls that change them."""
