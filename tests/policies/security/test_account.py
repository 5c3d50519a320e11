"""Passwords, trails, recorders, detectors, backups, keys, secrets, parameters."""

from collections.abc import Iterator
from typing import Any

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.reading.streams import SOURCES
from policies.reading.tokens import DELIVERY_STREAM, KEY, SECRET, TABLE, TRAIL
from policies.security import (
    backup,
    cloudtrail,
    config,
    guardduty,
    iam_passwords,
    kms,
    own_keys,
    secretsmanager,
    ssm,
)
from policies.security.iam_passwords import PASSWORD_POLICY
from policies.security.own_keys import KEYS
from tests.policies.row import Row, declare, of_inputs

OURS = declare(KEY, "key")


def passwords() -> Iterator[Row]:
    for rule, path in (
        (iam_passwords.passwords_with_small_letters, "requireLowercaseCharacters"),
        (iam_passwords.passwords_with_digits, "requireNumbers"),
        (iam_passwords.passwords_with_symbols, "requireSymbols"),
        (iam_passwords.passwords_with_capitals, "requireUppercaseCharacters"),
    ):
        yield from of_inputs(
            rule,
            PASSWORD_POLICY,
            passes=[{path: True}],
            fails=[{}, {path: False}],
            undecided=[{path: UNKNOWN}],
        )
    for rule, path, few, many in (
        (iam_passwords.passwords_long, "minimumPasswordLength", 13, 14),
        (iam_passwords.passwords_new, "passwordReusePrevention", 23, 24),
    ):
        yield from of_inputs(
            rule,
            PASSWORD_POLICY,
            passes=[{path: many}, {path: f"{many}"}],
            fails=[{}, {path: few}],
            undecided=[{path: UNKNOWN}],
        )
    path = "maxPasswordAge"
    yield from of_inputs(
        iam_passwords.passwords_expire,
        PASSWORD_POLICY,
        passes=[{path: 90}, {path: 1}],
        fails=[{}, {path: 0}, {path: 91}],
        undecided=[{path: UNKNOWN}],
    )


def recorder(inputs: dict[str, Any], *, on: Any = True) -> list[Resource]:
    made = declare(config.RECORDER, "recorder", inputs)
    status = declare(config.STATUS, "status", {"name": made, "isEnabled": on})
    return [made, status]


def elsewhere(inputs: dict[str, Any]) -> list[Resource]:
    made = declare(config.RECORDER, "elsewhere", inputs, region="eu-west-1")
    return [made, declare(config.STATUS, "there", {"name": made, "isEnabled": True})]


GLOBAL = {"recordingGroup": {"allSupported": True, "includeGlobalResourceTypes": True}}
CHOSEN = {"recordingGroup": {"allSupported": False, "resourceTypes": ["AWS::EC2::Instance"]}}


def rotated(schedule: Any, **more: Any) -> list[Resource]:
    secret = declare(SECRET, "secret")
    inputs = {"secretId": secret, "rotationRules": schedule, **more}
    return [secret, declare(secretsmanager.ROTATION, "rotation", inputs)]


def in_time() -> Iterator[Row]:
    rule = secretsmanager.secret_rotates_in_time
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
    yield Row(rule, "undecided", rotated({"automaticallyAfterDays": UNKNOWN}))
    yield Row(rule, "undecided", rotated({"scheduleExpression": UNKNOWN}))
    yield Row(rule, None, rotated({}, rotationEnabled=False))


def nested(path: str, value: Any) -> dict[str, Any]:
    key, _, rest = path.partition(".")
    return {key: nested(rest, value) if rest else value}


EXTRA: dict[str, dict[str, Any]] = {
    TABLE: {"serverSideEncryption": {"enabled": True}},
    own_keys.PARAMETER: {"type": "SecureString"},
    own_keys.DMS_ENDPOINT: {"engineName": "aurora"},
}


def with_key(kind: str, value: Any) -> dict[str, Any]:
    own = nested(KEYS[kind], value)
    extra = EXTRA.get(kind, {})
    block = {key: {**extra.get(key, {}), **each} for key, each in own.items() if each is not value}
    return {**extra, **own, **block}


def keys() -> Iterator[Row]:
    rule = own_keys.encrypted_with_own_key
    for kind in KEYS:
        yield Row(rule, None, [OURS, declare(kind, "it", with_key(kind, OURS))])
        yield from of_inputs(
            rule,
            kind,
            passes=[with_key(kind, "arn:aws:kms:us-east-1:123456789012:key/1")],
            fails=[EXTRA.get(kind, {}), with_key(kind, "alias/aws/service"), with_key(kind, "")],
            undecided=[with_key(kind, UNKNOWN)],
        )
    off = {"serverSideEncryption": {"enabled": False, "kmsKeyArn": "arn:aws:kms:k"}}
    yield from of_inputs(rule, TABLE, fails=[off])
    yield from of_inputs(rule, own_keys.PARAMETER, passes=[{"type": "String"}])
    yield from of_inputs(rule, own_keys.DMS_ENDPOINT, passes=[{"engineName": "s3"}])
    for source in SOURCES:
        of = {source: {"roleArn": "arn:aws:iam::1:role/r"}}
        yield from of_inputs(rule, DELIVERY_STREAM, passes=[of], undecided=[{source: UNKNOWN}])


