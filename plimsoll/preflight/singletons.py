"""Services that exist once in an account or region, and service-linked roles."""

from collections.abc import Callable, Iterator
from typing import Any

from costing.graph.resource import Graph
from plimsoll.preflight.account import Client, Result, is_absent

SEARCH = "opensearchservice.amazonaws.com"
LINKED_ROLE = "aws:iam/serviceLinkedRole:ServiceLinkedRole"


def security_hub(client: Any) -> bool:  # noqa: ANN401 (boto3)
    return bool(client.describe_hub())


def macie(client: Any) -> bool:  # noqa: ANN401 (boto3)
    return bool(client.get_macie_session()["status"])


def monitors(client: Any) -> bool:  # noqa: ANN401 (boto3)
    found = client.get_anomaly_monitors()["AnomalyMonitors"]
    return any(each.get("MonitorDimension") == "SERVICE" for each in found)


# Type in the graph, service of boto3, function that tells whether the account has one, way out.
SINGLETONS: tuple[tuple[str, str, Callable[[Any], bool], str], ...] = (
    (
        "aws:guardduty/detector:Detector",
        "guardduty",
        lambda client: bool(client.list_detectors()["DetectorIds"]),
        "leave guardduty out of plimsoll:account_wide.services, or import it",
    ),
    (
        "aws:cfg/recorder:Recorder",
        "config",
        lambda client: bool(client.describe_configuration_recorders()["ConfigurationRecorders"]),
        "leave config out of plimsoll:account_wide.services, or import it",
    ),
    (
        "aws:securityhub/account:Account",
        "securityhub",
        security_hub,
        "leave security_hub out of plimsoll:account_wide.services, or import it",
    ),
    (
        "aws:macie2/account:Account",
        "macie2",
        macie,
        "leave macie out of plimsoll:account_wide.services, or import it",
    ),
)


def check_singletons(graph: Graph, region: str, client: Client) -> Iterator[Result]:
    """Yield what the stack creates and the region has already, by whatever stack."""
    for kind, service, exists, fix in SINGLETONS:
        for each in graph.of_type(kind):
            if each.region != region:
                continue
            message = f"{each.name} ({kind})"
            if taken(exists, client(service, region), service):
                note = f"{fix}; if this stack created it, nothing is to do"
                yield Result("taken", "singleton", region, f"{message} exists already", note)
            else:
                yield Result("ok", "singleton", region, message)
    for each in graph.of_type("aws:costexplorer/anomalyMonitor:AnomalyMonitor"):
        if each.region == region and each.inputs.get("monitorDimension") == "SERVICE":
            name = f"{each.name}: anomaly monitor by service"
            if monitors(client("ce", "us-east-1")):
                fix = "use the existing one: an account has one, which AWS creates"
                yield Result("taken", "singleton", region, f"{name} exists already", fix)
            else:
                yield Result("ok", "singleton", region, name)


def taken(exists: Callable[[Any], bool], client: Any, service: str) -> bool:  # noqa: ANN401 (boto3)
    try:
        return exists(client)
    except Exception as error:
        if is_absent(error, service):
            return False
        raise


def check_linked_roles(graph: Graph, region: str, client: Client) -> Iterator[Result]:
    """Yield the service-linked role that OpenSearch domains in a VPC need."""
    domains = [
        each
        for each in graph.of_type("aws:opensearch/domain:Domain")
        if each.region == region and each.inputs.get("vpcOptions")
    ]
    if not domains:
        return
    iam = client("iam", region)
    has = bool(iam.list_roles(PathPrefix=f"/aws-service-role/{SEARCH}/")["Roles"])
    creates = any(
        each.inputs.get("awsServiceName") == SEARCH for each in graph.of_type(LINKED_ROLE)
    )
    message = f"service-linked role of {SEARCH}"
    if has and creates:
        fix = "set plimsoll:search.create_service_linked_role to false, unless this stack made it"
        yield Result("taken", "role", region, f"{message} exists already", fix)
    elif not has and not creates:
        fix = f"aws iam create-service-linked-role --aws-service-name {SEARCH}"
        yield Result("missing", "role", region, message, fix)
    else:
        yield Result("ok", "role", region, message)
