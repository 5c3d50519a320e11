import json
from typing import Any

import pytest

from infra.aws.key import DOMAINS, Domain, key_policy, trail_arn
from infra.configuration import read_settings
from infra.context import Context
from infra.region import domains_of
from tests.infra.stacks import STACKS, changed, configuration, recorded

CONTEXT = Context("plimsoll", "prod", "eu-west-1", "123456789012")


@pytest.mark.parametrize("domain", list(DOMAINS))
def test_key_policy_limits_services_to_use(domain: Domain) -> None:
    account, *services = json.loads(key_policy(CONTEXT, domain))["Statement"]
    assert account["Principal"] == {"AWS": "arn:aws:iam::123456789012:root"}
    for statement in services:
        # AWS's own roles in the account are named by a condition: they come and go.
        named = list(statement.get("Condition", {}).get("ArnLike", {}))
        assert list(statement["Principal"]) == ["Service"] or named == ["aws:PrincipalArn"]
        assert not {"kms:*", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"} & {*statement["Action"]}


def test_log_key_allows_regional_logs_service() -> None:
    _, logs = json.loads(key_policy(CONTEXT, "logs"))["Statement"]
    assert logs["Principal"]["Service"] == "logs.eu-west-1.amazonaws.com"
    assert "123456789012" in json.dumps(logs["Condition"])


@pytest.mark.parametrize("stack", STACKS)
def test_every_key_rotates_and_has_an_alias(stack: str) -> None:
    recording = recorded(stack)
    keys = recording.of_type("aws:kms/key:Key")
    aliases = recording.of_type("aws:kms/alias:Alias")
    assert [key.inputs["enableKeyRotation"] for key in keys] == [True] * len(keys)
    assert [recording.follow(alias.inputs["targetKeyId"]) for alias in aliases] == keys
    domains = domains_of(read_settings(configuration(stack), "plimsoll"))
    assert {alias.inputs["name"] for alias in aliases} >= {
        f"alias/plimsoll-{stack}-{domain}" for domain in domains
    }


@pytest.mark.parametrize(
    ("changes", "more"),
    [
        ({"recovery": {"critical": None}}, set()),
        ({"recovery": {}}, {"backups"}),
        ({"recovery": {"critical": None}, "account_wide": {}}, {"audit"}),
    ],
)
def test_absent_components_have_no_key(changes: dict[str, Any], more: set[Domain]) -> None:
    configured = changed("prod", {"profile": "dev", "governance": {}, **changes})
    if "account_wide" not in changes:
        del configured["plimsoll:account_wide"]
    settings = read_settings(configured, "plimsoll")
    always = {"data", "logs", "database", "cache", "alarms"}
    assert set(domains_of(settings)) == always | more


def test_audit_key_is_limited_to_the_trail() -> None:
    _, trail = json.loads(key_policy(CONTEXT, "audit"))["Statement"]
    assert trail["Principal"] == {"Service": "cloudtrail.amazonaws.com"}
    assert trail["Condition"] == {"StringEquals": {"aws:SourceArn": trail_arn(CONTEXT)}}


def test_each_domain_has_its_own_key() -> None:
    recording = recorded("prod")
    used = {
        "aws:rds/cluster:Cluster": ("kmsKeyId", "keys-database"),
        "aws:elasticache/replicationGroup:ReplicationGroup": ("kmsKeyId", "keys-cache"),
        "aws:cloudwatch/logGroup:LogGroup": ("kmsKeyId", "keys-logs"),
        "aws:sns/topic:Topic": ("kmsMasterKeyId", "keys-alarms"),
    }
    for kind, (path, key) in used.items():
        for each in recording.of_type(kind):
            assert recording.follow(each.inputs[path]).name == key
