"""The files under ``mappings/``: facts, phrases, header names and catalogue profiles, checked as they are read."""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from escomap.catalogue.profile import FIELDS, CatalogueProfile, parse_profile
from escomap.codes import language_code
from escomap.dimensions.cues import BLOOM_LEVELS, DIMENSIONS, Cue, CueSet, Dimension, compile_cues, is_pattern
from escomap.errors import EscomapError, unknown_name
from escomap.levels.profiles import LevelProfile, parse_level_profile
from escomap.matching.synonyms import Status, Synonyms, synonym_problem
from escomap.tables import Table
from escomap.text.gloss import Glossary
from escomap.text.normalise import normalised
from escomap.text.phrases import KINDS, Phrases, compile_pattern, compile_phrases

if TYPE_CHECKING:
    import pandas as pd

FILE_NAMES = {
    "map_nqf_eqf": "nqf_eqf.csv",
    "map_framework": "frameworks.csv",
    "map_degree_word": "degree_words.csv",
    "map_cycle_word": "cycle_words.csv",
}
PHRASE_COLUMNS = ["kind", "pattern", "example", "remark"]
LEXICON_COLUMNS = ["word", "english"]
SYNONYM_COLUMNS = ["concept_uri", "label", "status", "source", "checked_by", "remark"]
SYNONYM_KEY = ("concept_uri", "label")
CUE_COLUMNS = ["kind", "pattern", "dimension", "bloom_level", "weight"]
HEADER_COLUMNS = ["field", "lang", "header"]


def load_table(folder: Path, table: Table) -> pd.DataFrame:
    """The rows of a fact table, typed as ``tables.py`` declares; sorted by key, no key twice."""
    import pandas as pd

    file = folder / FILE_NAMES[table.name]
    rows = read_rows(file, table.column_names, table.key)
    frame = pd.DataFrame(rows, columns=table.column_names)
    for column in table.columns:
        if column.type in ("integer", "number"):
            frame[column.name] = _numbers([row[column.name] for row in rows], column.type, file, column.name)
    return frame


def load_phrases(folder: Path, langs: Iterable[str] | None = None) -> Phrases:
    """The phrases of all languages, or of some, compiled (which takes a second for all)."""
    wanted = None if langs is None else set(langs)
    rows: list[tuple[str, str, str]] = []
    for file in sorted((folder / "phrases").glob("*.csv")):
        if wanted is not None and file.stem not in wanted:
            continue
        for number, row in enumerate(read_rows(file, PHRASE_COLUMNS, ("kind", "pattern")), start=2):
            if row["kind"] not in KINDS:
                raise _bad_row(file, number, f"the kind {row['kind']!r} is none of {', '.join(KINDS)}")
            try:
                compile_pattern(row["pattern"])
            except re.error as error:
                raise _bad_row(file, number, f"the pattern does not compile: {error}") from error
            rows.append((file.stem, row["kind"], row["pattern"]))
    return compile_phrases(rows)


def load_glossaries(folder: Path, langs: Iterable[str]) -> dict[str, Glossary]:
    """The word lists into English of those of ``langs`` that have one, by language."""
    files = {lang: folder / "lexicons" / f"{lang}.csv" for lang in langs}
    return {
        lang: Glossary(lang, [(row["word"], row["english"]) for row in read_rows(file, LEXICON_COLUMNS, ("word",))])
        for lang, file in files.items()
        if file.is_file()
    }


def load_synonyms(folder: Path) -> dict[str, Synonyms]:
    """The accepted synonyms by language, without languages that have none."""
    found = {file.stem: Synonyms(file.stem, _accepted(file)) for file in sorted((folder / "synonyms").glob("*.csv"))}
    return {lang: synonyms for lang, synonyms in found.items() if synonyms.labels}


def read_synonyms(file: Path) -> list[dict[str, str]]:
    """The rows of a file of synonyms, whatever their status.

    Raises:
        EscomapError: ``bad_mapping``, the file is named by no language, or a row says nothing that can be used.
    """
    if language_code(file.stem) != file.stem:
        raise _bad_row(file, 1, f"{file.stem!r} is no language: name the file by its ISO 639-1 code")
    rows = read_rows(file, SYNONYM_COLUMNS, SYNONYM_KEY)
    seen: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows, start=2):
        if problem := synonym_problem(row):
            raise _bad_row(file, number, problem)
        same = seen.setdefault((row["concept_uri"], normalised(row["label"])), number)
        if same != number:
            raise _bad_row(file, number, f"says the same as row {same}, in other letters")
    return rows


def _accepted(file: Path) -> tuple[tuple[str, str], ...]:
    return tuple((row["concept_uri"], row["label"]) for row in read_synonyms(file) if row["status"] == Status.ACCEPTED)


def load_cues(folder: Path) -> dict[str, CueSet]:
    """The cues of outcomes and the headings above them, compiled, by language."""
    sets = {}
    for file in sorted((folder / "cues").glob("*.csv")):
        rows = read_rows(file, CUE_COLUMNS, ("kind", "pattern"))
        for number, row in enumerate(rows, start=2):
            if problem := _cue_problem(row):
                raise _bad_row(file, number, problem)
        cues = [
            Cue(row["pattern"], Dimension(row["dimension"]), row["bloom_level"], float(row["weight"]))
            for row in rows
            if row["kind"] == "cue"
        ]
        headings = {row["pattern"]: Dimension(row["dimension"]) for row in rows if row["kind"] == "heading"}
        sets[file.stem] = compile_cues(cues, headings)
    return sets


