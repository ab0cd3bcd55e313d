"""A page as PDF, by a browser that is there: without scripts, without a network, in a profile of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from suara._files import whole
from suara.errors import FileError

ENVIRONMENT = "SUARA_BROWSER"
_BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
_SECONDS = 180
_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=127.0.0.1:9",  # nobody listens there
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
)


_PREFERENCES = '{"profile":{"default_content_setting_values":{"javascript":2}}}'  # 2: blocked


def browser() -> str:
    """The browser that prints: $SUARA_BROWSER, else Chromium or one of its kin.

    Raises:
        FileError: there is none.
    """
    given = os.environ.get(ENVIRONMENT)
    found = shutil.which(given) if given else next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        what = f"{given}, which {ENVIRONMENT} names, isn't there" if given else "there is no Chromium, Chrome or Edge"
        raise FileError(
            f"a PDF needs a browser to print it, and {what}: install one (on Debian or Ubuntu: apt install chromium) or name it "
            f"in {ENVIRONMENT}; or write the report as .html, and print that"
        )
    return found


def pdf(page: str, path: Path) -> None:
    """Print a page to a file.

    Raises:
        FileError: there is no browser, it can't print, or the file can't be written.
    """
    command = browser()
    with tempfile.TemporaryDirectory(prefix="suara-") as folder:
        source, printed = Path(folder) / "report.html", Path(folder) / "report.pdf"
        source.write_text(page, encoding="utf-8")
        profile = Path(folder) / "profile"
        (profile / "Default").mkdir(parents=True)
        (profile / "Default" / "Preferences").write_text(_PREFERENCES, encoding="utf-8")
        flags = [*_FLAGS, f"--user-data-dir={profile}", f"--print-to-pdf={printed}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            flags.append("--no-sandbox")  # Chromium has none for root
        try:
            done = subprocess.run(  # noqa: S603 -- a browser that the user has, on a page of our own
                [command, *flags, source.as_uri()], capture_output=True, timeout=_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise FileError(f"{command} doesn't print: {error}") from None
        if not printed.is_file():
            last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
            raise FileError(f"{command} doesn't print (exit code {done.returncode}): {' '.join(last)[:200]}")
        try:
            with whole(path) as unfinished:
                shutil.copyfile(printed, unfinished)
        except OSError as error:
            raise FileError(f"{path} can't be written: {error.strerror}") from None
