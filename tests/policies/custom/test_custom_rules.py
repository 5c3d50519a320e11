"""Rules of a team, in YAML and Python: verdicts, errors, and their place in check and pack."""

import json
from pathlib import Path

import pytest

from benchmarks import states
from costing.errors import CostingError
from costing.graph.resource import Reference
from costing.model import UNKNOWN
from plimsoll.api import check
from plimsoll.cli import main
from policies import RULES
from policies.crossguard.adapter import policies_of
from policies.custom import load, patterns, with_custom
from policies.custom.examples import verdict_of
from policies.engine.rule import Rule
from policies.engine.stack import Stack
from tests import graphs
from tests.paths import ROOT
from tests.policies.row import findings

SHIPPED = ROOT / "examples" / "custom-rules"
BUCKET = "aws:s3/bucket:Bucket"
QUEUE = "aws:sqs/queue:Queue"


def rule(tmp_path: Path, text: str) -> Rule:
    path = tmp_path / "rules.yaml"
    path.write_text(text)
    (made,) = load([path]).rules
    return made


def verdicts(made: Rule, kind: str, **inputs: object) -> set[bool]:
    return {each.decided for each in findings(made, [graphs.resource(kind, "it", inputs)])}


def test_shipped_examples_get_their_verdicts() -> None:
    custom = load([SHIPPED])

    assert {case.rule.name for case in custom.examples} == {each.name for each in custom.rules}
    for case in custom.examples:
        assert verdict_of(case)[0] == case.verdict, str(case)


def test_unknown_input_gives_unknown(tmp_path: Path) -> None:
    made = rule(
        tmp_path,
        f"- {{id: team-name, type: {BUCKET}, path: bucket, operator: eq, value: a, message: m}}",
    )

    assert verdicts(made, BUCKET, bucket="a") == set()
    assert verdicts(made, BUCKET, bucket="b") == {True}
    assert verdicts(made, BUCKET, bucket=UNKNOWN) == {False}


def test_exists_counts_another_resources_output(tmp_path: Path) -> None:
    made = rule(tmp_path, f"- {{id: team-key, type: {QUEUE}, path: kmsMasterKeyId, message: m}}")
    key = graphs.resource("aws:kms/key:Key", "key")
    queue = graphs.resource(
        QUEUE,
        "it",
        {"kmsMasterKeyId": UNKNOWN},
        references={"kmsMasterKeyId": (Reference(key.urn, "id"),)},
    )

    assert findings(made, [queue, key]) == []
    assert verdicts(made, QUEUE) == {True}


def test_items_of_a_list_meet_the_condition_all_or_any(tmp_path: Path) -> None:
    text = """
- id: team-ports
  type: aws:ec2/securityGroup:SecurityGroup
  path: ingress.*.fromPort
  operator: eq
  value: 443
  match: {match}
  message: m
"""
    ports = {"ingress": [{"fromPort": 443}, {"fromPort": 22}]}
    group = "aws:ec2/securityGroup:SecurityGroup"

    assert verdicts(rule(tmp_path, text.format(match="all")), group, **ports) == {True}
    assert verdicts(rule(tmp_path, text.format(match="any")), group, **ports) == set()
    hidden = {"ingress": UNKNOWN}
    assert verdicts(rule(tmp_path, text.format(match="all")), group, **hidden) == {False}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: b", "rules.yaml:1: not a list of rules"),
        (f"- {{id: a-b, type: {BUCKET}, path: bucket}}", "rules.yaml:1: message is missing"),
        ("- {id: a-b, type: aws:s3/x:X, path: bucket, message: m}", "unknown resource type"),
        (f"- {{id: a-b, type: {BUCKET}, message: m}}", "needs one of path, all, any and not"),
        (
            f"- id: a-b\n  type: {BUCKET}\n  path: bucket\n  operator: equls\n  message: m",
            'rules.yaml:4: a-b: unknown operator "equls"; did you mean "equals"',
        ),
        (f"- {{id: a-b, type: {BUCKET}, path: bucket, operator: lt, message: m}}", "needs a value"),
        (
            f"- {{id: a-b, type: {BUCKET}, path: bucket, operator: in, value: b, message: m}}",
            "is not a list",
        ),
        (
            f"- {{id: a-b, type: {BUCKET}, path: bucket, operator: regex, value: '(', message: m}}",
            "invalid regular expression",
        ),
        (
            f"- {{id: a-b, type: {BUCKET}, path: bucket, operator: lt, value: x, message: m}}",
            "the value of less_than is not a number; write one such as 7",
        ),
        (f"- {{id: A, type: {BUCKET}, path: bucket, message: m}}", '"A" is not a rule id'),
        (
            f"- {{id: s3-bucket-versioning, type: {BUCKET}, path: bucket, message: m}}",
            "built-in rule",
        ),
    ],
)
def test_mistake_in_yaml_is_one_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(text)

    with pytest.raises(CostingError) as raised:
        with_custom(RULES, [path])

    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("def (:", "rules.py:1: invalid syntax"),
        ("import os\n1 / 0", "rules.py:2: ZeroDivisionError"),
        ("import sys\nsys.exit(0)", "rules.py:2: SystemExit: 0"),  # must not end the check
        ("raise ValueError('one\\ntwo')", "rules.py:1: ValueError: one two"),
        ("x = 1", "rules.py: defines no rule"),
        (
            "from policies.engine import rule\n@rule.resource_rule(types=())\ndef a_b(a): yield",
            "rules.py:2: KeyError: missing 'concern'",
        ),
    ],
)
def test_mistake_in_python_is_one_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "rules.py"
    path.write_text(text)

    with pytest.raises(CostingError) as raised:
        load([path])

    assert message in str(raised.value)


