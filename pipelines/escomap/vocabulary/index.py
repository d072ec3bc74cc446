"""Builds the search index of an ESCO release, or takes it from the cache on disk.

A cached part is named by the texts it encodes, the encoder's weights and what else decides it, so nothing stale is
read, and loading one language more leaves the others as they are.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from escomap.atomic_files import replacing, require_writable
from escomap.errors import EscomapError
from escomap.matching.encoder import Encoder, Encoders
from escomap.matching.extension import extended, extended_language
from escomap.matching.index import (
    LabelSet,
    LabelVectors,
    LanguageIndex,
    SkillIndex,
    distinct_positions,
    label_matrix,
    label_set,
    searchable_uris,
)
from escomap.matching.labels import SAME_WORDING
from escomap.matching.synonyms import Synonyms
from escomap.matching.traits import concept_traits
from escomap.text.gloss import Glossary
from escomap.text.normalise import content_hash

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

# To be raised whenever other vectors would be made of the same texts and weights: other rules of which labels say
# something new (``matching/labels.py``), or another way of reading texts in ``encoders/``.
INDEX_FORMAT = "3"
OnProgress = Callable[[str, int], None]
# The tables an index is made of.
INDEX_TABLES = ("core_concept", "core_concept_label", "core_concept_collection", "core_concept_broader")


def index_key(vocabulary_key: str, model_id: str) -> str:
    """What the answers of an index depend on besides the settings."""
    return content_hash(INDEX_FORMAT, vocabulary_key, model_id)


def load_index(
    frames: Mapping[str, pd.DataFrame],
    *,
    vocabulary_key: str,
    esco_version: str,
    encoders: Encoders,
    langs: Iterable[str],
    cache: Path,
    glossaries: Mapping[str, Glossary] | None = None,
    synonyms: Mapping[str, Synonyms] | None = None,
    on_progress: OnProgress | None = None,
) -> SkillIndex:
    """The index of a release for the given languages (English is always there where the release has it).

    Args:
        frames: Rows of the tables named in ``INDEX_TABLES``.
        vocabulary_key: Digest of the release.
        esco_version: Version written into the evidence.
        encoders: Make the vectors that the cache does not have.
        langs: ISO 639-1 codes of the texts to match; those without labels are matched through English.
        cache: Folder for the vectors.
        glossaries: Word lists into English, by which the sentence encoder reads other languages.
        synonyms: Further labels, by language. Those of a language are encoded together, and anew when one changes.
        on_progress: Told what is being encoded and how many texts are done.

    Raises:
        EscomapError: ``bad_cache``: vectors have to be made and cannot be kept in the folder.
    """
    concepts, labels = frames["core_concept"], frames["core_concept_label"]
    with_labels = set(labels["lang"])
    main = main_language(with_labels)
    # A concept without a label could not be found, and the columns of the score matrices would no longer be concepts.
    labelled = set(labels.loc[labels["lang"] == main, "concept_uri"])
    uris = [uri for uri in searchable_uris(concepts) if uri in labelled]
    maker = _Maker(cache, on_progress)
    # With an encoder that does not read the main language nothing is ever compared.
    reader = encoders.sentence if encoders.sentence_reads(main) else encoders.multilingual
    added = _Added(uris, synonyms or {}, maker, encoders.multilingual)
    main_labels = label_set(labels, uris, main, main)
    own_vectors = maker.label_vectors(main_labels, reader)
    described = _described(concepts, uris, main_labels)
    # Texts in the main language may do without these vectors, so they are made when they are first asked for.
    main_index = LanguageIndex(
        main_labels,
        own_vectors.label,
        lambda: maker.label_vectors(main_labels, encoders.multilingual),
        lambda: maker.description_matrix(described, uris, encoders.multilingual),
    )
    languages, extended_main = _languages(labels, set(langs), main_index, added)
    if set(langs) - {main} or reader is encoders.multilingual:
        # Made here, where progress is shown, and not by the first batch of texts.
        for index in (*languages.values(), *extended_main.values()):
            index.prepare()
    return SkillIndex(
        uris,
        _preferred(labels, uris),
        main,
        languages,
        added.to_vectors(own_vectors, reader),
        maker.description_matrix(described, uris, reader),
        concept_traits(uris, concepts, labels, frames["core_concept_collection"], frames["core_concept_broader"]),
        esco_version,
        encoders.model_id,
        index_key(vocabulary_key, encoders.model_id),
        glossaries or {},
        extended_main,
    )


def main_language(langs: Iterable[str]) -> str:
    """The language that the labels of the others hang on: English where a release has it, else its first."""
    known = set(langs)
    return "en" if "en" in known else min(known)


def _languages(
    labels: pd.DataFrame, langs: set[str], main_index: LanguageIndex, added: _Added
) -> tuple[dict[str, LanguageIndex], dict[str, LanguageIndex]]:
    """The languages to search by code, and the main one with the synonyms of each other language."""
    main = main_index.labels.lang
    languages = {main: added.to_language(main_index, main)}
    for lang in sorted((langs & set(labels["lang"])) - {main}):
        vectors = added.maker.label_vectors(label_set(labels, added.uris, lang, main), added.encoder)
        languages[lang] = added.to_language(_ready(vectors, main_index), lang)
    others = sorted((langs & set(added.synonyms)) - {main})
    return languages, {lang: added.to_language(languages[main], lang) for lang in others}


def _ready(vectors: LabelVectors, main: LanguageIndex) -> LanguageIndex:
    return LanguageIndex(vectors.labels, vectors.label, lambda: vectors, lambda: main.descriptions)


def _described(concepts: pd.DataFrame, uris: list[str], labels: LabelSet) -> list[str]:
    """The description of each concept, its preferred label where the release has none."""
    texts = concepts.set_index("concept_uri")["description"].reindex(uris).fillna("").tolist()
    return [text or labels.texts[labels.positions_of(number)[0]] for number, text in enumerate(texts)]


def _preferred(labels: pd.DataFrame, uris: list[str]) -> dict[str, list[str]]:
    rows = labels[labels["label_kind"] == "preferred"].drop_duplicates(["concept_uri", "lang"])
    by_lang = {
        str(lang): dict(zip(group["concept_uri"], group["label"], strict=True)) for lang, group in rows.groupby("lang")
    }
    return {lang: [found.get(uri, "") for uri in uris] for lang, found in by_lang.items()}


@dataclass(frozen=True, slots=True)
class _Stored:
    label: NDArray[np.int32]
    matrix: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes vectors, or takes them from the cache."""

    cache: Path
    on_progress: OnProgress | None

    def label_vectors(self, labels: LabelSet, encoder: Encoder) -> LabelVectors:
        def make() -> _Stored:
            chosen = distinct_positions(labels, SAME_WORDING)
            return _Stored(chosen, label_matrix(labels, chosen, encoder, self._teller(f"labels ({labels.lang})")))

        owners = map(str, labels.concept.tolist())
        key = content_hash(INDEX_FORMAT, str(SAME_WORDING), encoder.model_id, *labels.texts, *owners)
        found = self._cached(key, make)
        return LabelVectors(labels, found.label, found.matrix)

    def description_matrix(
        self, described: Sequence[str], uris: Sequence[str], encoder: Encoder
    ) -> NDArray[np.float32]:
        """The vectors of what is said of each concept, a row each."""

        def make() -> _Stored:
            matrix = encoder.encode(described, progress=self._teller("descriptions"))
            return _Stored(np.arange(len(uris), dtype=np.int32), matrix)

        return self._cached(
            content_hash(INDEX_FORMAT, encoder.model_id, "descriptions", *described, *uris), make
        ).matrix

    def synonym_matrix(self, texts: Sequence[str], encoder: Encoder) -> NDArray[np.float32]:
        """The vectors of synonyms, a row each."""

        def make() -> _Stored:
            matrix = encoder.encode(list(texts), progress=self._teller("synonyms"))
            return _Stored(np.arange(len(texts), dtype=np.int32), matrix)

        return self._cached(content_hash(INDEX_FORMAT, encoder.model_id, "synonyms", *texts), make).matrix

    def _teller(self, what: str) -> Callable[[int], None] | None:
        tell = self.on_progress
        return (lambda count: tell(what, count)) if tell else None

    def _cached(self, key: str, make: Callable[[], _Stored]) -> _Stored:
        file = self.cache / f"{key}.npz"
        if (found := _read(file)) is not None:
            return found
        with _telling_of(self.cache):
            # Before vectors are made for minutes, not after.
            require_writable(self.cache)
        made = make()
        with _telling_of(self.cache), replacing(file) as part, part.open("wb") as stream:
            # Half precision halves the file; cosines move by less than 1e-3.
            np.savez(stream, label=made.label, matrix=made.matrix.astype(np.float16))
        # What was just made is rounded the same way, so that a first and a second run agree to the bit.
        return _Stored(made.label, _unrounded(made.matrix.astype(np.float16)))


