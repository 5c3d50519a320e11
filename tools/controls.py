"""Write data/controls.csv and data/control_sources.csv of policies: the controls of each rule.

framework_controls.csv has all controls that the facts name, so that a report can say which of
them no rule answers to.

    python -m tools.controls ../shared/facts

It reads controls.csv (intent → control, through another tool's check or a page of AWS) and
intent_links.csv (how sure each of those links is). Only links of the same intent, or close to
it, are taken: a rule that no source maps has no control.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from policies import RULES
from policies.engine.frameworks import FRAMEWORKS
from policies.engine.rule import Rule

POLICIES = Path(__file__).parent.parent / "policies" / "data"
COLUMNS = ("rule", "framework", "control", "via", "source")
SOURCE_COLUMNS = ("source", "title")
CONTROL_COLUMNS = ("framework", "control")
SURE = ("same intent", "close")

# Rules of ours have no other tool's id of the same intent: the numbered rows of the facts, and
# where a row gathers several checks, the check that is meant.
INTENTS: Mapping[str, tuple[tuple[str, str | None], ...]] = {
    "ec2-elastic-ip-attached": (("cost-14", None),),
    "dax-cluster-three-nodes": (("avail-known-03", "dynamodb_accelerator_cluster_multi_az"),),
    "asg-accelerator-capacity-alternatives": (("avail-13", None),),
    "cloudwatch-alarm-has-actions": (
        ("avail-known-30", "cloudwatch_alarm_actions_alarm_state_configured"),
        ("avail-known-30", "cloudwatch_alarm_action_check"),
        ("avail-known-30", "securityhub:CloudWatch.15"),
    ),
    "aurora-reader-matches-writer-class": (("avail-21", None),),
    "elb-load-balancer-two-zones": (
        ("avail-known-22", "elbv2_is_in_multiple_az"),
        ("avail-known-22", "securityhub:ELB.13"),
    ),
    "elb-load-balancer-zones-match-targets": (("avail-08", None),),
    "mq-broker-multi-az": (
        ("avail-known-03", "mq_broker_active_deployment_mode"),
        ("avail-known-03", "mq_broker_cluster_deployment_mode"),
    ),
    "s3-bucket-lifecycle-configuration": (("cost-08", None),),
    "elb-classic-two-zones": (
        ("avail-known-22", "elb_is_in_multiple_az"),
        ("avail-known-22", "securityhub:ELB.10"),
    ),
    "eks-cluster-deletion-protection": (
        ("avail-known-07", "eks_cluster_deletion_protection_enabled"),
    ),
    "docdb-cluster-two-instances": (
        ("avail-known-03", "documentdb_cluster_multi_az_enabled"),
        ("avail-known-03", "neptune_cluster_multi_az"),
    ),
    "rds-cluster-two-zones": (("avail-known-02", None),),
    "docdb-cluster-deletion-protection": (
        ("avail-known-07", "documentdb_cluster_deletion_protection"),
        ("avail-known-07", "securityhub:DocumentDB.5"),
    ),
    "vpc-interface-endpoint-zones-of-workload": (("avail-30", None),),
    "sagemaker-endpoint-autoscaling": (("avail-19", None),),
    "fsx-lustre-backup-or-data-repository": (("avail-24", None),),
    "efs-file-system-multi-az": (("avail-known-11", None),),
    "network-firewall-two-zones": (("avail-known-26", "networkfirewall_multi_az"),),
    "asg-maximum-size-covers-zone-loss": (("avail-10", None),),
    "asg-spans-three-zones": (("avail-known-17", None),),
    "lambda-function-two-zones": (
        ("avail-known-25", "awslambda_function_vpc_multi_az"),
        ("avail-known-25", "securityhub:Lambda.5"),
    ),
    "vpc-gateway-endpoints-for-s3-and-dynamodb": (("cost-10", None),),
    "asg-no-suspended-processes": (("avail-15", None),),
    "asg-no-cluster-placement-group": (("avail-14", None),),
    "ecr-cross-region-replication": (("avail-31", None),),
    "vpc-interface-endpoint-two-zones": (("avail-known-26", "vpc_endpoint_multi_az_enabled"),),
    "msk-cluster-three-zones": (("avail-25", None),),
    "route53-record-health-check": (("avail-29", None),),
    "engine-version-no-extended-support": (("cost-13", None),),
    "ecr-repository-lifecycle-policy": (("cost-09", None),),
    "servicequotas-quota-covers-maximum-size": (("avail-28", None),),
    "dms-replication-instance-multi-az": (
        ("avail-known-03", "dms_instance_multi_az_enabled"),
        ("avail-known-03", "securityhub:DMS.13"),
    ),
    "elb-zonal-shift": (("avail-17", None),),
    "fsx-file-system-multi-az": (("avail-known-12", None),),
    "asg-spot-capacity-rebalancing": (("avail-04", None),),
    "asg-spot-diversified-pools": (("avail-02", None),),
    "kinesis-stream-retention-seven-days": (("avail-known-32", None),),
    "vpc-subnet-capacity-after-zone-loss": (("avail-07", None),),
    "vpc-subnet-tiers-balanced-across-zones": (("avail-06", None),),
    "sagemaker-endpoint-variant-two-instances": (("avail-known-27", None),),
    "vpc-nat-gateway-per-zone": (("avail-05", None),),
}

Rows = Sequence[Mapping[str, str]]


def rows_of(
    rule: Rule, controls: Mapping[str, Rows], links: Mapping[str, Rows]
) -> Iterator[dict[str, str]]:
    wanted = [(intent, None) for intent in rule.same_intent_as]
    for intent, via in (*wanted, *INTENTS.get(rule.name, ())):
        for row in controls.get(intent, ()):
            asked = via is None or row["via"] == via
            if asked and row["framework"] in FRAMEWORKS and sure(row["via"], links[intent]):
                yield {**row, "rule": rule.name, "source": name_of(row["source"])}


def name_of(source: str) -> str:
    """Return the short name by which control_sources.csv knows a source."""
    return Path(source.rpartition(" ")[2]).name.split(".")[0]


def sure(via: str, links: Rows) -> bool:
    """A source that no link names counts where every link of the intent is sure."""
    named = [link["confidence"] for link in links if via in names(link)]
    return all(confidence in SURE for confidence in named or [link["confidence"] for link in links])


def names(link: Mapping[str, str]) -> list[str]:
    hub = [f"securityhub:{each}" for each in link["fsbp"].split(";") if each]
    return [*filter(None, (link["prowler_check"], link["cfn_guard_rule"])), *hub]


def by_intent(path: Path) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["intent"]].append(row)
    return found


def found(facts: Path) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    """Return the rows of both files."""
    controls, links = by_intent(facts / "controls.csv"), by_intent(facts / "intent_links.csv")
    rows = {
        tuple(row[key] for key in COLUMNS)
        for rule in RULES
        for row in rows_of(rule, controls, links)
    }
    named = {row["source"]: name_of(row["source"]) for each in controls.values() for row in each}
    used = {row[-1] for row in rows}
    return rows, {(name, source) for source, name in named.items() if name in used}


def every(facts: Path) -> set[tuple[str, ...]]:
    """Return each control that the facts name, whether or not a rule answers to it."""
    rows = (row for each in by_intent(facts / "controls.csv").values() for row in each)
    return {(row["framework"], row["control"]) for row in rows if row["framework"] in FRAMEWORKS}


def main(facts: Path) -> None:
    rows, sources = found(facts)
    write(POLICIES / "framework_controls.csv", CONTROL_COLUMNS, every(facts))
    write(POLICIES / "controls.csv", COLUMNS, rows)
    write(POLICIES / "control_sources.csv", SOURCE_COLUMNS, sources)


def write(path: Path, columns: Sequence[str], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(sorted(rows))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
