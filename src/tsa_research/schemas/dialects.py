"""The names of the kinds of export that a declaration of a wave may give."""

DIALECTS = ("plain_wide", "plain_long", "google_forms", "microsoft_forms", "qualtrics", "kobo")
