"""Tests of every priced type, one test run a service: thousands of runs take long to collect."""

from collections.abc import Callable
from itertools import groupby

import pytest

from costing.resources import models
from costing.resources._shared.priced_resource import PricedResource

Model = type[PricedResource]


def service_of(model: Model) -> str:
    return model.__module__.rpartition(".")[2]


SERVICES: dict[str, list[Model]] = {
    service: list(models)
    for service, models in groupby(sorted(models(), key=service_of), key=service_of)
}


def every_type(test: Callable[[Model], None]) -> Callable[[str], None]:
    """Run a test for all types of each service."""

    @pytest.mark.parametrize("service", SERVICES)
    def run(service: str) -> None:
        for model in SERVICES[service]:
            test(model)

    run.__name__, run.__doc__ = test.__name__, test.__doc__
    return run
