"""CPU seconds to build the search index of a release from nothing, and to load it from the cache."""

import tempfile
import time
from pathlib import Path

from escomap.encoders import load_encoders
from escomap.settings import Settings
from escomap.vocabulary.index import load_index
from escomap.vocabulary.release import load_release


def add_arguments(parser):
    parser.add_argument("--esco", type=Path, required=True)
    parser.add_argument("--language", action="append", default=None, help="Repeatable; English by default.")


def measure(given):
    langs = given.language or ["en"]
    release = load_release(given.esco, langs=langs)
    with tempfile.TemporaryDirectory() as cache:
        for what in ("built", "loaded"):
            encoders = load_encoders(Settings())
            start = time.process_time()
            index = load_index(
                release.frames, vocabulary_key=release.key, esco_version=release.version, encoders=encoders,
                langs=langs, cache=Path(cache),
            )  # fmt: skip
            spent = time.process_time() - start
            labels = sum(len(language.distinct) for language in index.languages.values())
            print(f"{what}: {spent:.1f} CPU s, {len(index.uris):,} concepts, {labels:,} labels, {', '.join(langs)}")
