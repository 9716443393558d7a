"""Takes the pictures of docs/pictures/: the main pages as a reader sees them.

    python .ci/pictures.py        # needs Chromium (Debian: apt-get install chromium)

Each page in English on a screen by day and in Japanese on a phone by night.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
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
}
SECONDS = 120


def take(browser: str, address: str, name: str, width: int, height: int, scheme: int) -> None:
    """One picture. `scheme` is Chromium's number for the colors: 0 dark, 1 light."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                browser,
                *("--headless", "--no-sandbox", "--hide-scrollbars", "--disable-gpu"),
                f"--user-data-dir={profile}",
                f"--window-size={width},{height}",
                f"--blink-settings=preferredColorScheme={scheme}",
                "--virtual-time-budget=5000",
                f"--screenshot={PICTURES / name}",
                address,
            ],
            check=True,
            capture_output=True,
            timeout=SECONDS,
        )


def main() -> None:
    """Takes all, of those that are named or of every page."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        sys.exit("error: there is no Chromium; install it (Debian: apt-get install chromium)")
    PICTURES.mkdir(exist_ok=True)
    server = subprocess.Popen(
        [sys.executable, "-m", "kgraph", "serve", "--port", "0"],
        cwd=PROJECT,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stderr is not None
        told = next(line for line in server.stderr if line.startswith("serving "))
        address = re.search(r"http://[^ ]+", told)[0]  # type: ignore[index]
        for name in sys.argv[1:] or PAGES:
            path = PAGES[name]
            take(browser, address + path, f"{name}.png", 1200, 800, 1)
            mark = "&" if "?" in path else "?"
            take(browser, f"{address}{path}{mark}lang=ja", f"{name}-phone.png", 500, 900, 0)
            print(f"{name}: {address}{path}")
    finally:
        server.kill()
        server.wait(SECONDS)


if __name__ == "__main__":
    main()
