"""The sheets of a workbook that reviewers filled in: a header row as it was written, and the rows below it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from escomap.errors import EscomapError
from escomap.readers.cells import cell_text
from escomap.readers.workbook_limits import corrupt_workbook, require_sound_workbook


def read_review_sheets(path: Path, sheets: Collection[str]) -> Iterator[tuple[str, int, dict[str, str]]]:
    """Sheet, row as a person sees it, and the cells by their column, of the named sheets that the workbook has.

    Raises:
        EscomapError: the file is missing or no workbook, or has none of the sheets.
    """
    import python_calamine

    if not path.is_file():
        raise EscomapError("missing_file", "The workbook does not exist.", where=str(path))
    if path.suffix.lower() == ".json":
        raise EscomapError(
            "no_review_sheet",
            "The file is no workbook.",
            where=str(path),
            hint=f"for answers to a consultation: escomap review collect {path}",
        )
    require_sound_workbook(path)
    try:
        with path.open("rb") as file:
            workbook = python_calamine.CalamineWorkbook.from_filelike(file)
        found = [name for name in workbook.sheet_names if name in sheets]
        read = {name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in found}
    except (python_calamine.CalamineError, OSError, OverflowError, ValueError) as error:
        raise corrupt_workbook(path, str(error)) from error
    if not found:
        raise EscomapError(
            "no_review_sheet",
            "The workbook has none of the sheets of a review.",
            where=str(path),
            hint="make one: escomap review export --db FILE --out review.xlsx",
        )
    for name, rows in read.items():
        header = [cell_text(cell) for cell in rows[0]] if rows else []
        for number, row in enumerate(rows[1:], start=2):
            yield name, number, dict(zip(header, map(cell_text, row), strict=False))