@contextmanager
def _telling_of(cache: Path) -> Iterator[None]:
    """Says which folder it is, and which setting names another, where something cannot be written."""
    try:
        yield
    except OSError as error:
        raise EscomapError(
            "bad_cache",
            f"The vectors of ESCO labels cannot be kept in the cache folder: {error.strerror or type(error).__name__}.",
            where=str(cache),
            hint="name a folder with half a gigabyte to spare: ESCOMAP_CACHE=FOLDER",
        ) from error


@dataclass(frozen=True, slots=True)
class _Added:
    """Puts synonyms to the labels of a release, whose own vectors stay as the cache has them.

    ``encoder`` is the multilingual one, by which languages are searched.
    """

    uris: list[str]
    synonyms: Mapping[str, Synonyms]
    maker: _Maker
    encoder: Encoder

    def to_language(self, index: LanguageIndex, lang: str) -> LanguageIndex:
        """The labels with the synonyms in ``lang``."""
        extension = extended(index.labels, self.uris, self.synonyms.get(lang))
        if extension is None:
            return index
        return extended_language(index, extension, lambda: self.maker.synonym_matrix(extension.texts, self.encoder))

    def to_vectors(self, vectors: LabelVectors, encoder: Encoder) -> LabelVectors:
        """Labels that ``encoder`` read, with the synonyms of their language."""
        extension = extended(vectors.labels, self.uris, self.synonyms.get(vectors.labels.lang))
        if extension is None:
            return vectors
        return extension.vectors(vectors, self.maker.synonym_matrix(extension.texts, encoder))


def _read(file: Path) -> _Stored | None:
    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            return _Stored(stored["label"], _unrounded(stored["matrix"]))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        # Missing, or cut short by a full disk: it is made again.
        return None


def _unrounded(matrix: NDArray[np.float16]) -> NDArray[np.float32]:
    return matrix.astype(np.float32)
