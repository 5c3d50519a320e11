import pytest

from infra.load_balancer import TLS_POLICY
from tests.infra.stacks import STACKS, ZONES, changed, recorded, run

LISTENER = "aws:lb/listener:Listener"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
ARN = "arn:aws:acm:us-east-1:123456789012:certificate/4f6c"


@pytest.mark.parametrize("stack", STACKS)
def test_http_is_sent_to_https(stack: str) -> None:
    [action] = recorded(stack).one(LISTENER, "load-balancer-http").inputs["defaultActions"]
    assert action["redirect"] == {"protocol": "HTTPS", "port": "443", "statusCode": "HTTP_301"}


@pytest.mark.parametrize("stack", STACKS)
def test_https_has_a_proven_certificate_and_tls_1_3(stack: str) -> None:
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


def test_the_name_leads_to_the_load_balancer_while_it_is_healthy() -> None:
    recording = recorded("prod")
    record = recording.one("aws:route53/record:Record", "load-balancer")
    [alias] = record.inputs["aliases"]
    assert record.inputs["name"] == "models.example.com"
    assert record.inputs["zoneId"] == "zone:example.com"
    assert recording.follow(alias["name"]).type == "aws:lb/loadBalancer:LoadBalancer"
    assert alias["evaluateTargetHealth"] is True


def test_a_certificate_that_exists_is_used_and_no_name_is_made() -> None:
    entrance = {"load_balancer.domain": None, "load_balancer.hosted_zone": None}
    recording = run(changed("prod", {**entrance, "load_balancer.certificate_arn": ARN}))
    assert recording.one(LISTENER, "load-balancer-https").inputs["certificateArn"] == ARN
    assert not recording.of_type("aws:route53/record:Record", "aws:acm/certificate:Certificate")


@pytest.mark.parametrize(("stack", "protected"), [("prod", True), ("dev", False)])
def test_the_load_balancer_spans_the_public_subnets_and_logs(
    stack: str, *, protected: bool
) -> None:
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


def test_each_allowed_block_may_connect_on_both_ports() -> None:
    blocks = ["192.0.2.0/24", "198.51.100.0/24"]
    recording = run(changed("prod", {"load_balancer.allowed_cidrs": blocks}))
    rules = [each for each in recording.of_type(INGRESS) if each.name.startswith("load-balancer-")]
    assert sorted((each.inputs["cidrIpv4"], each.inputs["fromPort"]) for each in rules) == [
        (block, port) for block in blocks for port in (80, 443)
    ]


def test_nothing_but_the_load_balancer_is_open_to_the_world() -> None:
    recording = recorded("prod")
    open_rules = [
        each for each in recording.of_type(INGRESS) if each.inputs.get("cidrIpv4") == "0.0.0.0/0"
    ]
    assert {
        (recording.follow(each.inputs["securityGroupId"]).name, each.inputs["toPort"])
        for each in open_rules
    } == {("load-balancer", 80), ("load-balancer", 443)}
    assert all(each.inputs["fromPort"] == each.inputs["toPort"] for each in open_rules)
