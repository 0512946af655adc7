"""Take the pictures of README and docs from the sample study, with the system's Chromium: `python3 dev.py docs`.

The study is copied first, so that taking pictures leaves no line in the sample's log and no passage claimed.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from voices.model import Passage

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / ".demo"
PICTURES = ROOT / "docs" / "pictures"
WIDTH, HEIGHT = 1280, 960
LARGEST_BYTES = 300_000
"""A picture over this slows down whoever reads the page on a slow line."""
CHAPTER = "consistency"
"""The chapter of the bank that is shown: supporting and dissenting quotes fill one screen."""
PAGES = {
    "document.png": "documents/{document}",
    "tables.png": "tables",
    "differences.png": "differences",
    "codebook.png": "codebook/edit?code=culture",
    "quotes.png": f"quotes/chapter?id={CHAPTER}",
    "themes.png": "themes",
}
"""Further pages of the coders, by the name of their picture."""
ABOVE = 24
"""Pixels left above its heading."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-background-networking", "--no-first-run", "--force-color-profile=srgb")
VOICES = (sys.executable, "-m", "voices")


def main() -> int:
    """Make every picture anew and say how large each is; 3 where there is no browser."""
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        print("no Chromium here: install it (Debian: apt-get install chromium) and run this again", file=sys.stderr)
        return 3
    if not (DEMO / "harrowmere" / "out" / "quote_bank.html").is_file():
        subprocess.run([*VOICES, "demo", "--dir", str(DEMO)], check=True, cwd=ROOT)
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        study = copy_of_demo(Path(scratch))
        taken = take(browser, study)
    for name, content in taken.items():
        small = shrunk(content)
        (PICTURES / name).write_bytes(small)
        print(f"{PICTURES.name}/{name}  {len(small) / 1000:.0f} KB")
        if len(small) > LARGEST_BYTES:
            print(f"{name} is larger than {LARGEST_BYTES // 1000} KB", file=sys.stderr)
            return 1
    return 0


def copy_of_demo(folder: Path) -> Path:
    """Copy the sample study, its vault and its key; return the study."""
    for name in ("harrowmere", "harrowmere-vault", "originals"):
        shutil.copytree(DEMO / name, folder / name, ignore=shutil.ignore_patterns("prefect"))
        (folder / name).chmod(0o700)
    shutil.copy2(DEMO / "demo.key", folder / "demo.key")
    return folder / "harrowmere"


def take(browser: str, study: Path) -> dict[str, bytes]:
    """Return the pictures by file name, as the browser gives them."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=list(FLAGS))
        context = opened.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB", reduced_motion="reduce", color_scheme="light"
        )

        def picture(page: Page) -> bytes:
            page.wait_for_load_state("networkidle")
            return page.screenshot(animations="disabled", caret="hide", scale="css")

        taken = {}
        with served("review", str(study), "--no-browser") as address:
            page = context.new_page()
            sign_in(page, address, "C1")
            page.goto(f"{origin(address)}/code?passage={good_passage(study)}")
            page.keyboard.press("d")
            page.evaluate("scrollTo(0, 0); document.activeElement.blur()")
            taken["coding.png"] = picture(page)
            for name, path in PAGES.items():
                page.goto(f"{origin(address)}/{path.format(document=long_document(study))}")
                taken[name] = picture(page)
        with served("start", str(study.parent), "--no-browser") as address:
            page = context.new_page()
            page.goto(address)
            page.get_by_role("button", name="Continue").click()
            page.goto(f"{origin(address)}/studies/{study.name}")
            taken["study.png"] = picture(page)
            page.goto(f"{origin(address)}/studies/{study.name}/backups")
            page.get_by_role("button", name="Make a backup now").click()
            page.get_by_role("link", name="Put back").click()
            taken["put-back.png"] = picture(page)
        key = str(study.parent / "demo.key")
        with served("vault", "desk", str(study), "--key-file", key, "--by", "custodian 2", "--no-browser") as address:
            page = context.new_page()
            sign_in(page, address, "custodian 2")
            taken["desk.png"] = picture(page)
        page = context.new_page()
        page.goto((study / "out" / "quote_bank.html").as_uri())
        top = page.locator(f"#{CHAPTER}").evaluate("part => part.getBoundingClientRect().top + scrollY")
        page.evaluate("top => scrollTo(0, top)", top - ABOVE)
        taken["quote-bank.png"] = picture(page)
        opened.close()
    return taken


def sign_in(page: Page, address: str, who: str) -> None:
    """Open the one-time address and take a code."""
    page.goto(address)
    page.get_by_role("button", name=f"Continue as {who}").click()
    page.wait_for_load_state("networkidle")


def origin(address: str) -> str:
    """Return an address without its path."""
    return re.sub(r"(?<=\d)/.*", "", address)


@contextmanager
def served(*command: str) -> Iterator[str]:
    """Run a serving verb and yield the address it prints; end it afterwards."""
    with subprocess.Popen([*VOICES, *command], stdout=subprocess.PIPE, text=True, cwd=ROOT) as running:
        try:
            line = running.stdout.readline().strip() if running.stdout else ""
            if not line.startswith("http://127.0.0.1:"):
                raise RuntimeError(f"voices {command[0]} did not start")
            yield line
        finally:
            running.terminate()
            running.wait(20)


def good_passage(study: Path) -> str:
    """Return the id of a passage that shows what the page does: suggestions with evidence, a placeholder, a talk.

    Chosen by rule, so that another run takes the same picture of the same study.
    """
    from voices import study as studies
    from voices.review import is_blind
    from voices.store import open_store

    loaded = studies.load(study)
    with open_store(loaded.database) as store:
        suggested = store.suggestions()
        open_ones = {item.passage for item in store.queue("open")}
        marked = {one.passage for one in store.concerns()}
        passages = store.passages()

    def worth(passage: Passage) -> tuple[bool, ...]:
        text, id_ = passage.text, passage.id
        forward = [s for s in suggested.get(id_, ()) if s.put_forward]
        main = [s for s in forward if "/" not in s.code]
        return (
            not is_blind(id_, loaded.settings.blind_share),
            len(main) in (1, 2) and len(forward) <= 3,
            id_ in open_ones,
            id_ not in marked,
            any(s.confidence >= 0.8 and s.end - s.start < len(text) for s in main),
            passage.turn > 1 and passage.kind.value == "interview",
            40 <= len(text.split()) <= 100,
            "[person" in text,
        )

    return max(passages, key=lambda p: (*worth(p), p.id)).id


def long_document(study: Path) -> str:
    """Return the id of the interview with most passages that people coded; of equal ones the first by id."""
    from voices import study as studies
    from voices.store import open_store

    with open_store(studies.load(study).database) as store:
        decided = set(store.standing())
        counts = {
            one.id: sum(p.id in decided for p in store.passages_of(one.id))
            for one in store.documents()
            if one.kind.value == "interview"
        }
    return max(sorted(counts), key=lambda id: counts[id])


def shrunk(content: bytes) -> bytes:
    """Return a PNG packed as tightly as can be: without alpha channel, in the 256 colours that come nearest."""
    from PIL import Image

    out = io.BytesIO()
    plain = Image.open(io.BytesIO(content)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    plain.save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
