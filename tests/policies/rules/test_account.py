"""Passwords, trails, recorders, detectors, backups, keys, secrets, parameters."""

from collections.abc import Iterator
from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.streams import SOURCES
from policies.engine.selectors.tokens import DELIVERY_STREAM, KEY, SECRET, TABLE, TRAIL
from policies.rules.config import (
    RECORDER,
    STATUS,
)
from policies.rules.cross_service.customer_managed_keys import (
    DMS_ENDPOINT,
    KEYS,
    PARAMETER,
)
from policies.rules.iam.password_policy import (
    PASSWORD_POLICY,
)
from policies.rules.kms import KEY_POLICY
from policies.rules.secretsmanager import (
    ROTATION,
)
from tests.policies.row import Row, declare, name_of, of_input, of_inputs

OURS = declare(KEY, "key")


def passwords() -> Iterator[Row]:
    for rule, path in (
        ("iam-password-policy-lowercase", "requireLowercaseCharacters"),
        ("iam-password-policy-numbers", "requireNumbers"),
        ("iam-password-policy-symbols", "requireSymbols"),
        ("iam-password-policy-uppercase", "requireUppercaseCharacters"),
    ):
        yield from of_inputs(
            rule,
            PASSWORD_POLICY,
            passes=[{path: True}],
            fails=[{}, {path: False}],
            unknown=[{path: UNKNOWN}],
        )
    for rule, path, few, many in (
        ("iam-password-policy-minimum-length", "minimumPasswordLength", 13, 14),
        ("iam-password-policy-reuse-prevention", "passwordReusePrevention", 23, 24),
    ):
        yield from of_inputs(
            rule,
            PASSWORD_POLICY,
            passes=[{path: many}, {path: f"{many}"}],
            fails=[{}, {path: few}],
            unknown=[{path: UNKNOWN}],
        )
    path = "maxPasswordAge"
    yield from of_inputs(
        "iam-password-policy-expiration",
        passes=[{path: 90}, {path: 1}],
        fails=[{}, {path: 0}, {path: 91}],
        unknown=[{path: UNKNOWN}],
    )


def recorder(inputs: dict[str, Any], *, on: Any = True) -> list[Resource]:
    made = declare(RECORDER, "recorder", inputs)
    status = declare(STATUS, "status", {"name": made, "isEnabled": on})
    return [made, status]


def elsewhere(inputs: dict[str, Any]) -> list[Resource]:
    made = declare(RECORDER, "elsewhere", inputs, region="eu-west-1")
    return [made, declare(STATUS, "there", {"name": made, "isEnabled": True})]


GLOBAL = {"recordingGroup": {"allSupported": True, "includeGlobalResourceTypes": True}}
CHOSEN = {"recordingGroup": {"allSupported": False, "resourceTypes": ["AWS::EC2::Instance"]}}


def rotated(schedule: Any, **more: Any) -> list[Resource]:
    secret = declare(SECRET, "secret")
    inputs = {"secretId": secret, "rotationRules": schedule, **more}
    return [secret, declare(ROTATION, "rotation", inputs)]


def in_time() -> Iterator[Row]:
    rule = "secretsmanager-secret-rotation-interval"
    for schedule in (
        {"automaticallyAfterDays": 90},
        {"automaticallyAfterDays": "30"},
        {"scheduleExpression": "rate(10 days)"},
        {"scheduleExpression": "rate(4 hours)"},
        {"scheduleExpression": "cron(0 16 1,15 * ? *)"},
        {"scheduleExpression": "cron(0 8 1 */2 ? *)"},
        {"scheduleExpression": "cron(0 8 1 1,3,5,7,9,11 ? *)"},
    ):
        yield Row(rule, None, rotated(schedule))
    for schedule in (
        {"automaticallyAfterDays": 91},
        {"scheduleExpression": "rate(91 days)"},
        {"scheduleExpression": "cron(0 8 1 1/3 ? *)"},
        {"scheduleExpression": "cron(0 8 1 1,2 ? *)"},
        {"scheduleExpression": "cron(0 8 1 JAN ? *)"},
        {"scheduleExpression": "cron(0 8 1 * ? 2027)"},
        {},
    ):
        yield Row(rule, "violation", rotated(schedule))
    yield Row(rule, "unknown", rotated({"automaticallyAfterDays": UNKNOWN}))
    yield Row(rule, "unknown", rotated({"scheduleExpression": UNKNOWN}))
    yield Row(rule, None, rotated({}, rotationEnabled=False))


def nested(path: str, value: Any) -> dict[str, Any]:
    key, _, rest = path.partition(".")
    return {key: nested(rest, value) if rest else value}


EXTRA: dict[str, dict[str, Any]] = {
    TABLE: {"serverSideEncryption": {"enabled": True}},
    PARAMETER: {"type": "SecureString"},
    DMS_ENDPOINT: {"engineName": "aurora"},
}


