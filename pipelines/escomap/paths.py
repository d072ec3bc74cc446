"""Where files are: the one place that knows. An argument wins, then the environment, the checkout, the package."""

from __future__ import annotations

import os
from pathlib import Path

from escomap.errors import EscomapError

_PACKAGE = Path(__file__).resolve().parent
_PACKAGED = _PACKAGE / "_packaged"


def mappings_folder(chosen: Path | None = None) -> Path:
    """The folder of fact files, profiles and decisions."""
    return _resolved("mappings", chosen, "ESCOMAP_MAPPINGS", checkout="mappings", packaged="mappings")


def decisions_folder(chosen: str = "", mappings: Path | None = None) -> Path:
    """The folder of reviewers' decisions, which may be absent: the chosen one, else ``decisions`` in the mappings."""
    return Path(chosen) if chosen else mappings_folder(mappings) / "decisions"


def sample_folder(chosen: Path | None = None) -> Path:
    """The folder of the sample catalogue."""
    return _resolved("sample", chosen, "ESCOMAP_SAMPLE", checkout="data/sample", packaged="sample")


def starter_vocabulary(chosen: Path | None = None) -> Path:
    """The ESCO release to use: a chosen folder or zip, else the starter selection that ships with the project."""
    return _resolved("ESCO", chosen, "ESCOMAP_ESCO", checkout="data/vocabulary/starter", packaged="starter")


def adapter_folder(chosen: str = "packaged") -> Path | None:
    """The folder of encoder adapters: ``packaged``, a path, or None for ``none``."""
    if chosen == "none":
        return None
    named = None if chosen == "packaged" else Path(chosen)
    return _resolved("adapter", named, "ESCOMAP_ADAPTER_FOLDER", checkout="data/adapters", packaged="adapters")


def training_folder(chosen: Path | None = None) -> Path:
    """The folder of training outcomes; they come with the source of the project, not with the installed package."""
    if chosen is None and not os.environ.get("ESCOMAP_TRAINING") and checkout_root() is None:
        raise EscomapError(
            "no_training_data",
            "The training outcomes come with the source of escomap, not with the installed package.",
            hint="name a folder of them with --training",
        )
    return _resolved("training data", chosen, "ESCOMAP_TRAINING", checkout="data/training", packaged="training")


def standards_folder(chosen: Path | None = None) -> Path | None:
    """The folder of official shapes, schemas and lists, by argument or by environment; None where none is named.

    They are not shipped.
    """
    named = chosen or (Path(os.environ["ESCOMAP_STANDARDS"]) if os.environ.get("ESCOMAP_STANDARDS") else None)
    if named is not None and not named.is_dir():
        raise EscomapError(
            "missing_file",
            "The folder of official standards does not exist.",
            where=str(named),
            hint="escomap standards status says which files belong into it",
        )
    return named


def is_vocabulary_chosen(chosen: Path | None) -> bool:
    """Whether a user named an ESCO release, by argument or by environment."""
    return chosen is not None or bool(os.environ.get("ESCOMAP_ESCO"))


def cache_folder() -> Path:
    """Where search indexes are kept between runs; may be deleted at any time."""
    import platformdirs

    chosen = os.environ.get("ESCOMAP_CACHE")
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir("escomap"))


def checkout_root() -> Path | None:
    """The root of the checkout this code runs from, or None when it was installed as a package."""
    root = _PACKAGE.parents[1]
    return root if (root / "pyproject.toml").is_file() and (root / "mappings").is_dir() else None


def _resolved(what: str, chosen: Path | None, variable: str, *, checkout: str, packaged: str) -> Path:
    named = chosen or (Path(os.environ[variable]) if os.environ.get(variable) else None)
    if named is not None:
        if not named.exists():
            raise EscomapError(
                "missing_file", f"The {what} path does not exist.", where=str(named), hint="check the path you gave"
            )
        return named
    root = checkout_root()
    folder = root / checkout if root else _PACKAGED / packaged
    if not folder.exists():
        raise EscomapError(
            "broken_installation",
            f"The {what} folder that ships with escomap is missing.",
            where=str(folder),
            hint="install escomap again",
        )
    return folder
