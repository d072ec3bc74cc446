"""Judged texts: a CSV or TSV with one row per text and ESCO concept."""

from __future__ import annotations

import csv
from pathlib import Path

from escomap.errors import EscomapError
from escomap.evaluation import ACCEPTED_GRADE, JudgedText

_TEXT = ("text", "sentence")
_URI = ("uri", "escoUri", "escoUris")


def read_judged(file: Path, *, lang: str = "en", split: str = "") -> list[JudgedText]:
    """The texts of a file with their judged concepts, in file order.

    The text is in ``text`` or ``sentence``; concepts in ``uri``, ``escoUri`` or ``escoUris`` (several by ``|``), an
    empty one adding none; ``grade`` is 2 where absent; ``lang``, ``course_title`` (context) and ``set`` or ``source``
    (group) are optional. With ``split``, rows whose column of that name holds another value are left out.
    """
    if not file.is_file():
        raise EscomapError("missing_file", "The file of judged texts does not exist.", where=str(file))
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream, delimiter="\t" if file.suffix == ".tsv" else ","))
    except (UnicodeDecodeError, csv.Error) as error:
        raise EscomapError(
            "bad_judgement", f"The judged texts are not CSV in UTF-8: {error}.", where=str(file), hint="save it as that"
        ) from error
    text_column, uri_column = (_column(rows, names, file) for names in (_TEXT, _URI))
    grades: dict[tuple[str, str, str, str], dict[str, int]] = {}
    for number, row in enumerate(rows, start=2):
        if split and row.get("split") and row["split"] != split:
            continue
        grade = row.get("grade") or str(ACCEPTED_GRADE)
        if row[text_column] is None or row[uri_column] is None or not grade.isdecimal():
            raise EscomapError(
                "bad_judgement",
                "A row of judged texts is too short, or its grade is not a whole number.",
                where=f"{file}:{number} grade={grade!r}",
                hint="one row per text and concept, grade 2 = accept, 1 = related",
            )
        group = row.get("set") or row.get("source") or row.get("sourceClassification") or ""
        key = (group, row[text_column], row.get("lang") or lang, row.get("course_title") or "")
        found = grades.setdefault(key, {})
        for uri in filter(None, row[uri_column].split("|")):
            found[uri] = max(found.get(uri, 0), int(grade))
    return [
        JudgedText(text, found, text_lang, context, group)
        for (group, text, text_lang, context), found in grades.items()
    ]


def _column(rows: list[dict[str, str]], names: tuple[str, ...], file: Path) -> str:
    present = list(rows[0]) if rows else []
    if found := [name for name in names if name in present]:
        return found[0]
    raise EscomapError(
        "missing_column",
        f"The file of judged texts has no column {' or '.join(names)}.",
        where=f"{file}:1 columns={present}",
        hint="one row per text and concept, e.g. text,uri,grade",
    )
