"""The deployment in prefect.yaml names a flow that exists, with parameters it takes and files that are there."""

import inspect

import pytest
import yaml

from escomap.paths import checkout_root
from escomap.settings import load_settings

ROOT = checkout_root()


@pytest.fixture(scope="module")
def deployment():
    (only,) = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    return only


def test_the_files_of_the_deployment_exist(deployment):
    assert (ROOT / deployment["entrypoint"].split(":")[0]).is_file()
    assert [name for name in deployment["parameters"]["catalogues"] if not (ROOT / name).is_file()] == []


def test_the_settings_of_the_deployment_exist(deployment):
    load_settings(deployment["parameters"]["settings"], environment={})


@pytest.mark.flow
def test_prefect_reads_the_deployment(deployment):
    from prefect.cli.deploy._models import PrefectYamlModel

    with (ROOT / "prefect.yaml").open(encoding="utf-8") as stream:
        model = PrefectYamlModel.model_validate(yaml.safe_load(stream))
    assert [found.name for found in model.deployments] == [deployment["name"]]


@pytest.mark.flow
def test_the_parameters_are_those_of_the_flow(deployment):
    from escomap.flows import enrich_catalogue

    module, _, name = deployment["entrypoint"].partition(":")
    assert (module, name) == ("pipelines/escomap/flows.py", enrich_catalogue.fn.__name__)
    inspect.signature(enrich_catalogue.fn).bind(**deployment["parameters"])
    assert enrich_catalogue.validate_parameters(deployment["parameters"])["db"].endswith(".duckdb")


@pytest.mark.flow
def test_the_schedule_is_one_prefect_takes(deployment):
    from prefect.client.schemas.schedules import CronSchedule

    for schedule in deployment["schedules"]:
        assert CronSchedule(cron=schedule["cron"], timezone=schedule["timezone"]).timezone == "Europe/Rome"
