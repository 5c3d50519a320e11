from costing.resources import emrserverless
from tests.costing.resources.case import Case

CASES = [
    Case(
        "an application is charged by what its workers use",
        emrserverless.Application,
        {"type": "spark"},
        {"EMR-SERVERLESS-vCPUHours": 1000, "EMR-SERVERLESS-MemoryGBHours": None},
        usage={"monthly_vcpu_hours": 1000},
    ),
]


def test_arm_has_keys_of_its_own() -> None:
    meters = Case(
        "on Arm", emrserverless.Application, {"type": "spark", "architecture": "ARM64"}, {}
    ).meters()

    assert all("-ARM-" in meter.sku.usage_type for meter in meters)
