"""Availability decisions of small graphs: what is found, its price, and the service it buys."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from costing.estimate.estimate import Terms, estimate
from costing.estimate.private_pricing import LIST_PRICES
from costing.graph.resource import Resource
from costing.model import UNKNOWN
from costing.plan.service_levels import service_levels
from costing.plan.tradeoffs.fleets import enough
from costing.plan.tradeoffs.model import Decision, Tradeoff
from costing.plan.tradeoffs.pricing import Tradeoffs, tradeoffs
from costing.plan.tradeoffs.table import decisions
from costing.plan.tradeoffs.zones import ZoneEvents, left_after_zone
from costing.prices.book import installed
from costing.usage.file import UsageFile
from costing.usage.resolve import resolve
from tests.graphs import graph, refers, resource

TODAY = date(2026, 12, 1)
EVENTS = ZoneEvents(events=0.2, hours=4.0)


def found_in(*resources: Resource, usage: dict[str, Any] | None = None) -> Tradeoffs:
    stack = graph(*resources)
    usages = resolve(UsageFile.model_validate({"version": 1, "resources": usage or {}}), stack)
    terms = Terms(None, free_tier=False, on=TODAY, private_pricing=LIST_PRICES)
    return tradeoffs(stack, installed(), usages, terms, EVENTS)


def of_kind(found: Tradeoffs, kind: str) -> Tradeoff:
    every = [*found.modelled, *found.not_modelled]
    [only] = [each for each in every if each.decision.kind == kind]
    return only


def monthly(*resources: Resource) -> Decimal:
    return estimate(graph(*resources), installed(), on=TODAY).monthly_cost


def database(**inputs: object) -> Resource:
    own = {"engine": "postgres", "instanceClass": "db.m7g.large", "allocatedStorage": 100}
    return resource("aws:rds/instance:Instance", "db", {**own, "storageType": "gp3", **inputs})


@pytest.mark.parametrize("multi", [True, False])
def test_database_standby_costs_the_difference_of_both_estimates(*, multi: bool) -> None:
    found = of_kind(found_in(database(multiAz=multi)), "database standby")
    with_it, without = monthly(database(multiAz=True)), monthly(database(multiAz=False))
    assert found.decision.taken is multi
    assert found.monthly_cost == with_it - without > 0
    assert found.minutes == pytest.approx((0.9995 - 0.995) * 525_600, rel=1e-9)
    assert float(found.usd_a_minute or 0) == pytest.approx(
        float(with_it - without) * 12 / 2365.2, rel=1e-9
    )


def test_unknown_setting_is_listed_and_not_guessed() -> None:
    found = found_in(database(multiAz=UNKNOWN))
    assert [each.kind for each in found.unknown] == ["database standby"]
    assert not found.modelled


def cluster(*zones: str | None) -> Sequence[Resource]:
    kind, member = "aws:rds/cluster:Cluster", "aws:rds/clusterInstance:ClusterInstance"
    whole = resource(kind, "c", {"engine": "aurora-postgresql", "backupRetentionPeriod": 1})
    instances = [
        resource(
            member,
            f"c-{index}",
            {
                "engine": "aurora-postgresql",
                "instanceClass": "db.r7g.large",
                "clusterIdentifier": UNKNOWN,
                **({"availabilityZone": zone} if zone else {}),
            },
            references=refers("clusterIdentifier", whole, "id"),
        )
        for index, zone in enumerate(zones)
    ]
    return [whole, *instances]


@pytest.mark.parametrize(
    ("zones", "taken", "minutes"),
    [
        (["us-east-1a", "us-east-1b"], True, 473.04),
        (["us-east-1a", "us-east-1a"], True, 0.0),
        ([None, None], True, 473.04),
        ([None], False, 473.04),
    ],
)
def test_cluster_readers_help_in_another_zone_only(
    zones: list[str | None], *, taken: bool, minutes: float
) -> None:
    found = of_kind(found_in(*cluster(*zones)), "database readers")
    assert found.decision.taken is taken
    assert found.monthly_cost == monthly(*cluster(None, None)) - monthly(*cluster(None))
    assert found.minutes == pytest.approx(minutes, abs=1e-6)


def fleet(size: int, zones: int, **inputs: object) -> Sequence[Resource]:
    subnets = [
        resource("aws:ec2/subnet:Subnet", f"s{index}", {"availabilityZone": f"us-east-1{zone}"})
        for index, zone in enumerate("abcdef"[:zones])
    ]
    template = resource("aws:ec2/launchTemplate:LaunchTemplate", "t", {"instanceType": "m7g.large"})
    references = {
        path: each
        for index, subnet in enumerate(subnets)
        for path, each in refers(f"vpcZoneIdentifiers[{index}]", subnet, "id").items()
    }
    group = resource(
        "aws:autoscaling/group:Group",
        "web",
        {
            "minSize": size,
            "maxSize": 20,
            "launchTemplate": {"id": UNKNOWN},
            "vpcZoneIdentifiers": [UNKNOWN] * zones,
            **inputs,
        },
        references={**references, **refers("launchTemplate.id", template, "id")},
    )
    return [*subnets, template, group]


def test_fleet_zones_cost_nothing_and_survive_a_zone() -> None:
    found = of_kind(found_in(*fleet(6, 3)), "fleet zones")
    with_it, without = found.decision.with_it.service, found.decision.without.service
    assert with_it is not None
    assert without is not None
    assert found.monthly_cost == 0
    assert without.lost_minutes == pytest.approx(0.2 * 4 * 60, rel=1e-6)
    assert with_it.lost_minutes < 1e-3


@pytest.mark.parametrize(
    ("size", "zones", "taken", "instances"),
    [(6, 3, True, 2), (3, 1, False, 3), (1, 2, False, 1), (2, 2, True, 1)],
)
def test_spare_capacity_is_what_the_loss_of_a_zone_takes(
    size: int, zones: int, *, taken: bool, instances: int
) -> None:
    found = of_kind(found_in(*fleet(size, zones)), "fleet spare capacity")
    one = monthly(*fleet(2, 1)) - monthly(*fleet(1, 1))
    assert found.decision.taken is taken
    assert found.monthly_cost == instances * one
    assert found.minutes is not None
    assert found.minutes > 0


def test_scheduled_fleet_is_listed_and_not_modelled() -> None:
    stack = fleet(2, 2)
    nightly = resource(
        "aws:autoscaling/schedule:Schedule",
        "night",
        {"autoscalingGroupName": UNKNOWN, "recurrence": "0 20 * * *", "minSize": 0},
        references=refers("autoscalingGroupName", stack[-1], "name"),
    )
    found = found_in(*stack, nightly)
    assert [each.reason for each in found.unknown] == ["its size follows scheduled actions"]
    assert not found.modelled


@pytest.mark.parametrize(("need", "zones"), [(1, 2), (4, 3), (5, 2), (7, 4)])
def test_enough_is_the_least_size_that_survives(need: int, zones: int) -> None:
    size = enough(need, zones)
    assert left_after_zone(size, zones) >= need > left_after_zone(size - 1, zones)


def test_usage_of_a_fleet_follows_its_size() -> None:
    usage = {"aws:autoscaling/group:Group::web": {"instances": 6}}
    found = of_kind(found_in(*fleet(6, 3), usage=usage), "fleet spare capacity")
    assert (
        found.monthly_cost == of_kind(found_in(*fleet(6, 3)), "fleet spare capacity").monthly_cost
    )


def test_service_with_a_scaling_target_follows_its_minimum() -> None:
    service = resource(
        "aws:ecs/service:Service",
        "s",
        {
            "launchType": "FARGATE",
            "desiredCount": 1,
            "taskDefinition": UNKNOWN,
            "networkConfiguration": {"subnets": ["subnet-1", "subnet-2"]},
        },
    )
    task = {"cpu": "1024", "memory": "2048", "requiresCompatibilities": ["FARGATE"]}
    definition = resource("aws:ecs/taskDefinition:TaskDefinition", "d", task)
    service = replace(service, references=refers("taskDefinition", definition))
    target = resource(
        "aws:appautoscaling/target:Target",
        "t",
        {"minCapacity": 4, "scalableDimension": "ecs:service:DesiredCount", "resourceId": UNKNOWN},
        references=refers("resourceId", service, "name"),
    )
    found = of_kind(found_in(service, definition, target), "fleet spare capacity")
    assert found.decision.with_it.text == "4 tasks for a need of 2"
    assert found.monthly_cost == monthly(service, definition, target) / 2 > 0


def test_spot_share_is_priced_and_not_modelled() -> None:
    policy = {
        "launchTemplate": {"launchTemplateSpecification": {"launchTemplateId": UNKNOWN}},
        "instancesDistribution": {
            "onDemandBaseCapacity": 1,
            "onDemandPercentageAboveBaseCapacity": 0,
        },
    }
    stack = [*fleet(4, 2, launchTemplate=None)]
    group, template = stack[-1], stack[-2]
    path = "mixedInstancesPolicy.launchTemplate.launchTemplateSpecification.launchTemplateId"
    stack[-1] = resource(
        group.type,
        group.name,
        {**group.inputs, "mixedInstancesPolicy": policy},
        references={**group.references, **refers(path, template, "id")},
    )
    found = found_in(*stack)
    share, floor = of_kind(found, "spot share"), of_kind(found, "on-demand floor")
    assert share.minutes is None
    assert share.monthly_cost is not None
    assert floor.monthly_cost is not None
    assert share.monthly_cost == pytest.approx(3 * floor.monthly_cost)
    assert floor.monthly_cost > 0


def network(gateways: int) -> Sequence[Resource]:
    vpc = resource("aws:ec2/vpc:Vpc", "v", {"cidrBlock": "10.0.0.0/16"})
    found = [vpc]
    for index, zone in enumerate("abc"):
        subnet = resource(
            "aws:ec2/subnet:Subnet",
            f"s{index}",
            {"availabilityZone": f"us-east-1{zone}", "vpcId": UNKNOWN},
            references=refers("vpcId", vpc, "id"),
        )
        found.append(subnet)
        if index < gateways:
            address = resource("aws:ec2/eip:Eip", f"e{index}", {"domain": "vpc"})
            references = {
                **refers("subnetId", subnet, "id"),
                **refers("allocationId", address, "id"),
            }
            inputs = {"subnetId": UNKNOWN, "allocationId": UNKNOWN}
            gateway = "aws:ec2/natGateway:NatGateway"
            found += [address, resource(gateway, f"n{index}", inputs, references=references)]
    return found


@pytest.mark.parametrize("gateways", [3, 1])
def test_nat_gateways_keep_their_traffic(gateways: int) -> None:
    usage = {"aws:ec2/natGateway:NatGateway::*": {"monthly_data_processed_gb": 100}}
    found = of_kind(found_in(*network(gateways), usage=usage), "NAT gateway a zone")
    assert found.decision.taken is (gateways == 3)
    assert found.monthly_cost == monthly(*network(3)) - monthly(*network(1))
    assert found.minutes == pytest.approx(0.2 * 4 * 60, rel=1e-9)


def test_cache_replicas_without_failover_buy_nothing() -> None:
    kind = "aws:elasticache/replicationGroup:ReplicationGroup"
    inputs = {"nodeType": "cache.m7g.large", "engine": "valkey", "numCacheClusters": 2}
    manual = of_kind(found_in(resource(kind, "c", inputs)), "cache replicas")
    failover = {"automaticFailoverEnabled": True, "multiAzEnabled": True}
    automatic = of_kind(found_in(resource(kind, "c", {**inputs, **failover})), "cache replicas")
    assert manual.minutes == pytest.approx(0.0)
    assert automatic.minutes == pytest.approx((0.9999 - 0.995) * 525_600, rel=1e-9)
    assert manual.monthly_cost == automatic.monthly_cost


def test_missing_price_is_not_shown_as_zero() -> None:
    odd = database(multiAz=True, instanceClass="db.none.large")
    found = found_in(odd)
    assert of_kind(found, "database standby").monthly_cost is None
    assert of_kind(found, "database standby").unpriced
    assert of_kind(found, "database standby").usd_a_minute is None
    assert of_kind(found, "deletion protection").monthly_cost == 0


def test_memorydb_has_a_replica_by_default() -> None:
    inputs = {"nodeType": "db.r7g.large", "numShards": 1}
    kind = "aws:memorydb/cluster:Cluster"
    found = of_kind(found_in(resource(kind, "m", inputs)), "cache replicas")
    assert found.decision.taken
    alone = monthly(resource(kind, "m", {**inputs, "numReplicasPerShard": 0}))
    assert found.monthly_cost == alone > 0


def test_decisions_are_sorted_by_cost_of_a_saved_minute() -> None:
    found = found_in(*fleet(6, 3), database(multiAz=True), *network(3))
    rates = [each.usd_a_minute for each in found.modelled]
    assert rates == sorted(rate for rate in rates if rate is not None)
    assert rates[0] == 0


def test_retention_beyond_the_default_is_priced() -> None:
    stream = resource("aws:kinesis/stream:Stream", "s", {"shardCount": 2, "retentionPeriod": 168})
    found = of_kind(found_in(stream), "retention")
    assert found.monthly_cost is not None
    assert found.monthly_cost > 0
    assert found.decision.not_modelled


def test_usage_that_would_change_the_cost_is_named() -> None:
    table = resource("aws:dynamodb/table:Table", "t", {"billingMode": "PAY_PER_REQUEST"})
    found = of_kind(found_in(table), "point-in-time recovery")
    assert not found.decision.taken
    assert list(found.usage) == ["pitr_backup_storage_gb of t"]


def whole_stack() -> Sequence[Resource]:
    vault = resource("aws:backup/vault:Vault", "v", {}, region="us-west-2")
    configuration = resource(
        "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
        "e",
        {"productionVariants": [{"initialInstanceCount": 2, "instanceType": "ml.c7i.large"}]},
    )
    return [
        *fleet(
            6,
            3,
            mixedInstancesPolicy={
                "instancesDistribution": {
                    "onDemandBaseCapacity": 1,
                    "onDemandPercentageAboveBaseCapacity": 0,
                }
            },
        ),
        *cluster("us-east-1a", "us-east-1b"),
        *network(2)[:1],
        vault,
        configuration,
        resource(
            "aws:backup/plan:Plan",
            "p",
            {"rules": [{"ruleName": "r", "copyActions": [{"destinationVaultArn": UNKNOWN}]}]},
            references=refers("rules[0].copyActions[0].destinationVaultArn", vault),
        ),
        resource(
            "aws:sagemaker/endpoint:Endpoint",
            "e",
            {"endpointConfigName": UNKNOWN},
            references=refers("endpointConfigName", configuration, "name"),
        ),
        resource(
            "aws:opensearch/domain:Domain",
            "o",
            {
                "clusterConfig": {
                    "dedicatedMasterEnabled": True,
                    "dedicatedMasterCount": 3,
                    "instanceCount": 3,
                    "zoneAwarenessEnabled": True,
                    "zoneAwarenessConfig": {"availabilityZoneCount": 3},
                }
            },
        ),
        *DEPLOYED,
        resource("aws:sqs/queue:Queue", "q", {"messageRetentionSeconds": 1_209_600}),
        resource("aws:efs/fileSystem:FileSystem", "f", {"availabilityZoneName": "us-east-1a"}),
        resource("aws:dynamodb/table:Table", "t", {"replicas": [{"regionName": "us-west-2"}]}),
        resource(
            "aws:elasticache/replicationGroup:ReplicationGroup", "c", {"replicasPerNodeGroup": 1}
        ),
    ]


STANDBY = "ACTIVE_STANDBY_MULTI_AZ"
DEPLOYED = [
    resource("aws:mq/broker:Broker", "m", {"engineType": "RabbitMQ"}),
    resource("aws:mq/broker:Broker", "n", {"engineType": "ActiveMQ", "deploymentMode": STANDBY}),
    resource("aws:redshift/cluster:Cluster", "r", {"nodeType": "ra3.xlplus", "multiAz": True}),
    resource("aws:fsx/windowsFileSystem:WindowsFileSystem", "w", {"storageCapacity": 300}),
    resource("aws:fsx/openZfsFileSystem:OpenZfsFileSystem", "z", {"deploymentType": "MULTI_AZ_1"}),
    resource(
        "aws:msk/cluster:Cluster",
        "k",
        {
            "numberOfBrokerNodes": 6,
            "brokerNodeGroupInfo": {"clientSubnets": ["a", "b", "c"]},
        },
    ),
]


def test_zones_of_brokers_warehouses_and_file_systems() -> None:
    found = {
        each.resource.name: (each.taken, each.with_it.text, each.without.text, changed(each))
        for each in decisions(graph(*DEPLOYED), EVENTS)
        if isinstance(each, Decision)
    }

    assert found == {
        "m": (False, "CLUSTER_MULTI_AZ", "SINGLE_INSTANCE", "CLUSTER_MULTI_AZ"),
        "n": (True, STANDBY, "SINGLE_INSTANCE", "SINGLE_INSTANCE"),
        "r": (True, "multiAz true", "multiAz false", False),
        "w": (False, "deploymentType MULTI_AZ_1", "deploymentType SINGLE_AZ_1", "MULTI_AZ_1"),
        "z": (True, "deploymentType MULTI_AZ_1", "deploymentType SINGLE_AZ_HA_2", "SINGLE_AZ_HA_2"),
        "k": (True, "3 zones, 6 brokers", "2 zones, 4 brokers", 4),
    }


def changed(decision: Decision) -> object:
    [inputs] = decision.change.inputs.values()
    [value] = inputs.values()
    return value


def mutations(value: object) -> Iterator[object]:
    """Yield what a source may have in place of an input."""
    yield from (UNKNOWN, None, "text", 1.5, True, [], [UNKNOWN], {})
    match value:
        case dict():
            for key, item in value.items():
                yield from ({**value, key: other} for other in mutations(item))
        case [dict() as first]:
            yield from ([other] for other in mutations(first))


def test_no_value_of_an_input_stops_the_search() -> None:
    stack = graph(*whole_stack())
    assert {each.kind for each in decisions(stack, EVENTS)} >= {
        "backup copies",
        "cache replicas",
        "database readers",
        "endpoint instances",
        "fleet zones",
        "on-demand floor",
        "search standby",
        "second region",
        "table replicas",
    }
    for place, each in enumerate(stack.resources):
        for key, value in each.inputs.items():
            for other in mutations(value):
                changed = replace(each, inputs={**each.inputs, key: other})
                others = (*stack.resources[:place], changed, *stack.resources[place + 1 :])
                assert [*decisions(replace(stack, resources=others), EVENTS)]


def test_each_service_level_is_a_share_with_source_and_date() -> None:
    for level in service_levels().values():
        assert 0.9 < level.availability <= 1
        assert level.source.startswith("https://")
        assert level.as_of[:2] == "20"
        assert level.text in {"AWS", "secondary"}
