"""Faults that an expert review found: put back into a recording, a check of the graph finds each.

Numbers are rows of the review. Without these tests a check could pass because it looks at nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest

from tests.infra.checks import (
    accelerators,
    cost_controls,
    first_deployment,
    key_users,
    load,
    objectives,
    region_bound,
    role_users,
    second_region,
    upkeep,
    usage_settings,
)
from tests.infra.faults import (
    at_once,
    block_bodies,
    changed,
    denying,
    expiring,
    low_limit,
    only_root,
    rules_of_acl,
    set_to,
    text,
    with_monitor,
    without,
    without_copies,
    without_ports,
    writer_role,
)
from tests.infra.recorder import Recording
from tests.infra.stacks import recorded, stack_file

TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
FUNCTION = "aws:lambda/function:Function"
ACL = "aws:wafv2/webAcl:WebAcl"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
GROUP = "aws:autoscaling/group:Group"


@dataclass(frozen=True, slots=True)
class Fault:
    row: str
    stack: str
    check: ModuleType
    put_back: Callable[[Recording], Recording]
    found: str  # part of a finding


FAULTS = (
    Fault(
        "1",
        "global",
        region_bound,
        changed(TEMPLATE, text("us-west-2", "us-east-1"), "standby"),
        "is in us-east-1, the resource in us-west-2",
    ),
    Fault(
        "1",
        "global",
        region_bound,
        changed(TEMPLATE, text("210987654321.dkr", "999999999999.dkr")),
        "is in account 999999999999",
    ),
    Fault(
        "1",
        "global",
        region_bound,
        without("aws:ecr/replicationConfiguration:ReplicationConfiguration"),
        "in us-west-2",
    ),
    Fault(
        "2",
        "prod",
        first_deployment,
        without("aws:iam/serviceLinkedRole:ServiceLinkedRole"),
        "before the service-linked role",
    ),
    Fault("2", "prod", first_deployment, with_monitor, "has an anomaly monitor by service already"),
    Fault(
        "2",
        "prod",
        region_bound,
        without("aws:ecr/repository:Repository", name="registry-functions"),
        "no repository plimsoll-prod/functions",
    ),
    Fault("3", "everything", key_users, changed("aws:kms/key:Key", only_root), "for aws:fsx/"),
    Fault("3", "prod", key_users, changed("aws:kms/key:Key", only_root), "for aws:macie2/"),
    Fault(
        "3",
        "prod",
        role_users,
        changed("aws:iam/policy:Policy", denying("config:*"), "identity"),
        "is outside of the boundary",
    ),
    Fault(
        "3",
        "prod",
        role_users,
        changed(ROLE_POLICY, text("cloudwatch:PutMetricData", "cloudwatch:GetMetricData")),
        "no role may write metrics of",
    ),
    Fault("3", "prod", key_users, changed(ROLE_POLICY, text("kms:", "kmsx:")), "spark"),
    Fault(
        "3",
        "prod",
        role_users,
        changed(FUNCTION, text("/plimsoll/prod", "")),
        "is not told that addresses are in",
    ),
    Fault(
        "3",
        "prod",
        role_users,
        changed(ROLE_POLICY, text("ssm:GetParametersByPath", "ssm:Get")),
        "and not read its address",
    ),
    Fault(
        "3",
        "everything",
        role_users,
        changed(TEMPLATE, set_to(networkInterfaces=[], vpcSecurityGroupIds=[])),
        "podIdentityAssociation:PodIdentityAssociation::kubernetes-serving-model: may use the",
    ),
    Fault(
        "4", "prod", load, changed(ACL, rules_of_acl(block_bodies)), "SizeRestrictions_BODY blocks"
    ),
    Fault("4", "prod", load, changed(ACL, rules_of_acl(low_limit)), "rate limit 3000 is below"),
    Fault(
        "6",
        "global",
        second_region,
        changed(ALARM, writer_role, "standby-database-cpu"),
        "has no writer, so the alarm fires for ever",
    ),
    Fault(
        "6",
        "global",
        second_region,
        without(ALARM, name="standby-database-global-lag"),
        "no alarm on the lag",
    ),
    Fault(
        "6",
        "global",
        second_region,
        without("aws:ssm/document:Document", name="standby"),
        "sessions in us-west-2 are not logged",
    ),
    Fault(
        "7",
        "gpu-inference",
        accelerators,
        changed(TEMPLATE, set_to(imageId="ami:al2023")),
        "has no driver for",
    ),
    Fault(
        "7",
        "gpu-inference",
        accelerators,
        changed("aws:ecs/taskDefinition:TaskDefinition", text("resourceRequirements", "x")),
        "asks for no nvidia device",
    ),
    Fault(
        "7",
        "prod",
        accelerators,
        changed("aws:batch/computeEnvironment:ComputeEnvironment", text("ECS_AL2", "ECS_AL9")),
        "AWS Batch has no image type",
    ),
    Fault("8", "prod", first_deployment, at_once, "may start before"),
    Fault(
        "11",
        "prod",
        upkeep,
        changed(GROUP, set_to(maxInstanceLifetime=None)),
        "patches that need a reboot never take effect",
    ),
    Fault("11", "prod", upkeep, expiring, "deleted after 400 days"),
    Fault(
        "11",
        "prod",
        upkeep,
        changed("aws:cfg/conformancePack:ConformancePack", without_ports),
        "can never comply",
    ),
    Fault(
        "11",
        "prod",
        upkeep,
        changed("aws:lb/targetGroup:TargetGroup", set_to(name="x" * 33)),
        "its name has 33 characters, the limit is 32",
    ),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: f"{each.row}, {each.found}")
def test_returned_fault_is_found(fault: Fault) -> None:
    before = fault.check.findings(recorded(fault.stack))
    after = fault.check.findings(fault.put_back(recorded(fault.stack)))

    assert before == []
    assert [each for each in after if fault.found in each]


@pytest.mark.parametrize(
    ("stack", "missing"),
    [
        ("prod", changed("aws:backup/plan:Plan", without_copies)),
        ("global", without("aws:s3/bucketReplicationConfig:BucketReplicationConfig")),
    ],
)
def test_objective_without_copies_is_found(
    stack: str, missing: Callable[[Recording], Recording]
) -> None:
    recovery = stack_file(stack)["config"]["plimsoll:recovery"]
    found = objectives.findings(missing(recorded(stack)), recovery)
    assert any("no copy in another region" in each for each in found)


def test_inactive_tag_of_a_budget_is_found() -> None:
    config = {**stack_file("prod")["config"], "plimsoll:governance": {}}
    plain = without("aws:costexplorer/costAllocationTag:CostAllocationTag")(recorded("prod"))
    assert any(
        "no active cost allocation tag" in each for each in cost_controls.findings(plain, config)
    )


def test_budget_over_all_stacks_of_an_account_is_found() -> None:
    def other(stack: str) -> tuple[Recording, Mapping[str, Any]]:
        unfiltered = changed("aws:budgets/budget:Budget", set_to(costFilters=[]))
        return unfiltered(recorded(stack)), {"plimsoll:account": "1"}

    found = cost_controls.shared_accounts({"dev": other("dev"), "prod": other("prod")})
    assert any(
        each.startswith("dev: ") and "counts the spend of other stacks" in each for each in found
    )


def test_usage_that_contradicts_settings_is_found() -> None:
    sizes = stack_file("prod")["config"]["plimsoll:recovery"]["sizes_gb"]
    wanted = " ".join(usage_settings.backups({}, recorded("prod"), sizes))
    assert "recovery: monthly_dynamodb_backup_gb is 0, the settings need at least 700" in wanted
    assert "copies: monthly_aurora_snapshot_gb is 0, the settings need at least 1400" in wanted

    bucket = {"standard.storage_gb": Decimal(500)}
    stated = {"aws:s3/bucket:Bucket::storage-data": bucket}
    assert any(
        "moves objects to GLACIER_IR" in each
        for each in usage_settings.tiers(stated, recorded("prod"))
    )
    twins = {"a::x": {"gb": Decimal(1)}, "a::standby-x": {"gb": Decimal(0)}}
    assert [*usage_settings.twins(twins)] == ["a::standby-x: no usage, x has some"]
    held = {"monthly_data_ingested_gb": Decimal(10), "storage_gb": Decimal(500)}
    log = {"aws:cloudwatch/logGroup:LogGroup::serving": held}
    assert any(
        "365 days of 10 GB a month" in each for each in usage_settings.logs(log, recorded("prod"))
    )

    charge = {"usage": "requests", "quantity": None}
    estimate = {"resources": [{"name": "queue", "charges": [charge]}]}
    assert [*usage_settings.not_given(estimate)] == ["queue: requests is not given"]
