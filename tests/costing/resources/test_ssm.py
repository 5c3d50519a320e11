import pytest

from costing.model import SECRET, UNKNOWN
from costing.resources.ssm import Activation, Parameter
from tests.costing.resources.case import Case

KEPT = "PS-Advanced-Param-Tier1"
ADVANCED, HIGHER = "PS-Param-Processed-Tier1", "PS-Param-Processed-Tier2"

CASES = [
    Case("a standard parameter is free", Parameter, {"type": "String", "value": "x"}, {}),
    Case(
        "an advanced one is charged by the hour and by the call",
        Parameter,
        {"tier": "Advanced", "value": SECRET},
        {KEPT: 730, ADVANCED: None},
    ),
    Case(
        "for as long as it is stored",
        Parameter,
        {"tier": "Advanced"},
        {KEPT: 600, ADVANCED: 10_000},
        usage={"parameter_storage_hrs": 600, "monthly_api_interactions": 10_000},
    ),
    Case(
        "higher throughput is charged of a standard one too",
        Parameter,
        {"tier": "Standard"},
        {HIGHER: 5},
        usage={"api_throughput_limit": "higher", "monthly_api_interactions": 5},
    ),
    Case(
        "intelligent tiering makes a long value advanced",
        Parameter,
        {"tier": "Intelligent-Tiering", "value": "x" * 4097},
        {KEPT: 730, ADVANCED: None},
    ),
    Case(
        "and leaves a short one standard",
        Parameter,
        {"tier": "Intelligent-Tiering", "value": "x" * 4096},
        {},
    ),
    Case("machines of the standard tier are free", Activation, {}, {}),
    Case(
        "those of the advanced tier are charged by the hour",
        Activation,
        {},
        {"MI-AdvInstances-Hrs": 7300},
        usage={"instance_tier": "advanced", "instances": 10},
    ),
]


@pytest.mark.parametrize("value", [UNKNOWN, SECRET])
def test_intelligent_tiering_of_unknown_value_is_a_gap(value: object) -> None:
    assert (
        "value is known only after deployment"
        in Case("", Parameter, {"tier": "Intelligent-Tiering", "value": value}, {}).reasons()
    )
