"""Policies that other resources' ARNs stand in are judged before deployment."""

from datetime import date

import pytest

from costing.graph.resource import Graph
from policies import RULES
from policies.engine.check import Findings, check
from tests.costing.graph.preview.program import run

PROGRAM = """
def document(**statement):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})

account = aws.get_caller_identity().account_id
role = aws.iam.Role("role", assume_role_policy=document(
    Principal={"Service": "lambda.amazonaws.com"}, Action="sts:AssumeRole"))
bucket, other = aws.s3.Bucket("bucket"), aws.s3.Bucket("other")

aws.s3.BucketPolicy("open", bucket=bucket.id, policy=bucket.arn.apply(
    lambda arn: document(Principal="*", Action="s3:GetObject", Resource=f"{arn}/*")))
aws.s3.BucketPolicy("closed", bucket=other.id, policy=pulumi.Output.all(other.arn, role.arn).apply(
    lambda arns: document(Principal={"AWS": arns[1]}, Action="s3:GetObject", Resource=arns[0])))
aws.kms.Key("key", policy=document(
    Principal={"AWS": f"arn:aws:iam::{account}:root"}, Action="kms:*", Resource="*"))
aws.iam.RolePolicy("all-actions", role=role.id, policy=bucket.arn.apply(
    lambda arn: document(Action="*", Resource=arn)))
aws.iam.RolePolicy("reads", role=role.id, policy=bucket.arn.apply(
    lambda arn: document(Action="s3:GetObject", Resource=f"{arn}/*")))
queue = aws.sqs.Queue("queue")
aws.sqs.QueuePolicy("sent-by-bucket", queue_url=queue.id,
    policy=pulumi.Output.all(queue.arn, bucket.arn).apply(
        lambda arns: document(Principal="*", Action="sqs:SendMessage", Resource=arns[0],
                              Condition={"ArnEquals": {"aws:SourceArn": arns[1]}})))
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return run(tmp_path_factory.mktemp("policies"), PROGRAM, assume_ids=True)


def checked(graph: Graph, rule: str) -> Findings:
    return check(graph, RULES, only=[rule], today=date(2026, 11, 20))


@pytest.mark.parametrize(
    ("rule", "broken", "unknown"),
    [
        ("iam-resource-policy-no-public-principal", [("open", "policy.Statement[0]")], 2),
        ("iam-policy-no-wildcard-action", [("all-actions", "policy.Statement[0]")], 0),
        ("iam-policy-no-full-administrator-access", [], 1),
    ],
)
def test_policy_document_rule_gets_verdict(
    graph: Graph, rule: str, broken: list[tuple[str, str]], unknown: int
) -> None:
    findings = checked(graph, rule)

    assert findings.count("unknown") == unknown
    violations = [each.finding for each in findings.found if each.status == "violation"]
    assert [(each.resource.name, each.path) for each in violations] == broken
