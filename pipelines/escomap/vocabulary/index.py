"""Builds the search index of an ESCO release, or takes it from the cache on disk.

A cached part is named by the texts it encodes and the encoder's weights, so nothing stale is ever read, and loading
one language more leaves the others as they are.
"""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from escomap.matching.encoder import Encoder
from escomap.matching.index import (
    LanguageIndex,
    SkillIndex,
    Vectors,
    description_vectors,
    label_set,
    label_vectors,
    searchable_uris,
)
from escomap.text.normalise import content_hash

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

INDEX_FORMAT = "1"
OnProgress = Callable[[str, int], None]


def index_key(vocabulary_key: str, model_id: str) -> str:
    """What the answers of an index depend on besides the settings."""
    return content_hash(INDEX_FORMAT, vocabulary_key, model_id)


def load_index(
    concepts: pd.DataFrame,
    labels: pd.DataFrame,
    *,
    vocabulary_key: str,
    esco_version: str,
    encoder: Encoder,
    langs: Iterable[str],
    cache: Path,
    on_progress: OnProgress | None = None,
) -> SkillIndex:
    """The index of a release for the given languages (English is always there where the release has it).

    Args:
        concepts: Rows of core_concept.
        labels: Rows of core_concept_label.
        vocabulary_key: Digest of the release.
        esco_version: Version written into the evidence.
        encoder: Makes the vectors that the cache does not have.
        langs: ISO 639-1 codes of the texts to match; those without labels are matched through English.
        cache: Folder for the vectors.
        on_progress: Told what is being encoded and how many texts are done.
    """
    key = index_key(vocabulary_key, encoder.model_id)
    with_labels = set(labels["lang"])
    main = "en" if "en" in with_labels else sorted(with_labels)[0]
    # A concept without a label could not be found, and the columns of the score matrices would no longer be concepts.
    labelled = set(labels.loc[labels["lang"] == main, "concept_uri"])
    uris = [uri for uri in searchable_uris(concepts) if uri in labelled]
    languages: dict[str, LanguageIndex] = {}
    for lang in [main, *sorted((set(langs) & with_labels) - {main})]:
        found = label_set(labels, uris, lang)
        tell = _teller(on_progress, f"labels ({lang})")
        vectors = _cached(
            _cache_file(cache, encoder, found.texts, found.concept.tolist()),
            partial(label_vectors, found, encoder, tell),
        )
        languages[lang] = LanguageIndex(found, vectors)
    first = languages[main]
    described = concepts.set_index("concept_uri")["description"].reindex(uris)
    preferred_vectors = Vectors(first.vectors.label[first.vector_start], first.vectors.matrix[first.vector_start])
    descriptions = _cached(
        _cache_file(cache, encoder, described.tolist(), uris),
        lambda: Vectors(
            np.arange(len(uris), dtype=np.int32),
            description_vectors(concepts, uris, preferred_vectors, encoder, _teller(on_progress, "descriptions")),
        ),
    ).matrix
    return SkillIndex(uris, _preferred(labels, uris), languages, descriptions, esco_version, encoder.model_id, key)


def _cache_file(cache: Path, encoder: Encoder, texts: Iterable[str], owners: Iterable[object]) -> Path:
    return cache / f"{content_hash(INDEX_FORMAT, encoder.model_id, *texts, *map(str, owners))}.npz"


def _preferred(labels: pd.DataFrame, uris: list[str]) -> dict[str, list[str]]:
    rows = labels[labels["label_kind"] == "preferred"].drop_duplicates(["concept_uri", "lang"])
    by_lang = {
        str(lang): dict(zip(group["concept_uri"], group["label"], strict=True)) for lang, group in rows.groupby("lang")
    }
    return {lang: [found.get(uri, "") for uri in uris] for lang, found in by_lang.items()}


def _teller(on_progress: OnProgress | None, what: str) -> Callable[[int], None] | None:
    return (lambda count: on_progress(what, count)) if on_progress else None


def _cached(file: Path, make: Callable[[], Vectors]) -> Vectors:
    if (found := _read(file)) is not None:
        return found
    made = make()
    file.parent.mkdir(parents=True, exist_ok=True)
    staged = file.with_name(f".{file.name}.{os.getpid()}")
    with staged.open("wb") as stream:
        # Half precision halves the file; cosines move by less than 1e-3.
        np.savez(stream, label=made.label, matrix=made.matrix.astype(np.float16))
    staged.replace(file)
    # What was just made is rounded the same way, so that a first and a second run agree to the bit.
    return Vectors(made.label, _unrounded(made.matrix.astype(np.float16)))


def _read(file: Path) -> Vectors | None:
    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            return Vectors(stored["label"], _unrounded(stored["matrix"]))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        # Missing, or cut short by a full disk: it is made again.
        return None


def _unrounded(matrix: NDArray[np.float16]) -> NDArray[np.float32]:
    return matrix.astype(np.float32)
