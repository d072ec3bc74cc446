"""Every notebook runs on the sample database, is short, holds no logic and no output, and changes nothing."""

import ast
import hashlib

import pytest

from escomap.paths import checkout_root
from escomap.steps.demo import demo_request
from escomap.steps.enrich import enrich_catalogue

FILES = sorted((checkout_root() / "notebooks").glob("*.ipynb"))
NAMES = ["01_first_look", "02_mapping_quality", "03_levels", "04_recognition"]
MOST_CELLS = 12


def load(file):
    nbformat = pytest.importorskip("nbformat", reason="notebooks need: pip install 'escomap[notebooks]'")
    return nbformat.read(file, as_version=4)


def digest(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def sample_database(tmp_path_factory):
    request = demo_request(tmp_path_factory.mktemp("notebooks"))
    enrich_catalogue(request)
    return request.db


def execute(file, folder):
    nbclient = pytest.importorskip("nbclient", reason="notebooks need: pip install 'escomap[notebooks]'")
    notebook = load(file)
    nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}}).execute()
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_the_notebooks_are_those_the_readme_names():
    assert [file.stem for file in FILES] == NAMES


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_notebook_is_short_and_holds_neither_logic_nor_output(file):
    cells = load(file).cells
    assert len(cells) <= MOST_CELLS
    code = [cell for cell in cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    nodes = [node for cell in code for node in ast.walk(ast.parse(cell.source))]
    assert not [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]


@pytest.mark.notebook
@pytest.mark.model
@pytest.mark.filterwarnings("ignore")  # of the notebook client and the kernel, which are not ours
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_notebook_runs_and_leaves_the_database_as_it_was(file, sample_database, tmp_path, monkeypatch):
    monkeypatch.setenv("ESCOMAP_DB", str(sample_database))
    before = digest(sample_database)
    cells = execute(file, tmp_path)
    assert all(cell.outputs for cell in cells), "a cell that shows nothing"
    assert digest(sample_database) == before
    assert list(tmp_path.iterdir()) == []


@pytest.mark.notebook
@pytest.mark.model
@pytest.mark.filterwarnings("ignore")
def test_without_a_database_the_sample_is_enriched(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    execute(FILES[0], tmp_path)
    assert len(list(tmp_path.glob("escomap-notebook-*/escomap.duckdb"))) == 1
