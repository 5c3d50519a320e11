"""Checkov's cases, checked by the rules with the same intent."""

from collections.abc import Mapping
from itertools import groupby

import pytest

from policies import RULES
from tests.policies.cases import PATH, Case, covered

CHECKS = "tests/terraform/checks/resource/aws"
GRAPHS = "tests/terraform/graph/checks/resources"

# Intended differences: (check, address, source) → reason.
EXCEPTIONS: Mapping[tuple[str, str, str], str] = {
    (
        "CKV_AWS_153",
        "aws_autoscaling_group.passtags",
        f"{CHECKS}/test_AutoScalingTagging.py",
    ): "its tags are an expression that was not evaluated",
    (
        "CKV_AWS_229",
        "aws_network_acl.pass3",
        f"{CHECKS}/test_NetworkACLUnrestrictedIngress21.py",
    ): "the ACL denies these ports and admits every other one from the internet",
    (
        "CKV_AWS_231",
        "aws_network_acl.pass3",
        f"{CHECKS}/test_NetworkACLUnrestrictedIngress3389.py",
    ): "the ACL denies these ports and admits every other one from the internet",
    (
        "CKV_AWS_32",
        "aws_ecr_repository_policy.pass_conditional",
        f"{CHECKS}/test_ECRPolicy.py",
    ): "ForAllValues is true for a caller without an organization",
    (
        "CKV_AWS_260",
        "aws_security_group.fail2",
        f"{CHECKS}/test_SecurityGroupUnrestrictedIngress80.py",
    ): "TCP from port 0 to port 0 is port 0, not every port",
    (
        "CKV_AWS_260",
        "aws_vpc_security_group_ingress_rule.fail2",
        f"{CHECKS}/test_SecurityGroupUnrestrictedIngress80.py",
    ): "the rule names no source: the provider refuses it, and it opens nothing",
    (
        "CKV2_AWS_74",
        "aws_alb_listener.secure_listener",
        f"{GRAPHS}/LBWeakCiphers/expected.yaml",
    ): "ELBSecurityPolicy-TLS-1-2-Ext-2018-06 offers CBC ciphers, which AWS lists as weak",
    (
        "CKV2_AWS_74",
        "aws_alb_listener.secure_listener2",
        f"{GRAPHS}/LBWeakCiphers/expected.yaml",
    ): "ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06 offers CBC ciphers, which AWS lists as weak",
    (
        "CKV_AWS_334",
        "aws_ecs_task_definition.fail",
        f"{CHECKS}/test_ECSContainerPrivilege.py",
    ): "a container has `privileged`, not `privilege`: ECS ignores it",
    (
        "CKV2_AWS_29",
        "aws_api_gateway_stage.no_api",
        f"{GRAPHS}/APIProtectedByWAF/expected.yaml",
    ): "its API is outside the stack: whether that is public is not known",
    (
        "CKV2_AWS_30",
        "aws_db_instance.fail3",
        f"{GRAPHS}/PostgresDBHasQueryLoggingEnabled/expected.yaml",
    ): "the case leaves out its parameter group",
    (
        "CKV2_AWS_30",
        "aws_db_instance.fail4",
        f"{GRAPHS}/PostgresDBHasQueryLoggingEnabled/expected.yaml",
    ): "the case leaves out its parameter group",
    (
        "CKV2_AWS_38",
        "aws_route53_zone.pass_signing_key",
        f"{GRAPHS}/Route53ZoneEnableDNSSECSigning/expected.yaml",
    ): "a key alone signs nothing",
    (
        "CKV2_AWS_68",
        "aws_sagemaker_notebook_instance.fail1",
        f"{GRAPHS}/SageMakerIAMPolicyOverlyPermissiveToAllTraffic/expected.yaml",
    ): "the case leaves out the policies of its role",
    (
        "CKV_AWS_104",
        "aws_docdb_cluster_parameter_group.test(3)",
        f"{CHECKS}/test_DocDBAuditLogs.py",
    ): "audit_logs = None audits nothing",
    (
        "CKV_AWS_122",
        "aws_sagemaker_notebook_instance.test(3)",
        f"{CHECKS}/test_SageMakerInternetAccessDisabled.py",
    ): "direct_internet_access is Enabled by default",
    (
        "CKV_AWS_173",
        "aws_lambda_function.failasempty",
        f"{CHECKS}/test_LambdaEnvironmentEncryptionSettings.py",
    ): "without an environment there is nothing to encrypt",
    (
        "CKV_AWS_173",
        "aws_lambda_function.failkmsnovars",
        f"{CHECKS}/test_LambdaEnvironmentEncryptionSettings.py",
    ): "without an environment there is nothing to encrypt",
    (
        "CKV_AWS_64",
        "aws_redshift_cluster.test_failure",
        f"{CHECKS}/test_RedshiftClusterEncryption.py",
    ): "a cluster is encrypted by default",
    (
        "CKV_AWS_208",
        "aws_mq_broker.pass",
        f"{CHECKS}/test_MQBrokerVersion.py",
    ): "ActiveMQ 5.17 has been without support since June 2025",
    (
        "CKV_AWS_208",
        "aws_mq_broker.pass2",
        f"{CHECKS}/test_MQBrokerVersion.py",
    ): "RabbitMQ 3.11 has been without support since February 2025",
    (
        "CKV_AWS_208",
        "aws_mq_configuration.pass",
        f"{CHECKS}/test_MQBrokerVersion.py",
    ): "ActiveMQ 5.17 has been without support since June 2025",
}

COVERED = {
    check: list(cases) for check, cases in groupby(covered(RULES), lambda each: each[0].check)
}

pytestmark = pytest.mark.skipif(not PATH.exists(), reason="the shared cases are not available")
each_check = pytest.mark.parametrize("check", COVERED)


def excepted(case: Case) -> bool:
    return (case.check, case.named, case.source) in EXCEPTIONS


@each_check
def test_state_gets_expected_verdict(check: str) -> None:
    for case, rules in COVERED[check]:
        agrees = case.verdict(rules, "state") == case.expected
        assert agrees != excepted(case), case


@each_check
def test_first_preview_gets_same_verdict_or_unknown(check: str) -> None:
    """Every reference is unknown, so a verdict may become unknown."""
    for case, rules in COVERED[check]:
        if not excepted(case):
            assert case.verdict(rules, "preview") in (case.expected, "unknown"), case


def test_every_exception_is_a_case() -> None:
    known = {
        (case.check, case.named, case.source) for cases in COVERED.values() for case, _ in cases
    }

    assert EXCEPTIONS.keys() <= known
