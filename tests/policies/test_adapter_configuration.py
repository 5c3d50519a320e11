"""Configuration of the CrossGuard pack: waivers, profiles, settings, schema."""

import json

from pulumi_policy import EnforcementLevel
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE

from policies import RULES
from policies.crossguard.adapter import NOT_BLOCKING, policies_of
from policies.crossguard.config import pack_config
from policies.engine.selectors.tokens import BUCKET, DATABASE
from policies.engine.waivers import Waiver
from policies.rules.cloudwatch import cloudwatch_log_group_retention
from policies.rules.rds.availability import rds_instance_multi_az
from policies.rules.s3.durability import s3_bucket_versioning
from tests.policies.servicer import TODAY, Declared, Pack

WAIVED = "multiAz is false; expected true (waived until 2027-06-30 by ml-platform: moves to Aurora)"
LOGS = "aws:cloudwatch/logGroup:LogGroup"
MODELS = Declared(BUCKET, "models", {}, {"id": UNKNOWN_STRING_VALUE})


def database(multi_az: object, name: str = "db") -> Declared:
    return Declared(DATABASE, name, {"multiAz": multi_az, "allocatedStorage": 20})


def waiver(expires: str = "2027-06-30") -> Waiver:
    return Waiver.model_validate(
        {
            "rule": "rds-instance-multi-az",
            "resource": "db",
            "reason": "moves to Aurora",
            "owner": "ml-platform",
            "expires": expires,
        }
    )


def test_waiver_in_configuration_unblocks() -> None:
    pack = Pack([rds_instance_multi_az])
    pack.configure(json.loads(pack_config([rds_instance_multi_az], "prod", [waiver()])))

    assert pack.examine(database(multi_az=False), database(multi_az=False, name="other")) == [
        (
            "rds-instance-multi-az",
            "mandatory",
            "other",
            "multiAz is false; expected true; fix: multi_az=True",
        ),
        (
            NOT_BLOCKING,
            "advisory",
            "db",
            f"rds-instance-multi-az (high): {WAIVED}",
        ),
    ]


def test_expired_waiver_blocks_and_is_reported() -> None:
    pack = Pack([rds_instance_multi_az])
    expired = waiver(TODAY.isoformat())
    pack.configure(json.loads(pack_config([rds_instance_multi_az], "prod", [expired])))

    [(policy, level, _, message)] = pack.examine(database(multi_az=False))

    assert (policy, level) == ("rds-instance-multi-az", "mandatory")
    assert "expired 2026-11-24 by ml-platform" in message


def test_configured_profile_sets_levels() -> None:
    pack = Pack([rds_instance_multi_az, s3_bucket_versioning])
    stack = (database(multi_az=False), MODELS)

    levels = {}
    for profile in ("dev", "prod", "regulated"):
        pack.configure(json.loads(pack_config(RULES, profile)))
        levels[profile] = {policy: level for policy, level, _, _ in pack.examine(*stack)}

    assert levels == {
        "dev": {},
        "prod": {"s3-bucket-versioning": "advisory", "rds-instance-multi-az": "mandatory"},
        "regulated": {"s3-bucket-versioning": "mandatory", "rds-instance-multi-az": "mandatory"},
    }


def test_settings_come_from_configuration() -> None:
    """The engine hands numbers out as floats."""
    pack = Pack([cloudwatch_log_group_retention])
    logs = Declared(LOGS, "logs", {"retentionInDays": 90})
    assert pack.examine(logs) == []

    pack.configure(
        {"cloudwatch-log-group-retention": {"enforcementLevel": "advisory", "minimum_days": 365}}
    )

    [(_, _, _, message)] = pack.examine(logs)
    assert message.startswith("retentionInDays is 90; expected 365 to 3653 days")


def test_invalid_setting_is_reported() -> None:
    pack = Pack([cloudwatch_log_group_retention])
    pack.configure(
        {"cloudwatch-log-group-retention": {"enforcementLevel": "advisory", "minimum_days": 0.5}}
    )

    [(_, _, _, message)] = pack.examine(Declared(LOGS, "logs", {}))

    assert message == "cloudwatch-log-group-retention: minimum_days is 0.5; expected a whole number"


def test_each_rule_is_a_policy_with_configuration_schema() -> None:
    info = Pack(RULES).servicer.GetAnalyzerInfo(None, None)

    by_name = {policy.name: policy for policy in info.policies}
    remedies = [f"{rule.name}-remedy" for rule in RULES if rule.remedy]
    assert list(by_name) == [*(rule.name for rule in RULES), NOT_BLOCKING, *remedies]
    days = by_name["cloudwatch-log-group-retention"].configSchema.properties["minimum_days"]
    assert (days["type"], days["default"]) == ("integer", 1)


def test_only_mandatory_rules_block_without_a_configuration() -> None:
    levels = {policy.name: policy.enforcement_level for policy in policies_of(RULES)}

    assert levels["rds-instance-multi-az"] is EnforcementLevel.MANDATORY
    assert levels["s3-bucket-versioning"] is EnforcementLevel.ADVISORY
    assert levels[NOT_BLOCKING] is EnforcementLevel.ADVISORY
