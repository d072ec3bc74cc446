"""The columns of one record of a structured format, as they come together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from escomap.text.plain import has_blocks

# Between a column's name and the language of its text: "title@no". Profiles name all languages with "title@*".
LANGUAGE_MARK = "@"


class RecordColumns:
    """Collects values by column; ``names`` are there even when empty, so that every record has the same ones."""

    def __init__(self, names: Iterable[str]) -> None:
        self._texts: dict[str, list[str]] = {name: [] for name in names}
        self._listed: set[str] = set()

    def add(self, name: str, text: str, lang: str = "") -> None:
        """Adds a text to a column, or to the column of its language."""
        self._add(f"{name}{LANGUAGE_MARK}{lang}" if lang else name, text)

    def items(self, name: str, texts: Iterable[tuple[str, str]]) -> None:
        """Adds texts with their languages, such as declared outcomes; several of a language as a list."""
        by_lang: dict[str, list[str]] = {}
        for text, lang in texts:
            by_lang.setdefault(lang, []).append(text)
        for lang, given in by_lang.items():
            several = [text if has_blocks(text) else text.replace("\n", "<br/>") for text in dict.fromkeys(given)]
            self.add(name, as_list(several) if len(several) > 1 else given[0], lang)

    def listed(self, name: str, value: str) -> None:
        """Adds a short value to a column that lists several; the same one in other letter case is no other."""
        self._listed.add(name)
        if value.casefold() not in map(str.casefold, self._texts.get(name, ())):
            self._add(name, value)

    def put(self, name: str, value: str) -> None:
        """Fills a column that holds one value, unless it has one."""
        if not self._texts.get(name):
            self._add(name, value)

    def take(self, columns: Iterable[tuple[str, str]], prefix: str) -> None:
        """Adds the columns of another record; those this one has something in already go under ``prefix``."""
        given = list(columns)
        taken = {name for name in {base_name(column) for column, _ in given} if self.has(name)}
        for column, text in given:
            self._add(f"{prefix}.{column}" if base_name(column) in taken else column, text)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """The columns that hold something."""
        return ((name, text) for name, text in self.values().items() if text)

    def has(self, name: str) -> bool:
        """Whether the column holds anything, in whatever language."""
        return any(texts for column, texts in self._texts.items() if base_name(column) == name)

    def values(self) -> dict[str, str]:
        """The columns; an empty line between the texts of one, so that none runs into the next."""
        return {
            name: "; ".join(texts) if name in self._listed else joined_texts(texts)
            for name, texts in self._texts.items()
        }

    def _add(self, column: str, text: str) -> None:
        texts = self._texts.setdefault(column, [])
        if text and text not in texts:
            texts.append(text)


def as_list(items: Iterable[str]) -> str:
    """Texts that are one item each, such as declared outcomes, as an HTML list; nothing of none."""
    marked = "".join(f"<li>{item}</li>" for item in items if item)
    return f"<ul>{marked}</ul>" if marked else ""


def base_name(column: str) -> str:
    """The name of a column without its language."""
    return column.partition(LANGUAGE_MARK)[0]


def joined_texts(texts: Sequence[str]) -> str:
    """Texts of one column with an empty line between them, as HTML where one of them is."""
    if len(texts) < 2 or not any(map(has_blocks, texts)):
        return "\n\n".join(texts)
    # Beside HTML with blocks a plain text would lose its line ends.
    return "\n".join(text if has_blocks(text) else f"<p>{text.replace(chr(10), '<br/>')}</p>" for text in texts)
