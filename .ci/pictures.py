"""Takes the pictures of docs/pictures/: the main pages as a reader sees them.

    python .ci/pictures.py [PAGE …]        # needs Chromium (Debian: apt-get install chromium)
    python .ci/pictures.py --all FOLDER    # every language, width and scheme, to look at

Kept is each page in English on a screen by day and in Japanese on a phone by night.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
PICTURES = PROJECT / "docs" / "pictures"
PAGES = {
    "home": "/",
    "token": "/id/st-tosei-property-fund-3-ichigaya.html",
    "coverage": "/coverage",
    "market": "/market",
    "questions": "/questions",
    "question": "/question/venue-participants.html",
    "source": "/source/tosei-2024-09-04-start.html",
    "query": "/query",
    "ownership": "/ownership",
    "conflicts": "/conflicts",
}
SIZES = {"": (1200, 800), "-phone": (500, 900)}
KEPT = (("", "en", 1), ("-phone", "ja", 0))
SECONDS = 120


def take(browser: str, address: str, path: Path, size: tuple[int, int], scheme: int) -> None:
    """One picture. `scheme` is Chromium's number for the colors: 0 dark, 1 light."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                browser,
                *("--headless", "--no-sandbox", "--hide-scrollbars", "--disable-gpu"),
                # What it would look for elsewhere, and wait for.
                *("--disable-background-networking", "--disable-component-update"),
                *("--disable-sync", "--no-first-run", "--disable-quic"),
                f"--user-data-dir={profile}",
                f"--window-size={size[0]},{size[1]}",
                f"--blink-settings=preferredColorScheme={scheme}",
                "--virtual-time-budget=5000",
                f"--screenshot={path}",
                address,
            ],
            check=True,
            capture_output=True,
            timeout=SECONDS,
        )


def main() -> None:
    """Takes the pictures to keep, of the pages that are named or of all; or all there could be."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        sys.exit("error: there is no Chromium; install it (Debian: apt-get install chromium)")
    whole = sys.argv[1:2] == ["--all"]
    names = [] if whole else sys.argv[1:]
    if len(sys.argv) != 3 if whole else not PAGES.keys() >= set(names):
        sys.exit(f"usage: pictures.py [PAGE …] | --all FOLDER; a page is one of {', '.join(PAGES)}")
    folder = Path(sys.argv[2]) if whole else PICTURES
    folder.mkdir(exist_ok=True)
    server = subprocess.Popen(
        [sys.executable, "-m", "kgraph", "serve", "--port", "0"],
        cwd=PROJECT,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stderr is not None
        told = next(line for line in server.stderr if line.startswith("serving "))
        # What else it says is read, so that it never waits for a reader.
        threading.Thread(target=server.stderr.read, daemon=True).start()
        address = re.search(r"http://[^ ]+", told)[0]  # type: ignore[index]
        wanted = [(size, lang, s) for size in SIZES for lang in ("en", "ja") for s in (1, 0)]
        for name in names or PAGES:
            for size, lang, scheme in wanted if whole else KEPT:
                told = f"-{lang}-{('dark', 'light')[scheme]}" if whole else ""
                path = folder / f"{name}{size}{told}.png"
                take(browser, f"{address}{PAGES[name]}?lang={lang}", path, SIZES[size], scheme)
            print(f"{name}: {address}{PAGES[name]}")
    finally:
        server.kill()
        server.wait(SECONDS)


if __name__ == "__main__":
    main()
