"""The sample catalogue as a database, for the demo and the notebooks."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from escomap.paths import sample_folder
from escomap.steps.enrich import enrich_catalogue
from escomap.steps.run import RunRequest


def demo_request(out: Path, exports: tuple[str, ...] = ()) -> RunRequest:
    """A run on the sample catalogue with the starter vocabulary; everything goes into ``out``."""
    return RunRequest(
        catalogues=(sample_folder() / "catalogue.csv",),
        db=out / "escomap.duckdb",
        profile="sample",
        exports=exports,
        out=out / "exports",
    )


def notebook_database() -> Path:
    """The database that ``ESCOMAP_DB`` names, else the sample database, made in a new temporary folder."""
    if named := os.environ.get("ESCOMAP_DB"):
        return Path(named)
    request = demo_request(Path(tempfile.mkdtemp(prefix="escomap-notebook-")))
    enrich_catalogue(request)
    return request.db
