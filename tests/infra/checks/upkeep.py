"""Parts that stop working with time: patches, expired code, rules, names that are too long."""

import json
import re
from collections.abc import Iterator

from tests.infra.recorder import Recording

# Longest names, of which Pulumi's automatic name takes 8 characters.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
LONGEST = {
    "aws:lb/targetGroup:TargetGroup": 32,
    "aws:lb/loadBalancer:LoadBalancer": 32,
    "aws:iam/role:Role": 64,
    "aws:elasticache/replicationGroup:ReplicationGroup": 40,
    "aws:rds/cluster:Cluster": 63,
    "aws:synthetics/canary:Canary": 255,
    "aws:opensearch/domain:Domain": 28,
}
NAMES = ("name", "clusterIdentifier", "replicationGroupId", "domainName")
SUFFIX = len("-1234567")
OPEN_PORTS = "VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS"


def findings(recording: Recording) -> list[str]:
    return sorted(
        {*unpatched(recording), *expiring_code(recording), *never_compliant(recording),
         *long_names(recording)}
    )  # fmt: skip


def unpatched(recording: Recording) -> Iterator[str]:
    """Yield fleets that are patched without reboot and whose instances live for ever."""
    tasks = recording.of_type("aws:ssm/maintenanceWindowTask:MaintenanceWindowTask")
    reboots = "NoReboot" not in json.dumps([each.inputs for each in tasks])
    for each in recording.of_type("aws:autoscaling/group:Group"):
        managed = any(tag["key"] == "AmazonECSManaged" for tag in each.inputs["tags"])
        if not reboots and not managed and not each.inputs.get("maxInstanceLifetime"):
            yield f"{each}: patches that need a reboot never take effect"


def expiring_code(recording: Recording) -> Iterator[str]:
    """Yield objects that the program uploads and a lifecycle rule of their bucket deletes."""
    rules = recording.of_type("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")
    for each in recording.of_type("aws:s3/bucketObjectv2:BucketObjectv2"):
        bucket = recording.follow(each.inputs["bucket"])
        for configuration in rules:
            if recording.follow(configuration.inputs["bucket"]) != bucket:
                continue
            for rule in configuration.inputs["rules"]:
                prefix = rule["filter"]["prefix"]
                if rule.get("expiration") and each.inputs["key"].startswith(prefix):
                    days = rule["expiration"]["days"]
                    yield f"{each}: deleted after {days} days, while its user needs it"


def never_compliant(recording: Recording) -> Iterator[str]:
    """Yield AWS Config rules on open ports that do not know the ports open to everyone."""
    ports = {
        str(int(each.inputs["fromPort"]))
        for each in recording.of_type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
        if each.inputs.get("cidrIpv4") == "0.0.0.0/0"
    }
    for pack in recording.of_type("aws:cfg/conformancePack:ConformancePack"):
        for rule in json.loads(pack.inputs["templateBody"])["Resources"].values():
            properties = rule["Properties"]
            if properties["Source"]["SourceIdentifier"] == OPEN_PORTS:
                given = properties.get("InputParameters", {}).get("authorizedTcpPorts", "")
                if missing := sorted(ports - set(re.findall(r"\d+", given))):
                    yield f"{pack}: {OPEN_PORTS} can never comply, ports {missing} are open"


def long_names(recording: Recording) -> Iterator[str]:
    for kind, longest in LONGEST.items():
        for each in recording.of_type(kind):
            given = [str(each.inputs[name]) for name in NAMES if each.inputs.get(name)]
            length = len(given[0]) if given else len(each.name) + SUFFIX
            if length > longest:
                yield f"{each}: its name has {length} characters, the limit is {longest}"