def with_key(kind: str, value: Any) -> dict[str, Any]:
    own = nested(KEYS[kind], value)
    extra = EXTRA.get(kind, {})
    block = {key: {**extra.get(key, {}), **each} for key, each in own.items() if each is not value}
    return {**extra, **own, **block}


def keys() -> Iterator[Row]:
    rule = "resource-customer-managed-key"
    for kind in KEYS:
        yield Row(rule, None, [OURS, declare(kind, name_of(kind), with_key(kind, OURS))])
        yield from of_inputs(
            rule,
            kind,
            passes=[with_key(kind, "arn:aws:kms:us-east-1:123456789012:key/1")],
            fails=[EXTRA.get(kind, {}), with_key(kind, "alias/aws/service"), with_key(kind, "")],
            unknown=[with_key(kind, UNKNOWN)],
        )
    off = {"serverSideEncryption": {"enabled": False, "kmsKeyArn": "arn:aws:kms:k"}}
    yield from of_inputs(rule, TABLE, fails=[off])
    yield from of_inputs(rule, PARAMETER, passes=[{"type": "String"}])
    yield from of_inputs(rule, DMS_ENDPOINT, passes=[{"engineName": "s3"}])
    for source in SOURCES:
        of = {source: {"roleArn": "arn:aws:iam::1:role/r"}}
        yield from of_inputs(rule, DELIVERY_STREAM, passes=[of], unknown=[{source: UNKNOWN}])


def keyed(kind: str, rule: Any, path: str) -> Iterator[Row]:
    yield Row(rule, None, [OURS, declare(kind, name_of(kind), {path: OURS})])
    yield from of_inputs(
        rule,
        kind,
        passes=[{path: "arn:aws:kms:us-east-1:123456789012:key/1"}],
        fails=[{}, {path: "alias/aws/service"}],
        unknown=[{path: UNKNOWN}],
    )


ROWS = [
    *passwords(),
    *keys(),
    *keyed("aws:backup/vault:Vault", "backup-vault-customer-managed-key", "kmsKeyArn"),
    *keyed(TRAIL, "cloudtrail-customer-managed-key", "kmsKeyId"),
    *of_input(
        "cloudtrail-log-file-validation",
        "enableLogFileValidation",
        passes=[True],
        fails=[None, False],
    ),
    *of_input("cloudtrail-multi-region", "isMultiRegionTrail", passes=[True], fails=[None, False]),
    *of_input("cloudtrail-logging-enabled", "enableLogging", passes=[None, True], fails=[False]),
    *of_input("guardduty-detector-enabled", "enable", passes=[None, True], fails=[False]),
    Row("config-recorder-all-resource-types", None, recorder({})),
    Row("config-recorder-all-resource-types", None, recorder(GLOBAL)),
    Row("config-recorder-all-resource-types", "violation", recorder({}, on=False)),
    Row("config-recorder-all-resource-types", "violation", recorder(CHOSEN)),
    Row("config-recorder-all-resource-types", "violation", [declare(RECORDER, "alone")]),
    Row("config-recorder-all-resource-types", "unknown", recorder({}, on=UNKNOWN)),
    Row("config-recorder-global-resource-types", None, recorder(GLOBAL)),
    Row("config-recorder-global-resource-types", "violation", recorder({})),
    Row("config-recorder-global-resource-types", None, [*recorder({}), *elsewhere(GLOBAL)]),
    Row("config-recorder-global-resource-types", "violation", [*recorder({}), *elsewhere({})]),
    Row("config-recorder-global-resource-types", "violation", recorder(GLOBAL, on=False)),
    Row("config-recorder-global-resource-types", "unknown", recorder(GLOBAL, on=UNKNOWN)),
    Row("kms-key-explicit-policy", "violation", [OURS]),
    Row("kms-key-explicit-policy", None, [declare(KEY, "key", {"policy": "{}"})]),
    Row(
        "kms-key-explicit-policy",
        None,
        [OURS, declare(KEY_POLICY, "policy", {"keyId": OURS})],
    ),
    Row(
        "kms-key-explicit-policy",
        "unknown",
        [OURS, declare(KEY_POLICY, "policy", {"keyId": UNKNOWN})],
    ),
    Row("secretsmanager-secret-rotation", None, rotated({"automaticallyAfterDays": 30})),
    Row("secretsmanager-secret-rotation", "violation", [declare(SECRET, "secret")]),
    Row(
        "secretsmanager-secret-rotation",
        "violation",
        rotated({}, rotationEnabled=False),
    ),
    Row(
        "secretsmanager-secret-rotation",
        "unknown",
        [declare(SECRET, "secret"), declare(ROTATION, "r", {"secretId": UNKNOWN})],
    ),
    *in_time(),
    *of_inputs(
        "ssm-parameter-secure-string",
        passes=[{"type": "SecureString"}, {"type": "String", "insecureValue": "here"}],
        fails=[{"type": "String", "value": "here"}, {"type": "StringList", "value": "a,b"}],
        unknown=[{"type": UNKNOWN}],
    ),
]
