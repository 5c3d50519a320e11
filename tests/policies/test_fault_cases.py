"""Verdicts on small states that were wrong once, from outside the repository."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.policies.fault_cases import PATH, Wanted, verdict, wanted

# Cases written before a rule existed, which name a rule of another service → rule that is meant.
MEANT: Mapping[str, str] = {
    "ecs01-env-secret": "ecs-container-no-plain-text-secrets",
    "ebs01-snapshot-public": "ebs-snapshot-public-access-block",
    "oth02-ssm-document-public": "ssm-document-not-public",
    "oth03-mwaa-public": "mwaa-web-server-private",
    "oth04-cf-origin-http": "cloudfront-distribution-origin-https",
    "oth05-es-domain-policy-star": "opensearch-serverless-collection-not-public",
    "oth07-eventbridge-api": "cognito-user-pool-mfa",
}
# Intended differences: case → reason.
EXCEPTIONS: Mapping[str, str] = {
    "s313-directory-bucket": "a directory bucket can have tags: the provider's type has the input",
}

pytestmark = pytest.mark.skipif(not PATH.exists(), reason="the shared cases are not available")


@pytest.mark.parametrize("each", wanted(), ids=str)
def test_case_gets_wanted_verdict(each: Wanted) -> None:
    meant = replace(each, rule=MEANT.get(each.case, each.rule))

    assert (verdict(meant) == each.verdict) != (each.case in EXCEPTIONS)
