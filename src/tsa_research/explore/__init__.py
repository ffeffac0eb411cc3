"""Exploring: one set of released figures for all views, and controls to choose from it."""