def keyed(kind: str, rule: Any, path: str) -> Iterator[Row]:
    yield Row(rule, None, [OURS, declare(kind, "it", {path: OURS})])
    yield from of_inputs(
        rule,
        kind,
        passes=[{path: "arn:aws:kms:us-east-1:123456789012:key/1"}],
        fails=[{}, {path: "alias/aws/service"}],
        undecided=[{path: UNKNOWN}],
    )


ROWS = [
    *passwords(),
    *keys(),
    *keyed("aws:backup/vault:Vault", backup.vault_encrypted_with_own_key, "kmsKeyArn"),
    *keyed(TRAIL, cloudtrail.trail_encrypted_with_own_key, "kmsKeyId"),
    *of_inputs(
        cloudtrail.trail_proves_its_files,
        TRAIL,
        passes=[{"enableLogFileValidation": True}],
        fails=[{}, {"enableLogFileValidation": False}],
        undecided=[{"enableLogFileValidation": UNKNOWN}],
    ),
    *of_inputs(
        cloudtrail.trail_covers_every_region,
        TRAIL,
        passes=[{"isMultiRegionTrail": True}],
        fails=[{}, {"isMultiRegionTrail": False}],
        undecided=[{"isMultiRegionTrail": UNKNOWN}],
    ),
    *of_inputs(
        cloudtrail.trail_records,
        TRAIL,
        passes=[{}, {"enableLogging": True}],
        fails=[{"enableLogging": False}],
        undecided=[{"enableLogging": UNKNOWN}],
    ),
    *of_inputs(
        guardduty.threats_detected,
        guardduty.DETECTOR,
        passes=[{}, {"enable": True}],
        fails=[{"enable": False}],
        undecided=[{"enable": UNKNOWN}],
    ),
    Row(config.recorder_records_every_type, None, recorder({})),
    Row(config.recorder_records_every_type, None, recorder(GLOBAL)),
    Row(config.recorder_records_every_type, "violation", recorder({}, on=False)),
    Row(config.recorder_records_every_type, "violation", recorder(CHOSEN)),
    Row(config.recorder_records_every_type, "violation", [declare(config.RECORDER, "alone")]),
    Row(config.recorder_records_every_type, "undecided", recorder({}, on=UNKNOWN)),
    Row(config.recorder_records_global_types, None, recorder(GLOBAL)),
    Row(config.recorder_records_global_types, "violation", recorder({})),
    Row(config.recorder_records_global_types, None, [*recorder({}), *elsewhere(GLOBAL)]),
    Row(config.recorder_records_global_types, "violation", [*recorder({}), *elsewhere({})]),
    Row(config.recorder_records_global_types, "violation", recorder(GLOBAL, on=False)),
    Row(config.recorder_records_global_types, "undecided", recorder(GLOBAL, on=UNKNOWN)),
    Row(kms.key_has_policy, "violation", [OURS]),
    Row(kms.key_has_policy, None, [declare(KEY, "key", {"policy": "{}"})]),
    Row(kms.key_has_policy, None, [OURS, declare(kms.KEY_POLICY, "policy", {"keyId": OURS})]),
    Row(
        kms.key_has_policy,
        "undecided",
        [OURS, declare(kms.KEY_POLICY, "policy", {"keyId": UNKNOWN})],
    ),
    Row(secretsmanager.secret_rotates, None, rotated({"automaticallyAfterDays": 30})),
    Row(secretsmanager.secret_rotates, "violation", [declare(SECRET, "secret")]),
    Row(secretsmanager.secret_rotates, "violation", rotated({}, rotationEnabled=False)),
    Row(
        secretsmanager.secret_rotates,
        "undecided",
        [declare(SECRET, "secret"), declare(secretsmanager.ROTATION, "r", {"secretId": UNKNOWN})],
    ),
    *in_time(),
    *of_inputs(
        ssm.parameter_encrypted,
        own_keys.PARAMETER,
        passes=[{"type": "SecureString"}, {"type": "String", "insecureValue": "here"}],
        fails=[{"type": "String", "value": "here"}, {"type": "StringList", "value": "a,b"}],
        undecided=[{"type": UNKNOWN}],
    ),
]
