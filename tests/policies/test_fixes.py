"""Each fix is applied to failing rows: it removes the finding and adds none."""

from collections.abc import Mapping, Sequence

import pytest

from costing.graph.resource import Resource
from policies import RULES
from policies.engine.fix_forms import argument, fix_of
from policies.engine.rule import Rule
from policies.engine.stack import Stack
from policies.rules.validity.values import aws_input_required
from tests import graphs
from tests.policies.fixes import fixed
from tests.policies.row import Row, findings
from tests.policies.test_every_rule import rows_of

# Fixes that need more than the code they begin with: rule → what.
NEED_MORE: Mapping[str, str] = {
    "asg-no-cluster-placement-group": "the name of the input to remove is in words",
    "asg-spans-three-zones": "subnets of other zones",
    "cloudfront-function-url-origin-access-control": "the origin that names the access control",
    "codebuild-source-url-no-credentials": "the URL without the credentials",
    "ecs-container-no-added-capabilities": "the text of the container definitions",
    "neptune-cluster-snapshot-encrypted": "the cluster, which is another resource",
    "rds-cluster-snapshot-encrypted": "the cluster, which is another resource",
    "elb-http-listener-redirects-to-https": "the listener on port 443 that it redirects to",
    "iam-resource-policy-listed-accounts": "the account to remove is in words",
    "lambda-function-two-zones": "subnets of other zones",
    "resource-create-before-delete": "an option of the resource, not an input",
    "s3-bucket-cross-region-copy": "a bucket in another region",
    "sagemaker-endpoint-autoscaling": "the name of the endpoint's variant",
    "sagemaker-model-two-zones": "subnets of other zones",
    "service-password-no-plain-text": "the input of the password differs between types",
}
# Fixes for the usual form of a resource: rule → failing rows of another form that they leave.
OTHER_FORMS: Mapping[str, str] = {
    "asg-elb-health-check": "the target group has no health check",
    "cloudwatch-log-group-retention": "longer than the ten years that CloudWatch offers",
    "config-recorder-all-resource-types": "a recorder with a list of types",
    "config-recorder-global-resource-types": "a recorder that records only some types",
    "dax-cluster-three-nodes": "zones named twice",
    "development-no-production-redundancy": "a cache and a volume",
    "ebs-volume-encrypted": "a template without block devices",
    "elb-listener-minimum-tls-1-2": "a listener without TLS",
    "resource-customer-managed-key": "a table whose encryption is off",
    "s3-bucket-no-public-read-acl": "grants instead of a canned ACL",
    "s3-bucket-no-public-write-acl": "grants instead of a canned ACL",
    "security-group-no-public-database-ports": "IPv6, and rules as resources",
    "security-group-no-public-rdp": "IPv6, and rules as resources",
    "security-group-no-public-ssh": "IPv6, and rules as resources",
    "vpc-default-security-group-no-rules": "default rules inside the VPC",
    "vpc-nat-gateway-not-nat-instance": "a route to an instance",
    "waf-web-acl-logging": "a web ACL of WAF Classic",
}


# Fixes with a consequence that other rules ask about: rule → beginning of their ids, and why.
CONSEQUENCES: Mapping[str, tuple[str, str]] = {
    "asg-batch-workload-on-spot": (
        "asg-spot-",
        "pools, allocation and interruptions of Spot are for the program to choose",
    ),
    "cloudfront-distribution-security-headers": (
        "cloudfront-distribution-viewer-https",
        "the row has no behavior before",
    ),
    "efs-access-point-root-directory": ("aws-input-pattern", "the path of the fix is an example"),
    "route53-record-health-check": ("aws-inputs-conflict", "an alias has no TTL of its own"),
    "development-no-production-redundancy": (
        "rds-instance-multi-az",
        "profile dev leaves out the rules for production",
    ),
    "s3-bucket-versioning": (
        "s3-bucket-noncurrent-version-expiration",
        "old versions are to be expired as soon as there are any",
    ),
}


def failing(rule: Rule) -> Sequence[Row]:
    return [row for row in rows_of(rule) if row.status == "violation"]


def has_code(rule: Rule) -> bool:
    return any(
        fix_of(rule.fix_of(each)) is not None
        for row in failing(rule)
        for each in findings(rule, row.stack, row.settings)
    )


def after(row: Row) -> list[Resource]:
    return fixed(row.rule, row.stack, findings(row.rule, row.stack, row.settings))


def violations(stack: Sequence[Resource]) -> set[tuple[str, str]]:
    whole = Stack(graphs.graph(*stack))
    return {
        (rule.name, each.resource.urn)
        for rule in RULES
        for each in rule.check(whole)
        if each.decided
        and rule is not aws_input_required  # the rows are parts of resources
        and not each.resource.name.startswith("fix-of-")
    }


WITH_CODE = [rule for rule in RULES if has_code(rule)]
each_rule = pytest.mark.parametrize("rule", WITH_CODE, ids=lambda rule: rule.name)


@each_rule
def test_fix_removes_the_finding(rule: Rule) -> None:
    left = [row for row in failing(rule) if findings(rule, after(row), row.settings)]

    assert (len(left) == len(failing(rule))) == (rule.name in NEED_MORE), left
    assert bool(left) == (rule.name in {*NEED_MORE, *OTHER_FORMS}), left


@each_rule
def test_fix_adds_no_finding(rule: Rule) -> None:
    allowed, _ = CONSEQUENCES.get(rule.name, ("none", ""))
    for row in failing(rule)[:2]:
        added = violations(after(row)) - violations(row.stack)
        assert not [name for name, _ in added if not name.startswith(allowed)], row


def test_exceptions_are_rules_with_code() -> None:
    assert {*NEED_MORE, *OTHER_FORMS, *CONSEQUENCES} <= {rule.name for rule in WITH_CODE}


@pytest.mark.parametrize(
    ("text", "typescript", "yaml"),
    [
        ("storage_encrypted=True", "storageEncrypted: true", "storageEncrypted: true"),
        ("kms_key_id=key.arn", "kmsKeyId: key.arn", "kmsKeyId: ${key.arn}"),
        (
            'access_logs={"bucket": logs.bucket, "enabled": True}',
            "accessLogs: { bucket: logs.bucket, enabled: true }",
            "accessLogs:\n  bucket: ${logs.bucket}\n  enabled: true",
        ),
        (
            's3.BucketVersioning(bucket=bucket.id, status="Enabled")',
            """new aws.s3.BucketVersioning("name", { bucket: bucket.id, status: "Enabled" })""",
            "type: aws:s3/bucketVersioning:BucketVersioning\nproperties:\n  bucket: ${bucket.id}",
        ),
        (
            'rules=[{"status": "Enabled"}], in the configuration of the bucket',
            'rules: [{ status: "Enabled" }]',
            'rules:\n  - status: "Enabled"',
        ),
        ('ssl_mode="require" or "verify-full"', 'sslMode: "require"', 'sslMode: "require"'),
        ('health_check={"interval": 10, ...}', "healthCheck: { interval: 10 }", None),
    ],
)
def test_fix_has_forms(text: str, typescript: str, yaml: str | None) -> None:
    fix = fix_of(text)

    assert fix is not None
    assert fix.forms["typescript"] == typescript
    assert yaml is None or fix.forms["yaml"].startswith(yaml)


@pytest.mark.parametrize("text", ["use a role", "subnets in two zones", "", 'the "*" is too wide'])
def test_fix_in_words_has_no_forms(text: str) -> None:
    assert fix_of(text) is None


def test_argument_is_named_by_the_path() -> None:
    assert argument("encryptAtRest.kmsKeyId") == "kms_key_id"
