"""Rules for Amazon Lightsail."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from policies.engine.finding import Finding
from policies.engine.logic import (
    all_of,
    any_of,
    at_least,
    at_most,
    found,
    items,
)
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.addresses import together_anywhere
from policies.rules._shared.input_rules import input_rule, must_be, must_not_be

ADMINISTRATION = (22, 3389)  # SSH and RDP


@resource_rule(
    types=("aws:lightsail/instancePublicPorts:InstancePublicPorts",),
    concern="security",
    severity="high",
    title="Lightsail instance (AWS) opens SSH or RDP to the internet",
    risk="Passwords and keys can be tried by anyone.",
    fix='port_infos=[{"cidrs": ["203.0.113.0/24"]}]',
    same_intent_as=("lightsail_instance_public",),
    aws_docs="https://docs.aws.amazon.com/lightsail/latest/userguide/understanding-firewall-and-port-mappings-in-amazon-lightsail.html",
)
def lightsail_instance_ports_not_public(resource: Resource) -> Iterator[Finding]:
    for path, port in items(resource, "portInfos"):
        covers = any_of(
            all_of([at_most(at(port, "fromPort"), number), at_least(at(port, "toPort"), number)])
            for number in ADMINISTRATION
        )
        given = [cidrs for key in ("cidrs", "ipv6Cidrs") if (cidrs := at(port, key)) is not None]
        listed = [cidr for each in given for cidr in (each if isinstance(each, list) else [each])]
        public = together_anywhere(listed) if given else True
        yield from found(all_of([covers, public]), resource, path, "listed addresses")


RULES: tuple[Rule, ...] = (
    input_rule(
        "lightsail-database-not-public",
        must_not_be("publiclyAccessible", True, expected=False),
        types=("aws:lightsail/database:Database",),
        concern="security",
        severity="critical",
        title="Lightsail database (AWS) is reachable from the internet",
        risk="Anyone can connect to the database.",
        fix="publicly_accessible=False",
        same_intent_as=("lightsail_database_public",),
        aws_docs="https://docs.aws.amazon.com/lightsail/latest/userguide/amazon-lightsail-configuring-database-public-mode.html",
    ),
    input_rule(
        "lightsail-database-backups",
        must_not_be("backupRetentionEnabled", False, expected=True),
        types=("aws:lightsail/database:Database",),
        concern="availability",
        severity="medium",
        title="Lightsail database (AWS) has no automatic backups",
        risk="An erroneous change or a failure loses the data.",
        fix="backup_retention_enabled=True",
        aws_docs="https://docs.aws.amazon.com/lightsail/latest/userguide/amazon-lightsail-creating-a-database-snapshot.html",
    ),
    input_rule(
        "lightsail-instance-snapshots",
        must_be("addOn.status", "Enabled"),
        types=("aws:lightsail/instance:Instance",),
        concern="availability",
        severity="low",
        title="Lightsail instance (AWS) has no automatic snapshots",
        risk="A failure of the disk loses the data.",
        fix='add_on={"type": "AutoSnapshot", "snapshot_time": "06:00", "status": "Enabled"}',
        same_intent_as=("lightsail_instance_automated_snapshots",),
        aws_docs="https://docs.aws.amazon.com/lightsail/latest/userguide/amazon-lightsail-configuring-automatic-snapshots.html",
        production=True,
    ),
    lightsail_instance_ports_not_public,
)
