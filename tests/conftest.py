"""Fixtures that several test modules use."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from escomap.mappings import load_phrases
from escomap.paths import mappings_folder

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
# Before torch is loaded: several threads on a small machine only wait for each other.
os.environ.setdefault("OMP_NUM_THREADS", "1")


@pytest.fixture(scope="session", autouse=True)
def settled_environment(tmp_path_factory):
    """Nothing a developer's shell sets changes a test, and indexes are kept for this session only."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("ESCOMAP_")]:
            patch.delenv(name)
        patch.setenv("ESCOMAP_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def shared():
    """A function from a path inside the shared data to the file, skipping the test where it is absent."""

    def located(name: str) -> Path:
        path = SHARED / name
        if not path.exists():
            pytest.skip(f"needs ../shared/{name}, which is not here")
        return path

    return located


@pytest.fixture(scope="session")
def standards(tmp_path_factory):
    """A standards folder as a user would make one of the official files in the shared data."""
    if not SHARED.is_dir():
        pytest.skip("needs the official files of ../shared, which is not here")
    for package in ("pyshacl", "pyld", "jsonschema", "openapi_schema_validator"):
        pytest.importorskip(package, reason=f"{package} is not installed (pip install 'escomap[validate]')")
    folder = tmp_path_factory.mktemp("standards")
    for name in ("edc", "loq", "openbadges"):
        (folder / name).symlink_to(SHARED / "standards" / name)
    (folder / "ooapi").symlink_to(SHARED / "catalogues" / "ooapi")
    return folder


@pytest.fixture(scope="session")
def phrases():
    return load_phrases(mappings_folder())


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium, skipping the test where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("needs Chromium as chromium on the path, which is not here")
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install -e '.[dev]'")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe():
    """A function from a page to what axe-core finds wrong with it; the page must let its script in (``bypass_csp``)."""
    folder = pytest.importorskip("axe_playwright_python", reason="needs axe: pip install -e '.[dev]'").__path__[0]
    script = (Path(folder) / "axe.min.js").read_text(encoding="utf-8")

    def checked(page):
        page.evaluate(script)
        return [(each["id"], each["nodes"][0]["html"]) for each in page.evaluate("axe.run()")["violations"]]

    return checked