def load_headers(folder: Path) -> list[tuple[str, str, str]]:
    """``(field, language, header)`` rows: how catalogues name the columns of each field."""
    file = folder / "headers.csv"
    rows = read_rows(file, HEADER_COLUMNS, ("field", "lang", "header"))
    for number, row in enumerate(rows, start=2):
        if row["field"] not in FIELDS:
            raise _bad_row(file, number, f"there is no field named {row['field']!r}")
    return [(row["field"], row["lang"], row["header"]) for row in rows]


def load_profile(name_or_path: str | Path, folder: Path) -> CatalogueProfile:
    """A profile by the name of a file in ``catalogues/``, or by a path that ends in ``.toml``."""
    path = Path(name_or_path)
    if path.suffix != ".toml":
        path = folder / "catalogues" / f"{name_or_path}.toml"
        if not path.is_file():
            raise unknown_name("profile", str(name_or_path), [file.stem for file in path.parent.glob("*.toml")])
    try:
        return parse_profile(tomllib.loads(path.read_text(encoding="utf-8-sig")), path.stem)
    except FileNotFoundError as error:
        raise EscomapError(
            "missing_file", "The profile does not exist.", where=str(path), hint="write one with: escomap profile FILE"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise EscomapError(
            "bad_profile", f"The profile is not TOML: {error}.", where=str(path), hint="correct the line it names"
        ) from error


def load_level_profiles(folder: Path) -> list[LevelProfile]:
    """The level profiles in ``levels/``, by name; a mappings folder may have none."""
    return [load_level_profile(file) for file in sorted((folder / "levels").glob("*.toml"))]


def load_level_profile(file: Path) -> LevelProfile:
    """What the codes of an institution or a country mean, from one file."""
    try:
        return parse_level_profile(tomllib.loads(file.read_text(encoding="utf-8-sig")), file.stem)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise EscomapError(
            "bad_mapping", f"{file.name} is not TOML: {error}.", where=str(file), hint="correct the line it names"
        ) from error


def mapping_digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every mapping file, by its path inside the folder."""
    files = sorted(file for file in folder.rglob("*") if file.suffix in (".csv", ".toml") and file.is_file())
    return {file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def read_rows(file: Path, columns: list[str], key: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of a mapping file: exactly these columns, sorted by key, no key twice, no field too many."""
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            reader = csv.reader(stream)
            header = next(reader, [])
            lines = list(reader)
    except FileNotFoundError as error:
        raise EscomapError(
            "missing_file", "A mapping file does not exist.", where=str(file), hint="check the mappings folder"
        ) from error
    except UnicodeDecodeError as error:
        raise _bad_row(file, 1, "the file is not UTF-8") from error
    if header != columns:
        raise _bad_row(file, 1, f"the header must be {','.join(columns)}")
    rows: list[dict[str, str]] = []
    previous: tuple[str, ...] = ()
    for number, line in enumerate(lines, start=2):
        if len(line) != len(columns):
            raise _bad_row(file, number, f"{len(line)} fields where the header has {len(columns)}")
        row = dict(zip(columns, line, strict=True))
        current = tuple(row[name] for name in key)
        if current <= previous:
            raise _bad_row(file, number, "repeats a key" if current == previous else "is not in the order of its key")
        previous = current
        rows.append(row)
    return rows


def _cue_problem(row: dict[str, str]) -> str:
    if row["kind"] not in ("cue", "heading"):
        return f"the kind {row['kind']!r} is neither cue nor heading"
    if row["dimension"] not in DIMENSIONS:
        return f"the dimension {row['dimension']!r} is none of {', '.join(DIMENSIONS)}"
    if row["bloom_level"] not in ("", *BLOOM_LEVELS):
        return f"the Bloom level {row['bloom_level']!r} is none of {', '.join(BLOOM_LEVELS)}"
    if not re.fullmatch(r"1(?:\.0+)?|0\.\d+", row["weight"]) or not float(row["weight"]):
        return f"the weight {row['weight']!r} is not a number above 0 and up to 1"
    if row["kind"] == "cue" and not is_pattern(row["pattern"]):
        return f"{row['pattern']!r} is no pattern: words in lower case, * for any ending, … for some words, ^ in front"
    return ""


def _numbers(texts: list[str], kind: str, file: Path, column: str) -> list[int] | list[float]:
    for number, text in enumerate(texts, start=2):
        if not re.fullmatch(r"-?\d+" if kind == "integer" else r"-?\d+(?:\.\d+)?", text):
            raise _bad_row(file, number, f"{column} {text!r} is not a number")
    return [int(text) for text in texts] if kind == "integer" else [float(text) for text in texts]


def _bad_row(file: Path, number: int, message: str) -> EscomapError:
    return EscomapError(
        "bad_mapping",
        f"Row {number} of {file.name}: {message}.",
        where=f"{file}:{number}",
        hint="correct the row, sorted by its key",
    )
