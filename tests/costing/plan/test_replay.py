"""Scaling policies, read from a graph and replayed on demand."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from costing.errors import CallError, FileError
from costing.graph.resource import Graph, Resource
from costing.model import UNKNOWN
from costing.plan.demand import Trace, read_trace, weeks_of
from costing.plan.replay import Unit, replayed
from costing.plan.scaled_groups import scaled_groups
from costing.plan.simulation import Settings, simulated, usage_lines
from costing.prices.book import installed
from costing.usage.file import read
from tests.graphs import graph, refers, resource

START = datetime(2026, 11, 2, tzinfo=UTC)  # a Monday
GROUP, POLICY = "aws:autoscaling/group:Group", "aws:autoscaling/policy:Policy"


def group(**inputs: Any) -> Resource:
    return resource(
        GROUP,
        "web",
        {
            "minSize": 2,
            "maxSize": 10,
            "defaultInstanceWarmup": 120,
            "mixedInstancesPolicy": {
                "instancesDistribution": {
                    "onDemandBaseCapacity": 2,
                    "onDemandPercentageAboveBaseCapacity": 0,
                },
                "launchTemplate": {
                    "overrides": [{"instanceType": "m7g.xlarge"}, {"instanceType": "c7g.xlarge"}]
                },
            },
            **inputs,
        },
    )


def policy(name: str, target: Resource, **inputs: Any) -> Resource:
    return resource(POLICY, name, inputs, references=refers("autoscalingGroupName", target, "name"))


def tracking(target: Resource, metric: str, value: float) -> Resource:
    return policy(
        metric,
        target,
        policyType="TargetTrackingScaling",
        targetTrackingConfiguration={
            "predefinedMetricSpecification": {"predefinedMetricType": metric},
            "targetValue": value,
        },
    )


def stack(*more: Resource, **inputs: Any) -> Graph:
    web = group(**inputs)
    return graph(web, tracking(web, "ALBRequestCountPerTarget", 600), *more)


def trace(*hours: float) -> Trace:
    return Trace(START, 3600.0, np.array(hours, dtype=float))


UNIT = Unit(20.0, 120.0, 60.0, 0.0, 120.0, 6)


def sizes(of: Graph, demand: Trace, unit: Unit = UNIT, runs: int = 1) -> np.ndarray:
    (found,) = scaled_groups(of)
    return replayed(found, demand, unit, runs, 1).running[:, 0]


def test_target_tracking_follows_demand_with_its_delays() -> None:
    running = sizes(stack(), trace(20, 55, 55, 20, 20))

    assert running[:60].max() == 2
    assert running[61] == 2  # the alarm needs three minutes
    assert running[63:180].min() == 6  # 55 * 60 / 600, rounded up
    assert running[193] == 6  # fifteen minutes until it scales in
    assert running[-1] == 2


def test_size_stays_between_minimum_and_maximum() -> None:
    running = sizes(stack(), trace(0, 500, 500))

    assert running.min() == 2
    assert running[-1] == 10


def test_predictive_scaling_launches_before_demand_rises() -> None:
    web = group()
    predictive = policy(
        "forecast",
        web,
        policyType="PredictiveScaling",
        predictiveScalingConfiguration={
            "mode": "ForecastAndScale",
            "schedulingBufferTime": "300",
            "metricSpecification": {
                "targetValue": 600,
                "predefinedLoadMetricSpecification": {"predefinedMetricType": "ALBRequestCount"},
            },
        },
    )
    day = [10.0] * 12 + [60.0] * 12

    running = sizes(graph(web, predictive), trace(*day, *day))

    noon = 36 * 60
    assert running[noon - 6] == 2
    assert running[noon - 4] == 6
    assert running[12 * 60 + 30] == 2  # the first day has no forecast


def test_scheduled_action_and_steps_change_the_size() -> None:
    web = group()
    schedule = resource(
        "aws:autoscaling/schedule:Schedule",
        "morning",
        {"recurrence": "0 2 * * *", "minSize": 4, "maxSize": -1, "desiredCapacity": -1},
        references=refers("autoscalingGroupName", web, "name"),
    )
    step = policy(
        "step",
        web,
        policyType="StepScaling",
        adjustmentType="ChangeInCapacity",
        stepAdjustments=[
            {
                "metricIntervalLowerBound": "0",
                "metricIntervalUpperBound": "20",
                "scalingAdjustment": 1,
            },
            {"metricIntervalLowerBound": "20", "scalingAdjustment": 3},
        ],
    )
    alarm = resource(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "busy",
        {
            "metricName": "CPUUtilization",
            "threshold": 60,
            "comparisonOperator": "GreaterThanThreshold",
            "period": 60,
            "evaluationPeriods": 2,
        },
        references=refers("alarmActions[0]", step),
    )

    running = sizes(graph(web, schedule, step, alarm), trace(10, 10, 10, 70))

    assert running[119] == 2
    assert running[121] == 4  # 2 o'clock
    assert running[182] == 7  # 70 of 80 requests per second are 88 %: three more


def test_interrupted_spot_capacity_is_replaced() -> None:
    unit = Unit(20.0, 300.0, 60.0, 99.0, 120.0, 2)
    (found,) = scaled_groups(stack())

    result = replayed(found, trace(*[60.0] * 48), unit, 20, 1)

    assert result.reclaimed > 0
    assert result.on_demand.max() == 2  # the base
    assert result.serving[200:].min() < 6 <= np.median(result.serving)


def test_policy_on_another_metric_is_named_and_not_replayed() -> None:
    web = group()
    custom = policy(
        "queue",
        web,
        policyType="TargetTrackingScaling",
        targetTrackingConfiguration={
            "customizedMetricSpecification": {"metricName": "Backlog"},
            "targetValue": 5,
        },
    )

    (found,) = scaled_groups(graph(web, custom))

    assert found.policies == ()
    assert found.not_replayed == ("queue: metric Backlog",)


def test_ecs_service_is_simulated_at_the_price_of_its_tasks() -> None:
    definition = resource(
        "aws:ecs/taskDefinition:TaskDefinition",
        "api",
        {"cpu": "1024", "memory": "2048", "requiresCompatibilities": ["FARGATE"]},
    )
    api = resource(
        "aws:ecs/service:Service",
        "api",
        {"launchType": "FARGATE", "desiredCount": 2, "taskDefinition": UNKNOWN},
        references=refers("taskDefinition", definition),
    )
    target = resource(
        "aws:appautoscaling/target:Target",
        "api",
        {
            "minCapacity": 2,
            "maxCapacity": 20,
            "resourceId": "service/shop/api",
            "scalableDimension": "ecs:service:DesiredCount",
        },
        references=refers("resourceId", api, "name"),
    )
    scaling = resource(
        "aws:appautoscaling/policy:Policy",
        "api",
        {
            "policyType": "TargetTrackingScaling",
            "resourceId": "service/shop/api",
            "targetTrackingScalingPolicyConfiguration": {
                "predefinedMetricSpecification": {
                    "predefinedMetricType": "ECSServiceAverageCPUUtilization"
                },
                "targetValue": 50,
            },
        },
        references=refers("resourceId", target, "resourceId"),
    )

    settings = Settings(requests_per_second=10, runs=2)
    found = simulated(
        graph(definition, api, target, scaling), installed(), trace(10, 20, 40), settings
    )

    assert found.kind == "ECS service"
    assert found.most == 8  # 40 of 80 requests per second are the target
    (tasks,) = found.usage
    hourly = 0.04048 + 2 * 0.004445  # one vCPU and 2 GB
    assert found.cost is not None
    assert found.cost.p50 == pytest.approx(tasks.hours * hourly, rel=1e-6)


def test_simulation_counts_late_requests_cost_and_usage(tmp_path: Path) -> None:
    settings = Settings(requests_per_second=20, runs=3)

    calm = simulated(stack(), installed(), trace(*[20.0] * 24), settings)
    busy = simulated(stack(), installed(), trace(*[300.0] * 24), settings)

    assert calm.late < 0.001
    assert busy.late > 0.9
    (only,) = calm.usage
    assert (only.instance_type, only.purchase, only.hours) == ("m7g.xlarge", "on_demand", 1460)
    assert calm.cost is not None
    assert calm.cost.p50 == pytest.approx(1460 * 0.1632)
    (tmp_path / "usage.yaml").write_text(usage_lines(calm), encoding="utf-8")
    assert "instances" in read(tmp_path / "usage.yaml").resources[f"{GROUP}::web"]


def test_capacity_without_basis_and_unknown_group_are_refused() -> None:
    with pytest.raises(CallError, match="--requests-per-second: the capacity"):
        simulated(stack(), installed(), trace(1, 2), Settings())
    with pytest.raises(CallError, match="--group api: no such group"):
        simulated(stack(), installed(), trace(1, 2), Settings(group="api"))
    for sizes in ({"minSize": 0, "maxSize": 0}, {"minSize": 9, "maxSize": 4}):
        with pytest.raises(CallError, match=r"web: the sizes from \d to \d leave nothing to simu"):
            simulated(stack(**sizes), installed(), trace(1, 2), Settings())
    with pytest.raises(CallError, match="nothing to scale"):
        simulated(graph(), installed(), trace(1, 2), Settings())


def test_trace_files_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    good = "time,rate\n2026-11-02T00:00:00Z,1\n2026-11-02T12:00:00Z,2\n2026-11-03T00:00:00Z,3\n"
    for text, message in {
        "when,rate\n": "no columns time and rate",
        "time,rate,rate\n": "column rate occurs twice",
        good.replace(",2", ",two"): ":3: not a time and a rate; write",
        good.replace(",2", ",-2"): ":3: the rate is -2",
        good.replace("02T12", "01T12"): ":3: the time is before that of the row above; sort",
        good.replace("T12", "T23"): "the time steps differ",
        "time,rate\n": "0 rows; a trace needs at least 2",
    }.items():
        path.write_text(text, encoding="utf-8")
        with pytest.raises(FileError, match=message):
            read_trace(path)
    path.write_text(good, encoding="utf-8")
    found = weeks_of(read_trace(path), "t.csv")
    assert found.weeks.shape == (1, 168)
    assert found.weeks[0, :13].tolist()[0] == 1
    assert found.weeks[0, 12] == 2


def test_parquet_traces_are_read(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "t.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT TIMESTAMP '2026-11-02' + INTERVAL (i) HOUR AS time, i * 1.5 AS rate "  # noqa: S608
            f"FROM range(48) t(i)) TO '{path}' (FORMAT parquet)"
        )

    found = read_trace(path)

    assert (len(found.rates), found.step_seconds, found.rates[2]) == (48, 3600, 3.0)
