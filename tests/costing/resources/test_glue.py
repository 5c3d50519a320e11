import pytest

from costing.resources._shared.priced_resource import PricedResource
from costing.resources.glue import CatalogDatabase, Crawler, DevEndpoint, Job, MLTransform
from tests.costing.resources.case import Case

RUN = {"monthly_hours": 8}
ETL = "ETL-DPU-Hour"

CASES = [
    Case(
        "a catalog",
        CatalogDatabase,
        {},
        {"Catalog-Storage": 100_000, "Catalog-Request": None},
        usage={"monthly_objects": 100_000},
    ),
    Case("a crawler", Crawler, {}, {"Crawler-DPU-Hour": 8}, usage=RUN),
    Case("a job has ten DPUs unless it says", Job, {}, {ETL: 80}, usage=RUN),
    Case(
        "a shell job a sixteenth of one",
        Job,
        {"command": {"name": "pythonshell"}},
        {ETL: "0.5"},
        usage=RUN,
    ),
    Case("as many as it says", Job, {"maxCapacity": 2}, {ETL: 16}, usage=RUN),
    Case(
        "by its workers",
        Job,
        {"workerType": "G.2X", "numberOfWorkers": 10},
        {ETL: 160},
        usage=RUN,
    ),
    Case(
        "on spare capacity",
        Job,
        {"workerType": "G.1X", "numberOfWorkers": 10, "executionClass": "FLEX"},
        {"ETL-Flex-DPU-Hour": None},
    ),
    Case("an endpoint has five DPUs", DevEndpoint, {}, {"DEVED-DPU-Hour": 3650}),
    Case(
        "or those of its workers",
        DevEndpoint,
        {"workerType": "G.1X", "numberOfWorkers": 2},
        {"DEVED-DPU-Hour": 1460},
    ),
    Case("a transform", MLTransform, {}, {ETL: 3}, usage={"monthly_dpu_hours": 3}),
]


@pytest.mark.parametrize("model", [Job, DevEndpoint])
def test_workers_of_an_unknown_size_are_a_gap(model: type[PricedResource]) -> None:
    assert "G.99X" in Case("", model, {"workerType": "G.99X", "numberOfWorkers": 2}, {}).reasons()
