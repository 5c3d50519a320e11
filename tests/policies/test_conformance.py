"""Other tools' cases, judged by our rules of the same intent."""

from collections.abc import Mapping, Sequence

import pytest

from policies import RULES
from policies.rule import Rule
from tests.policies.cases import PATH, Case, covered

CHECKS = "tests/terraform/checks/resource/aws"

# Where we judge otherwise on purpose: (check, address, source) → why.
EXCEPTIONS: Mapping[tuple[str, str, str], str] = {
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
        "CKV_AWS_334",
        "aws_ecs_task_definition.fail",
        f"{CHECKS}/test_ECSContainerPrivilege.py",
    ): "a container knows `privileged`, and no `privilege`: ECS takes no notice of it",
}

COVERED = list(covered(RULES))

pytestmark = pytest.mark.skipif(not PATH.exists(), reason="the shared cases are not here")
each_case = pytest.mark.parametrize(
    ("case", "rules"), COVERED, ids=[str(case) for case, _ in COVERED]
)


def excepted(case: Case) -> bool:
    return (case.check, case.address, case.source) in EXCEPTIONS


@each_case
def test_a_state_is_judged_as_the_case_says(case: Case, rules: Sequence[Rule]) -> None:
    agrees = case.verdict(rules, "state") == case.expected

    assert agrees != excepted(case)


@each_case
def test_a_first_preview_is_never_judged_otherwise(case: Case, rules: Sequence[Rule]) -> None:
    """Every reference is unknown: what cannot be decided is said to be so."""
    if not excepted(case):
        assert case.verdict(rules, "preview") in (case.expected, "undecided")


def test_every_exception_is_a_case() -> None:
    known = {(case.check, case.address, case.source) for case, _ in COVERED}

    assert EXCEPTIONS.keys() <= known
