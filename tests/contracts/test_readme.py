"""What the pages for people name exists: paths, commands and options, make targets, modules, settings, columns.

``python -m tests.contracts.test_readme`` rewrites the table of settings in README.md.
"""

import csv
import re
import shlex
import sys
import tomllib
from dataclasses import fields

import pytest
import typer
from tests.bench import catalogues

from escomap import tables
from escomap.cli import app
from escomap.exports.attribution import ESCO_ATTRIBUTION
from escomap.exports.standards import ARTEFACTS
from escomap.paths import checkout_root
from escomap.settings import ENVIRONMENT_PREFIX, SETTING_MEANINGS, Settings, load_settings

ROOT = checkout_root()
PACKAGE = ROOT / "pipelines" / "escomap"
README = ROOT / "README.md"
PAGES = [README, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", ROOT / "pipelines" / "README.md"]
SETTINGS_BLOCK = re.compile(r"(<!-- settings -->\n).*?(<!-- /settings -->)", re.DOTALL)
# Written by a run or named by the user, so not in the repository.
MADE = re.compile(r"data/(?:out|esco|raw)/|exports/|failed/|edc/$")
SUFFIXES = ("csv", "json", "md", "py", "sql", "svg", "toml", "txt", "yaml")
NAMED_PATH = re.compile(rf"(?:[\w.*<>-]+/)+[\w.*<>-]*|[\w*<>-]+\.(?:{'|'.join(SUFFIXES)})")
# What a standards folder holds.
OFFICIAL = {artefact.path for artefact in ARTEFACTS}
# A file of an export, and the official files.
FOREIGN = {"manifest.json"} | OFFICIAL


def text_of(page):
    return page.read_text(encoding="utf-8")


def fences(page, *languages):
    found = re.findall(r"^```(\w+)\n(.*?)^```", text_of(page), re.DOTALL | re.MULTILINE)
    return [body for language, body in found if language in languages]


def code_spans(page):
    return re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text_of(page), flags=re.DOTALL | re.MULTILINE))


def command_lines(page):
    """Lines of shell blocks and code spans, pipes taken apart."""
    lines = [line for body in fences(page, "sh") for line in body.splitlines()] + code_spans(page)
    return [part.strip() for line in lines for part in re.split(r"\||: (?=escomap )", line)]


def exists(name):
    """Whether a path as written on a page is there: from the root, in the package, or for tests beside them."""
    pattern = re.sub(r"<\w+>", "*", name).rstrip("/")
    return any(any(folder.glob(pattern)) for folder in (ROOT, PACKAGE, PACKAGE / "exports"))


def unknown_options(line):
    """What an ``escomap`` command line names that the command does not have."""
    words = shlex.split(line.split("#")[0])[1:]
    command = typer.main.get_command(app)
    while words and hasattr(command, "commands") and not words[0].startswith("-"):
        if words[0] not in command.commands:
            return [words[0]]
        command = command.commands[words.pop(0)]
    known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    return [word for word in words if word.startswith("-") and word not in known]


def settings_table():
    lines = ["| setting | environment | default | what |", "|---|---|---|---|"]
    for field in fields(Settings):
        default = str(field.default).lower() if isinstance(field.default, bool) else field.default
        variable = f"{ENVIRONMENT_PREFIX}{field.name.upper()}"
        lines.append(f"| `{field.name}` | `{variable}` | `{default}` | {SETTING_MEANINGS[field.name]} |")
    return "\n".join(lines) + "\n"


def rewritten(text):
    return SETTINGS_BLOCK.sub(lambda match: match[1] + settings_table() + match[2], text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
class TestPage:
    def test_every_path_exists(self, page):
        named = {span for span in code_spans(page) if NAMED_PATH.fullmatch(span)} - FOREIGN
        assert sorted(name for name in named if not MADE.search(name) and not exists(name)) == []

    def test_every_link_leads_somewhere(self, page):
        headings = {
            re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
            for heading in re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
        }
        for target in re.findall(r"\]\(([^)]+)\)", text_of(page)):
            if target.startswith("#"):
                assert target[1:] in headings
            elif not target.startswith("https://"):
                assert (page.parent / target).is_file(), target

    def test_every_command_and_option_exists(self, page):
        commands = [line for line in command_lines(page) if re.match(r"escomap( |$)", line)]
        assert {line: unknown for line in commands if (unknown := unknown_options(line))} == {}

    def test_every_make_target_exists(self, page):
        targets = set(re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
        lines = [line for line in command_lines(page) if re.match(r"make ", line)]
        assert [line for line in lines if not {word for word in line.split()[1:] if "=" not in word} <= targets] == []

    def test_every_module_that_is_run_exists(self, page):
        modules = [match[1] for line in command_lines(page) if (match := re.match(r"python -m (tests[\w.]*)", line))]
        assert [name for name in modules if not any(ROOT.glob(f"{name.replace('.', '/')}*"))] == []


def test_the_attribution_stands_in_a_line_of_its_own():
    assert ESCO_ATTRIBUTION in text_of(README).splitlines()


def test_the_size_of_the_starter_vocabulary_is_right():
    with (ROOT / "data" / "vocabulary" / "starter" / "skills_en.csv").open(encoding="utf-8", newline="") as stream:
        count = sum(1 for _ in csv.DictReader(stream))
    assert f"starter vocabulary of {count} concepts" in text_of(README)


def test_the_bands_are_the_default_ones():
    assert f"| accept | {Settings().accept_threshold} and more |" in text_of(README)
    assert f"| none | below {Settings().review_threshold} |" in text_of(README)


def test_the_table_of_settings_is_complete():
    assert set(SETTING_MEANINGS) == {field.name for field in fields(Settings)}
    assert settings_table() in text_of(README), "run: python -m tests.contracts.test_readme"


def test_the_example_of_a_settings_file_can_be_read():
    for body in fences(README, "toml"):
        assert load_settings(tomllib.loads(body), environment={}) != Settings()


def test_the_example_queries_run():
    import duckdb

    database = duckdb.connect()
    for table in tables.TABLES.values():
        database.execute(tables.create_statement(table))
    queries = fences(README, "sql") + re.findall(r'db\.sql\("(.+?)"\)', "\n".join(fences(README, "python")))
    assert len(queries) == 2
    for query in queries:
        database.execute(query).fetchall()
    database.close()


def test_the_readme_names_every_official_file():
    named = set(code_spans(README))
    assert OFFICIAL - named == set()


if __name__ == "__main__":
    README.write_text(rewritten(text_of(README)), encoding="utf-8")
    sys.stdout.write(f"{README.name}: {len(SETTING_MEANINGS)} settings\n")


def test_the_table_of_real_catalogues_is_whole_and_adds_up():
    table = catalogues.BLOCK.search(text_of(README))[0].splitlines()[1:-1]
    header, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    assert tuple(header) == catalogues.HEADER
    assert [(name, kind) for name, kind, *_ in rows] == [(file.name, file.format_name) for file in catalogues.FILES]
    for row in rows:
        inside, merged, read, courses, rejected = (int(cell.replace(",", "")) for cell in row[2:7])
        assert inside == read + merged
        assert read == courses + rejected
