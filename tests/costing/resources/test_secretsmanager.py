from costing.resources.secretsmanager import Secret
from tests.costing.resources.case import Case

KEPT, CALLS = "AWSSecretsManager-Secrets", "AWSSecretsManagerAPIRequest"

CASES = [
    Case("a secret", Secret, {}, {KEPT: 1, CALLS: None}),
    Case(
        "each replica is a secret, in its own region",
        Secret,
        {"replicas": [{"region": "eu-west-1"}, {"region": "us-west-2"}]},
        {KEPT: 3, CALLS: 100_000},
        usage={"monthly_requests": 100_000},
    ),
]


def test_replicas_are_billed_where_they_are() -> None:
    assert [meter.region for meter in CASES[1].meters()] == [None, "eu-west-1", "us-west-2", None]
