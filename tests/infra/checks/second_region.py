"""Operations of a second region: alarms that fit its role, logged sessions."""

from collections.abc import Iterator

from tests.infra.checks.iam import Stack
from tests.infra.checks.role_users import workloads
from tests.infra.recorder import Recording, Registered

CLUSTER = "aws:rds/cluster:Cluster"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def findings(recording: Recording) -> list[str]:
    return sorted({*cluster_alarms(recording), *unlogged_sessions(Stack(recording))})


def secondary_clusters(recording: Recording) -> list[Registered]:
    return [each for each in recording.of_type(CLUSTER) if each.inputs.get("sourceRegion")]


def cluster_alarms(recording: Recording) -> Iterator[str]:
    """Yield alarms on the writer of a cluster without one, and clusters without a lag alarm."""
    for cluster in secondary_clusters(recording):
        alarms = [
            each
            for each in recording.of_type(ALARM)
            if cluster in recording.referred(each.inputs.get("dimensions", {}))
        ]
        for each in alarms:
            writer = each.inputs["dimensions"].get("Role") == "WRITER"
            if writer and each.inputs["treatMissingData"] == "breaching":
                yield f"{each}: {cluster} has no writer, so the alarm fires for ever"
        if "AuroraGlobalDBReplicationLag" not in {each.inputs["metricName"] for each in alarms}:
            yield f"{cluster}: no alarm on the lag of the global database"


def unlogged_sessions(stack: Stack) -> Iterator[str]:
    """Yield regions whose instances have no session document, or no log group for it."""
    documents = {
        stack.region(each)
        for each in stack.recording.of_type("aws:ssm/document:Document")
        if each.inputs["documentType"] == "Session"
    }
    logs = {
        stack.region(each)
        for each in stack.recording.of_type("aws:cloudwatch/logGroup:LogGroup")
        if str(each.inputs["name"]).endswith("/sessions")
    }
    for each in workloads(stack):
        region = stack.region(each.resource)
        instance = each.resource.type.startswith("aws:ec2/")
        if instance and region not in documents & logs:
            yield f"{each.resource}: sessions in {region} are not logged"
