"""Rules for several AWS services: engine versions."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from costing.aws.eks_versions import versions
from costing.aws.engine_versions import REFUSED, surcharged
from costing.errors import InputError
from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import Truth, all_of, equal, found, is_unknown, not_, read
from policies.engine.rule import Rule, stack_rule
from policies.engine.selectors.dated_facts import fact
from policies.engine.selectors.tokens import DATABASE, DATABASE_CLUSTER, EKS_CLUSTER
from policies.engine.stack import Stack

GLOBAL_CLUSTER = "aws:rds/globalCluster:GlobalCluster"
MONTH = 30  # days


@stack_rule(
    types=(EKS_CLUSTER, DATABASE, DATABASE_CLUSTER, GLOBAL_CLUSTER),
    concern="cost",
    severity="medium",
    title="EKS, RDS or Aurora version is in extended support, or will be soon",
    risk="AWS charges a surcharge for each cluster hour or vCPU hour in extended support.",
    fix='a newer version; or upgrade_policy={"support_type": "STANDARD"} of a cluster, '
    f'engine_lifecycle_support="{REFUSED}" of a database',
    aws_docs="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support.html",
    settings={
        "months": "months before the start of extended support at which a version is reported"
    },
    manual_fix=lambda holder, _, __: upgraded(holder),
)
def engine_version_no_extended_support(
    holder: Resource, stack: Stack, *, months: int = fact("extended_support", "months_ahead")
) -> Iterator[Finding]:
    on = stack.today + timedelta(days=MONTH * months)
    if holder.type == EKS_CLUSTER:
        path = "version"
        refused = equal(read(holder, "upgradePolicy.supportType", "EXTENDED"), "STANDARD")
        charged = of_kubernetes(read(holder, path), on)
    else:
        path = "engineVersion"
        refused = equal(read(holder, "engineLifecycleSupport"), REFUSED)
        charged = of_engine(read(holder, "engine"), read(holder, path), on)
    because = f"{path} {read(holder, path)} is in extended support on {on.isoformat()}"
    broken = all_of([charged, not_(refused)])
    yield from found(broken, holder, path, "a version in standard support", because=because)


def of_kubernetes(version: object, on: date) -> Truth:
    """Return whether Extended Support is charged that day; the default version has no surcharge."""
    if is_unknown(version):
        return UNKNOWN
    support = versions().get(str(version))
    if support is not None:
        return support.is_extended(on)
    return version is not None and numbered(str(version)) < min(map(numbered, versions()))


def numbered(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if re.fullmatch(r"\d{1,9}", part))


def of_engine(engine: object, version: object, on: date) -> Truth:
    if is_unknown(engine) or is_unknown(version):
        return UNKNOWN
    try:
        return surcharged(str(engine), version, on) is not None
    except InputError:  # AWS no longer supports the version at all
        return True


def upgraded(holder: Resource) -> Mapping[str, Any]:
    """A cluster on the newest version; what a database can be upgraded to, its owner knows."""
    if holder.type != EKS_CLUSTER:
        return {**holder.inputs, "engineLifecycleSupport": REFUSED}
    return {**holder.inputs, "version": max(versions(), key=numbered)}


RULES: tuple[Rule, ...] = (engine_version_no_extended_support,)
