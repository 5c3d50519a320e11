import pytest

from infra.deployment import Deployment
from infra.network.load_balancer import TLS_POLICY, add_load_balancer
from tests.infra.alone import LOG_BUCKET, alone, subnets
from tests.infra.stacks import STACKS, ZONES, recorded

LISTENER = "aws:lb/listener:Listener"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
ARN = "arn:aws:acm:us-east-1:123456789012:certificate/4f6c"


def load_balancer(d: Deployment) -> None:
    add_load_balancer(d, subnets("public"), LOG_BUCKET, [])


@pytest.mark.parametrize("stack", STACKS)
def test_http_redirects_to_https(stack: str) -> None:
    [action] = recorded(stack).one(LISTENER, "load-balancer-http").inputs["defaultActions"]
    assert action["redirect"] == {"protocol": "HTTPS", "port": "443", "statusCode": "HTTP_301"}


@pytest.mark.parametrize("stack", STACKS)
def test_https_listener_has_validated_certificate(stack: str) -> None:
    recording = recorded(stack)
    listener = recording.one(LISTENER, "load-balancer-https")
    assert listener.inputs["sslPolicy"] == TLS_POLICY
    validation = recording.one(
        "aws:acm/certificateValidation:CertificateValidation", "load-balancer"
    )
    assert any(
        urn.endswith("CertificateValidation::load-balancer") for urn in listener.dependencies
    )
    certificate = recording.follow(validation.inputs["certificateArn"])
    assert recording.follow(listener.inputs["certificateArn"]) == certificate
    record = recording.follow(validation.inputs["validationRecordFqdns"])
    assert recording.follow(record.inputs["records"]) == certificate


def test_dns_record_is_an_alias_of_load_balancer() -> None:
    recording = recorded("prod")
    record = recording.one("aws:route53/record:Record", "load-balancer")
    [alias] = record.inputs["aliases"]
    assert record.inputs["name"] == "models.example.com"
    assert record.inputs["zoneId"] == "zone:example.com"
    assert recording.follow(alias["name"]).type == "aws:lb/loadBalancer:LoadBalancer"
    assert alias["evaluateTargetHealth"] is True


def test_existing_certificate_needs_no_domain() -> None:
    no_domain = {"load_balancer.domain": None, "load_balancer.hosted_zone": None}
    recording = alone(load_balancer, changes={**no_domain, "load_balancer.certificate_arn": ARN})
    assert recording.one(LISTENER, "load-balancer-https").inputs["certificateArn"] == ARN
    assert not recording.of_type("aws:route53/record:Record", "aws:acm/certificate:Certificate")


@pytest.mark.parametrize(("stack", "protected"), [("prod", True), ("dev", False)])
def test_load_balancer_is_in_all_zones_with_access_logs(stack: str, *, protected: bool) -> None:
    recording = recorded(stack)
    balancer = recording.one("aws:lb/loadBalancer:LoadBalancer", "load-balancer")
    subnets = recording.referred(balancer.inputs["subnets"])
    assert [each.inputs["availabilityZone"] for each in subnets] == ZONES
    assert balancer.inputs["accessLogs"]["enabled"] is True
    assert balancer.inputs["accessLogs"]["bucket"].startswith(f"plimsoll-{stack}-logs-")
    assert any(urn.endswith("BucketPolicy::storage-logs") for urn in balancer.dependencies)
    assert balancer.inputs["enableDeletionProtection"] is protected
    assert balancer.inputs["dropInvalidHeaderFields"] is True
    assert balancer.inputs["enableZonalShift"] is True


def test_allowed_cidrs_reach_both_ports() -> None:
    blocks = ["192.0.2.0/24", "198.51.100.0/24"]
    recording = alone(load_balancer, changes={"load_balancer.allowed_cidrs": blocks})
    rules = [each for each in recording.of_type(INGRESS) if each.name.startswith("load-balancer-")]
    assert sorted((each.inputs["cidrIpv4"], each.inputs["fromPort"]) for each in rules) == [
        (block, port) for block in blocks for port in (80, 443)
    ]


def test_only_load_balancer_is_public() -> None:
    recording = recorded("prod")
    open_rules = [
        each for each in recording.of_type(INGRESS) if each.inputs.get("cidrIpv4") == "0.0.0.0/0"
    ]
    assert {
        (recording.follow(each.inputs["securityGroupId"]).name, each.inputs["toPort"])
        for each in open_rules
    } == {("load-balancer", 80), ("load-balancer", 443)}
    assert all(each.inputs["fromPort"] == each.inputs["toPort"] for each in open_rules)