GROUP = "aws:ec2/securityGroup:SecurityGroup"


@pytest.mark.parametrize(
    ("kind", "path", "fault"),
    [
        (BUCKET, "buckt", 'has no input "buckt"; did you mean "bucket"?'),
        (BUCKET, "bucket.name", 'has no parts; end the path before "name"'),
        (BUCKET, "versioning.enabeld", 'did you mean "enabled"?'),
        (BUCKET, "tags.owner", None),
        (BUCKET, "versionings[0].enabled", None),
        (GROUP, "ingress.*.fromPort", None),
        (GROUP, "ingress[].cidrBlocks[0]", None),
        (GROUP, "ingress.fromPort", None),
        (GROUP, "ingress[].cidrBlocks.first", "is a list; write ingress[].cidrBlocks[] for each"),
        (GROUP, "ingress[", "is not a path"),
        ("acme:index:Thing", "anything.at.all", None),
        ("aws:s3/bucket:Bukket", "bucket", "unknown resource type"),
        ("s3-bucket", "bucket", "unknown resource type"),
    ],
)
def test_path_is_compared_with_the_schema(
    tmp_path: Path, kind: str, path: str, fault: str | None
) -> None:
    text = f"- {{id: team-path, type: '{kind}', path: '{path}', message: m}}"
    if fault is None:
        assert rule(tmp_path, text).types == (kind,)
        return
    with pytest.raises(CostingError) as raised:
        rule(tmp_path, text)
    assert "rules.yaml:1: team-path: " in str(raised.value)
    assert fault in str(raised.value)


def test_slow_pattern_ends_and_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "LONGEST", 0.05)
    condition = "path: bucket, operator: regex, value: '^(a|aa)+$'"
    made = rule(tmp_path, f"- {{id: team-slow, type: {BUCKET}, {condition}, message: m}}")
    stack = Stack(graphs.graph(graphs.resource(BUCKET, "it", {"bucket": f"{'a' * 60}!"})))

    (found,) = made.check(stack)

    assert found.broken
    assert "takes more than" in found.broken
    assert "avoid repetitions" in found.broken


def test_rules_of_the_stack_file_can_be_ignored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A rule of the project would write a file."""
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("config:\n  plimsoll:rules: rules.py\n")
    (tmp_path / "__main__.py").write_text("")
    written = tmp_path / "ran"
    (tmp_path / "rules.py").write_text(f"open({str(written)!r}, 'w')\n")

    with pytest.raises(SystemExit) as ended:
        main(["check", str(tmp_path), "--stack", "dev", "--no-project-rules"])

    assert ended.value.code == 0
    assert not written.exists()
    assert "plimsoll:rules is ignored" in capsys.readouterr().err


RULE_OF_OUTPUT = """
from policies.engine.finding import Finding
from policies.engine.rule import resource_rule


@resource_rule(
    types=("aws:sqs/queue:Queue",), concern="operations", severity="critical",
    title="SQS queue has a wrong output", risk="None.", fix="None.", aws_docs="https://aws.amazon.com/",
)
def acme_queue_output(queue):
    yield Finding(queue, "computed1", queue.outputs.get("computed1"), "other")
"""


def test_rule_reads_any_output_of_a_state(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = states.write(tmp_path / "state.json", 10)
    (tmp_path / "rules.py").write_text(RULE_OF_OUTPUT)
    with pytest.raises(SystemExit) as ended:
        main(
            [
                "check",
                str(path),
                "--rules",
                str(tmp_path / "rules.py"),
                "--only",
                "acme-queue-output",
            ]
        )

    assert ended.value.code == 1
    assert 'computed1 is "value-1-5"; expected "other"' in capsys.readouterr().out


def test_missing_path_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CostingError, match="no such file or folder"):
        load([tmp_path / "none.yaml"])


def test_check_and_policy_pack_run_custom_rules() -> None:
    graph = graphs.graph(graphs.resource(BUCKET, "logs", {"bucket": "logs"}))
    found = check(graph, rules=[SHIPPED], only=["acme-bucket-name"])
    pack = policies_of(with_custom(RULES, [SHIPPED]))

    assert [each.finding.resource.name for each in found.found] == ["logs"]
    assert {"acme-bucket-name", "acme-queue-retention"} <= {policy.name for policy in pack}


def test_rules_test_fails_for_a_wrong_example(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(
        json.dumps(
            [
                {
                    "id": "team-name",
                    "type": BUCKET,
                    "path": "bucket",
                    "operator": "equals",
                    "value": "a",
                    "message": "wrong name",
                    "passes": [{"bucket": "b"}],
                }
            ]
        )
    )
    with pytest.raises(SystemExit) as ended:
        main(["rules", "test", str(path)])

    assert ended.value.code == 1
    assert "team-name, example 1 of pass: got violation (wrong name" in capsys.readouterr().out
