"""The site as a reader has it: built without a warning, quiet on the network, and to be read by everybody."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KINDS = {
    "start": "index.html",
    "prose": "ideas.html",
    "how to": "howto/annotate.html",
    "codebook in Finnish": "codebook/fi.html",
    "measures in Swedish": "measures.sv.html",
    "functions": "api/search.html",
    "commands": "commands.html",
    "notebook": "notebooks/00_start_here.html",
    "report": "formats.html",
}
"""A page of each kind."""


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The site, built once; a name or a link that leads nowhere is an error."""
    pytest.importorskip("sphinx", reason="pip install 'vuoro[docs]'")
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-n", "-W", "--keep-going", "-q", "-j", "2", "-b", "html",
         "-d", folder / "doctrees", ROOT / "docs", folder / "html"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    assert done.returncode == 0
    return folder / "html"


@pytest.fixture
def visit(chromium, site):
    """Opens a page of the site from its file, and keeps what it asks of others and what it complains of."""
    contexts = []

    def visit(page: str, **options):
        context = chromium.new_context(**options)
        contexts.append(context)
        tab = context.new_page()
        tab.heard = []
        tab.on("request", lambda asked: keep(tab, "asked for", asked.url, besides=("file:", "data:")))
        tab.on("console", lambda said: keep(tab, said.type, said.text, besides=("[PST]",)))
        tab.on("pageerror", lambda error: keep(tab, "failed", str(error)))
        tab.goto(f"{(site / page.partition('?')[0]).as_uri()}{''.join(page.partition('?')[1:])}")
        return tab

    yield visit
    for context in contexts:
        context.close()


def keep(tab, kind: str, what: str, *, besides: tuple[str, ...] = ()) -> None:
    if not what.startswith(besides or "\0"):
        tab.heard.append((kind, what[:200]))


def test_the_site_is_built_without_a_warning(site):
    pages = {str(path.relative_to(site)) for path in site.rglob("*.html")}
    assert set(KINDS.values()) <= pages
    assert (site / "searchindex.js").is_file()


def test_no_page_loads_anything_from_another_host(site):
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        for sign in (
            'src="http',
            'src="//',
            '<link rel="stylesheet" type="text/css" href="http',
            "@import url(http",
        ):
            assert sign not in text, (path.name, sign)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", KINDS.values(), ids=list(KINDS))
def test_a_page_is_quiet_fits_the_window_and_can_be_read_by_everybody(visit, page, scheme):
    from axe_playwright_python.sync_playwright import Axe

    tab = visit(page, color_scheme=scheme, viewport={"width": 390, "height": 844})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    tab.set_viewport_size({"width": 1280, "height": 1000})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 1280
    found = Axe().run(tab, options={"preload": False}).response["violations"]
    serious = [(one["id"], [node["html"][:120] for node in one["nodes"][:3]])
               for one in found if one["impact"] in ("serious", "critical")]  # fmt: skip
    assert (serious, tab.heard) == ([], [])


def test_the_search_finds_a_page_without_a_network(visit):
    tab = visit("search.html?q=pseudonymise")
    tab.wait_for_selector("ul.search li a")
    found = [link.get_attribute("href") for link in tab.locator("ul.search li a").all()]
    assert any(link.startswith("howto/pseudonymise.html") for link in found)
    assert tab.heard == []


def test_every_link_between_pages_leads_to_a_page_and_a_place_on_it(site):
    import re
    from html import unescape
    from urllib.parse import unquote

    texts = {path: path.read_text("utf-8") for path in site.rglob("*.html")}
    ids = {path: set(map(unescape, re.findall(r'\bid="([^"]+)"', text))) for path, text in texts.items()}
    broken = []
    for path, text in texts.items():
        for target in set(re.findall(r'<a\b[^>]*?\bhref="([^"]+)"', text)):
            if re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue
            file, _, anchor = unquote(unescape(target)).partition("#")
            there = (path.parent / file).resolve() if file else path
            if not there.exists() or (anchor and there in ids and anchor not in ids[there]):
                broken.append((path.name, target))
    assert broken == []
