"""Pictures of every report, wide and narrow, to be looked at by a person.

``python tests/browser/screenshots.py REPORTS OUT`` writes ``OUT/<report>-desktop.png``
(1280 pixels wide), ``OUT/<report>-phone.png`` (390) and ``OUT/<report>-print.pdf``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from chromium import open_chromium
from playwright.sync_api import Browser

SIZES = {"desktop": (1280, 900), "phone": (390, 844)}


def photograph(browser: Browser, reports: Path, out: Path) -> list[Path]:
    """Write the pictures of every page under ``reports`` and return their paths."""
    written = []
    for page_file in sorted(reports.rglob("*.html")):
        name = "-".join(page_file.relative_to(reports).with_suffix("").parts)
        for size, (width, height) in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(page_file.resolve().as_uri())
            page.screenshot(path=out / f"{name}-{size}.png", full_page=True)
            written.append(out / f"{name}-{size}.png")
            if size == "desktop":
                page.pdf(path=out / f"{name}-print.pdf", prefer_css_page_size=True)
                written.append(out / f"{name}-print.pdf")
            page.close()
    return written


def main(reports: str, out: str) -> None:
    """Photograph a folder of reports into another folder."""
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    with open_chromium() as browser:
        for path in photograph(browser, Path(reports), folder):
            print(path)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
