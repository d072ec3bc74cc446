"""The Prefect flow does what the direct run does, on a server of its own."""

import os
import subprocess
import sys

import pytest

from escomap.errors import EscomapError
from escomap.paths import checkout_root
from escomap.settings import Settings
from fixtures.runs import results, run, tiny_request, without_model

pytestmark = pytest.mark.flow


@pytest.fixture(scope="module")
def flows(tmp_path_factory):
    """The flows module with its own Prefect home and server; imported here, since Prefect reads its settings once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PREFECT_HOME", str(tmp_path_factory.mktemp("prefect")))
        from prefect.testing.utilities import prefect_test_harness

        import escomap.flows

        with prefect_test_harness(server_startup_timeout=180):
            yield escomap.flows


@pytest.fixture(autouse=True)
def encoder(monkeypatch):
    return without_model(monkeypatch)


@pytest.mark.parametrize("workers", [1, 2])
def test_the_flow_gives_the_tables_of_the_direct_run(tmp_path, flows, workers):
    settings = Settings(batch_size=3, workers=workers)
    direct = run(tmp_path, settings=settings)
    seen = []
    request = tiny_request(tmp_path, settings=settings, db=tmp_path / "flow.duckdb")
    report = flows.run_request(request, lambda *progress: seen.append(progress))
    assert results(tmp_path / "flow.duckdb") == results(tmp_path / "courses.duckdb")
    assert (report.courses, report.outcomes_matched) == (direct.courses, direct.outcomes_matched) == (5, 11)
    assert [done for stage, done, _ in seen if stage == "match" and done] == [3, 6, 9, 11]


def test_the_flow_can_be_called_with_plain_values_as_a_deployment_does(tmp_path, flows):
    request = tiny_request(tmp_path)
    found = flows.enrich_catalogue(
        catalogues=[str(request.catalogues[0])],
        db=str(request.db),
        esco=str(request.esco),
        exports=["tables"],
        settings={"top_k": 2},
    )
    assert (found["suggestions"], set(found["exported"])) == (22, {"tables"})


def test_an_error_inside_the_flow_reaches_the_caller_as_it_is(tmp_path, flows):
    (tmp_path / "image.csv").write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(EscomapError) as caught:
        flows.run_request(tiny_request(tmp_path, catalogues=(tmp_path / "image.csv",)))
    assert (caught.value.code, "image.csv" in caught.value.where) == ("not_a_catalogue", True)


def test_an_error_of_the_user_is_all_that_the_command_line_shows(tmp_path):
    (tmp_path / "image.csv").write_bytes(b"\x89PNG\r\n\x1a\n")
    environment = {
        **os.environ,
        "PYTHONPATH": str(checkout_root() / "pipelines"),
        "PREFECT_HOME": str(tmp_path / "prefect"),
    }
    command = [sys.executable, "-m", "escomap.cli", "run", "image.csv", "--db", "a.duckdb"]
    found = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=240)
    assert (found.returncode, found.stdout) == (1, "")
    assert "error[not_a_catalogue]" in found.stderr
    assert "Traceback" not in found.stderr
    assert "leaked" not in found.stderr


def test_a_batch_that_fails_for_a_passing_reason_is_tried_again(tmp_path, flows, encoder, monkeypatch):
    monkeypatch.setattr(flows, "RETRY_DELAY_SECONDS", 0)
    plain, failures = encoder.multilingual.encode, [OSError("passing")]

    def encode(texts, **options):
        if failures and not options:
            raise failures.pop()
        return plain(texts, **options)

    monkeypatch.setattr(encoder.multilingual, "encode", encode)
    assert flows.run_request(tiny_request(tmp_path)).outcomes_matched == 11
    assert failures == []
