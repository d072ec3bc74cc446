"""Imports run one way: command line -> steps -> io -> pure, as the files themselves say."""

import ast
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from escomap.paths import checkout_root

PACKAGE = checkout_root() / "pipelines" / "escomap"
FILES = sorted(PACKAGE.rglob("*.py"))
LAYERS = {
    **dict.fromkeys(["cli", "console", "flows", "web"], "command line"),
    "steps": "steps",
    **dict.fromkeys(["paths", "mappings", "http_json", "json_lines", "atomic_files"], "io"),
    **dict.fromkeys(["decision_files", "consultation_files", "calibration_file"], "io"),
    **dict.fromkeys(["encoders", "readers", "vocabulary", "store", "exports"], "io"),
}
ORDER = ["pure", "io", "steps", "command line"]
ONLY_IN = {
    "prefect": "flows",
    "duckdb": "store",
    "sentence_transformers": "encoders",
    "fastapi": "web",
    "jinja2": "exports web",  # documents and pages
    "typst": "exports",
}
OUTSIDE = {"socket", "requests", "httpx", "urllib.request", "subprocess", "http.client", "shutil", "tempfile"}
FILE_CALLS = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "unlink", "mkdir", "read_csv"}
# A settings file is read where its values are checked; fitted numbers are packaged beside their code.
READ_FILES = {
    "settings.py": {"read_text"},
    "matching/ranking.py": {"read_text", "read_bytes"},
    "dimensions/weights.py": {"read_text"},
    "levels/text_head.py": {"read_bytes"},
}
HEAVY = ["pandas", "numpy", "prefect", "duckdb", "torch", "pyarrow", "sklearn", "fastapi", "rich"]


def layer(part):
    return LAYERS.get(part, "pure")


def name_of(file):
    return file.relative_to(PACKAGE).as_posix()


def imported(file):
    """Dotted names of everything a file imports, those inside functions and for types too."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(file)}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def types_only(file):
    """Names imported only under ``if TYPE_CHECKING``."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    blocks = [node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    imports = [node for block in blocks for node in block.body if isinstance(node, ast.Import | ast.ImportFrom)]
    return {name.name for node in imports for name in node.names}


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_imports_never_point_up(file):
    own = ORDER.index(layer(name_of(file).removesuffix(".py").split("/")[0]))
    inside = [name.split(".")[1] for name in imported(file) if name.startswith("escomap.")]
    assert [part for part in inside if ORDER.index(layer(part)) > own] == []


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_each_big_library_has_one_home(file):
    home = name_of(file).removesuffix(".py").split("/")[0]
    libraries = {name.split(".")[0] for name in imported(file)} - types_only(file)
    assert [name for name, only in ONLY_IN.items() if name in libraries and home not in only.split()] == []


PURE = [file for file in FILES if layer(name_of(file).removesuffix(".py").split("/")[0]) == "pure"]


@pytest.mark.parametrize("file", PURE, ids=name_of)
def test_pure_modules_do_not_touch_the_outside(file):
    names = set(imported(file))
    assert not {name for name in names for outside in OUTSIDE if name == outside or name.startswith(f"{outside}.")}
    calls = [node.func for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]
    called = {call.id if isinstance(call, ast.Name) else getattr(call, "attr", "") for call in calls}
    assert called & FILE_CALLS <= READ_FILES.get(name_of(file), set())


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_modules_are_named_for_what_they_hold(file):
    assert file.stem not in {"utils", "util", "helpers", "common", "constants", "misc"}


def test_the_source_root_is_not_a_package():
    assert not (PACKAGE.parent / "__init__.py").exists()


def python(*arguments):
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    return subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, timeout=60)


def test_the_command_line_imports_nothing_heavy():
    found = python("-c", f"import sys, escomap.cli; print([n for n in {HEAVY} if n in sys.modules])")
    assert found.stdout.strip() == "[]", found.stderr


def test_help_answers_at_once():
    start = time.perf_counter()
    python("-c", "pass")
    bare = time.perf_counter() - start
    start = time.perf_counter()
    found = python("-m", "escomap.cli", "--help")
    assert found.returncode == 0
    assert "suggest" in found.stdout
    # Half a second on a quiet machine; a busy one starts Python itself slowly.
    assert time.perf_counter() - start < max(2.0, 20 * bare)


def test_every_file_is_looked_at():
    assert Path(PACKAGE / "flows.py") in FILES
    assert len(PURE) > 20
