"""Invented names: places, schools, alliances and people, with the letters that break exports."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import count

import numpy as np


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


PLACE_STARTS = _words(
    "Quill Marrow Lantern Cinder Thimble Velvet Pewter Saffron Gossamer Tinder Bramble Copper "
    "Dapple Feather Glimmer Juniper Kestrel Lichen Mothwing Nutmeg"
)
PLACE_ENDS = _words("haven mere combe wick stow garth holt fell marsh rigg shaw thwaite moor")
COLOURS = _words(
    "Amber Azure Bronze Celadon Cerise Cobalt Coral Crimson Ebony Fuchsia Heather Indigo Ivory "
    "Jade Lavender Lilac Magenta Maroon Ochre Olive Pearl Russet Sable Scarlet Sepia Sienna "
    "Teal Umber Vermilion Zaffre"
)
BIRDS = _words(
    "Avocet Bécasseau Bittern Bullfinch Buzzard Chiffchaff Cormorant Crossbill Curlew Dipper "
    "Dotterel Dunlin Fieldfare Fulmar Gadwall Gannet Goldcrest Goosander Greenshank Guillemot "
    "Hoopoe Kittiwake Lapwing Merganser Nightjar Nuthatch O'Linnet Osprey Oystercatcher Pipit "
    "Plover Ptarmigan Razorbill Redstart Sanderling Siskin Smew-Goldeneye Stonechat Turnstone "
    "Wagtail Wheatear Whimbrel Yellowhammer"
)
ALLIANCES = (
    "Tidewright Alliance",
    "Saltlantern Alliance",
    "Mossgate & Fell Alliance",
    "Étoile Moor Alliance",
    "Sparrow's Rest Alliance",
    "Gullwing Alliance",
)
AWKWARD_SCHOOLS = {
    2: ('St Quillan & Marrow\'s "Hilltop" School', "all_through"),
    17: ("Zoë's Lea Nursery", "nursery"),
    30: ("Château Moss Primary", "primary"),
    41: ("Tinder & Flint, the Middle School", "middle"),
}
KIND_OF_SCHOOL = {
    "nursery": "Nursery",
    "primary": "Primary",
    "middle": "Middle School",
    "secondary": "Secondary School",
    "special": "Special School",
    "all_through": "All-Through School",
}


def slug(text: str) -> str:
    """Return a name as small ASCII letters, digits and hyphens.

    >>> slug("Étoile Moor & Sparrow's Rest")
    'etoile-moor-sparrows-rest'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    kept = "".join(letter for letter in plain.lower() if letter.isalnum() or letter in " -")
    return "-".join(kept.replace("-", " ").split())


def place_names(rng: np.random.Generator) -> Iterator[str]:
    """Yield invented places without end and without repeats."""
    pairs = [start + end for start in PLACE_STARTS for end in PLACE_ENDS]
    for turn in count(1):
        for position in rng.permutation(len(pairs)):
            yield pairs[position] if turn == 1 else f"{pairs[position]} {turn}"


def alliance_titles(how_many: int, places: Iterator[str]) -> list[str]:
    """Return that many titles of alliances, the declared ones first."""
    further = [f"{next(places)} Alliance" for _ in range(how_many - len(ALLIANCES))]
    return [*ALLIANCES[:how_many], *further]


def person_names(how_many: int, rng: np.random.Generator) -> list[str]:
    """Return names made of a colour and a bird; a name returns only after all others."""
    pairs = [f"{colour} {bird}" for colour in COLOURS for bird in BIRDS]
    turns = -(-how_many // len(pairs))
    order = np.tile(rng.permutation(len(pairs)), turns)
    return [pairs[position] for position in order[:how_many]]
