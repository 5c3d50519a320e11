"""Rules for Amazon RDS: Performance Insights, where the engine and the class support it."""

from collections.abc import Iterator
from typing import Any

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    equal,
    found,
    is_unknown,
    not_,
    one_of,
    read,
)
from policies.engine.rule import Rule, stack_rule
from policies.engine.selectors.database_sources import inherited
from policies.engine.selectors.tokens import CLUSTER_INSTANCE, DATABASE, DATABASE_CLUSTER
from policies.engine.stack import Stack

GUIDE = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide"
SMALL = tuple(
    f"db.{family}.{size}" for family in ("t2", "t3", "t4g") for size in ("micro", "small")
)
# Engines → classes without Performance Insights; USER_PerfInsights.Overview.Engines.html of the
# guides of RDS and Aurora (2026-12-01).
UNSUPPORTED = (
    (("mysql", "mariadb"), SMALL),
    (
        ("aurora", "aurora-mysql"),
        (
            *(f"db.t2.{size}" for size in ("small", "medium")),
            *(f"db.t3.{size}" for size in ("small", "medium", "large")),
            *("db.t4g.micro", "db.t4g.small"),
        ),
    ),
)
WITHOUT = (
    *("db2-se", "db2-ae"),
    *("custom-oracle-ee", "custom-oracle-ee-cdb", "custom-oracle-se2", "custom-oracle-se2-cdb"),
    *("custom-sqlserver-ee", "custom-sqlserver-se", "custom-sqlserver-web", "custom-sqlserver-dev"),
)


@stack_rule(
    types=(DATABASE, CLUSTER_INSTANCE),
    concern="operations",
    severity="low",
    title="RDS instance has no Performance Insights",
    risk="The queries that load the database cannot be identified.",
    fix="performance_insights_enabled=True, performance_insights_kms_key_id=key.arn",
    same_intent_as=("CKV_AWS_353",),
    aws_docs=f"{GUIDE}/USER_PerfInsights.html",
)
def rds_performance_insights(instance: Resource, stack: Stack) -> Iterator[Finding]:
    path = "performanceInsightsEnabled"
    off = not_(equal(read(instance, path), option=True))
    broken = all_of([off, not_(unsupported(instance, stack))])
    yield from found(broken, instance, path, expected=True)


def unsupported(instance: Resource, stack: Stack) -> Truth:
    """Return whether AWS offers no Performance Insights for the engine and the class."""
    engine = engine_of(instance, stack)
    size = inherited(stack, instance, "instanceClass")
    return any_of(
        [
            one_of(engine, WITHOUT),
            *(all_of([one_of(engine, names), one_of(size, sizes)]) for names, sizes in UNSUPPORTED),
        ]
    )


def engine_of(instance: Resource, stack: Stack) -> Any:  # noqa: ANN401 (JSON)
    engine = inherited(stack, instance, "engine")
    if instance.type != CLUSTER_INSTANCE or not is_unknown(engine):
        return engine
    cluster = stack.follow(instance, "clusterIdentifier", DATABASE_CLUSTER)
    return inherited(stack, cluster, "engine") if isinstance(cluster, Resource) else engine


RULES: tuple[Rule, ...] = (rds_performance_insights,)
