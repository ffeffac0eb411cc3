"""From an executed notebook to a finished page, and from many pages to one index.

Nothing is imported here: ``render`` loads nbconvert, and only those who render need it.
"""
