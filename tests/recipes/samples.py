"""One sample for each recipe of CONTRIBUTING.md: new files, edits, and the recipe's checks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Edit:
    """Replacement of a text that the file contains once."""

    path: str
    old: str
    new: str


@dataclass(frozen=True)
class Sample:
    heading: str  # in CONTRIBUTING.md
    edits: Sequence[Edit]
    checks: Sequence[str]  # arguments of pytest
    files: Mapping[str, str] = field(default_factory=dict)
    generate: Sequence[str] = ()  # modules that write generated files

    @property
    def written(self) -> set[str]:
        """Files that a contributor writes; generated files are not among them."""
        return {*self.files, *(each.path for each in self.edits)}


def before(path: str, anchor: str, text: str) -> Edit:
    return Edit(path, anchor, text + anchor)


PRICE = Sample(
    "Add a price",
    [
        before(
            "costing/prices/data/us-east-1.csv",
            "AWSXRay,XRay-TracesStored,,",
            "AWSXRay,XRay-TracesExported,,Traces,0,0.000002,2025-12-06,awsmap-2025-12,unverified\n",
        )
    ],
    ["tests/costing/prices/test_price_files.py", "-k", "us-east-1 or source or unit"],
    generate=["tools.price_gaps"],
)

PRICED_TYPE = Sample(
    "Add a priced resource type",
    [
        before(
            "costing/resources/xray.py",
            "class Insights(Block):",
            '''class IndexingRule(StatedResource):
    """Traces that a rule indexes."""

    type = "aws:xray/indexingRule:IndexingRule"
    usage = usage_of("IndexingRuleUsage", TRACED)
    service = SERVICE
    lines = TRACED


''',
        ),
        before(
            "costing/resources/usage_keys.csv",
            "aws:xray/samplingRule:SamplingRule,monthly_traces_recorded",
            "aws:xray/indexingRule:IndexingRule,monthly_traces_recorded,traces a month,1000000,,"
            "Traces recorded by the indexing rule\n"
            "aws:xray/indexingRule:IndexingRule,monthly_traces_retrieved,traces a month,100000,,"
            "Traces retrieved or scanned\n",
        ),
        Edit(
            "tests/costing/resources/test_xray.py",
            "import Group, SamplingRule",
            "import Group, IndexingRule, SamplingRule",
        ),
        before(
            "tests/costing/resources/test_xray.py",
            '    Case("a group is free"',
            """    Case(
        "traces of an indexing rule",
        IndexingRule,
        {},
        {"XRay-TracesStored": 1_000_000, "XRay-TracesAccessed": None},
        usage={"monthly_traces_recorded": "1e6"},
    ),
""",
        ),
    ],
    [
        "tests/costing/resources/test_every_type.py",
        "tests/costing/resources/test_free.py",
        "tests/costing/usage/test_keys.py",
        "tests/test_readme.py",
        "-k",
        "indexingRule or types or sdk or tables or key or generated",
    ],
    generate=["tools.type_tables", "tools.readme"],
)

RULE = Sample(
    "Add a rule",
    [
        Edit(
            "policies/rules/sqs.py",
            "input_is_given, input_rule, must_be_own_key\n",
            "input_is_given, input_rule, must_be, must_be_own_key\n",
        ),
        before(
            "policies/rules/sqs.py",
            "    sqs_policy_no_wildcard_action,\n",
            """    input_rule(
        "sqs-queue-no-delay",
        must_be("delaySeconds", 0, default=0),
        types=(QUEUE,),
        concern="operations",
        severity="low",
        title="SQS queue delays every message",
        risk="Messages are processed late, which looks like a slow consumer.",
        fix="remove delay_seconds, or set it to 0",
        aws_docs=f"{SQS}/sqs-delay-queues.html",
    ),
""",
        ),
        Edit(
            "tests/policies/rules/test_sqs.py",
            "ROWS = [\n",
            """ROWS = [
    *of_input("sqs-queue-no-delay", "delaySeconds", passes=[None, 0], fails=[30]),
""",
        ),
        before(  # a control for the sample only
            "policies/data/controls.csv",
            "transit-gateway-no-auto-accept,FSBP,",
            "sqs-queue-no-delay,FSBP,SQS.1,securityhub:SQS.1,securityhub-controls-reference\n",
        ),
    ],
    [
        "tests/policies/test_every_rule.py",
        "tests/policies/test_compliance.py",
        "tests/policies/test_rule_catalogue.py",
        "-k",
        "sqs-queue-no-delay or unique or guide or settings or cover or counts or current",
    ],
    generate=["tools.rule_catalogue"],
)

FORMAT = Sample(
    "Add a report format",
    [
        Edit(
            "plimsoll/report/formats.py",
            '["tree", "mermaid", "json"]',
            '["tree", "mermaid", "dot", "json"]',
        ),
        before(
            "plimsoll/report/formats.py",
            '        "json": "graph_json:as_json",\n',
            '        "dot": "graph_dot:as_dot",\n',
        ),
    ],
    [
        "tests/plimsoll/report/test_graph_dot.py",
        "tests/test_conventions.py",
        "-k",
        "dot or plimsoll",
    ],
    {
        "plimsoll/report/graph_dot.py": '''"""Graph in the DOT language of Graphviz. https://graphviz.org/doc/info/lang.html."""

import json

from costing.graph.resource import Graph, targets


def as_dot(graph: Graph) -> str:
    names = {each.urn: json.dumps(each.name) for each in graph.resources}
    arrows = sorted(
        f"  {names[each.urn]} -> {names[urn]}"
        for each in graph.resources
        for urn in {urn for _, urn in targets(graph, each)}
        if urn in names
    )
    return "\\n".join(["digraph {", *arrows, "}", ""])
''',
        "tests/plimsoll/report/test_graph_dot.py": '''"""Graph in the DOT language."""

from plimsoll.report.formats import written
from tests import graphs

VPC = graphs.resource("aws:ec2/vpc:Vpc", "main", id="vpc-1")
SUBNET = graphs.resource("aws:ec2/subnet:Subnet", "a", {"vpcId": "vpc-1"})


def test_dot_has_an_arrow_for_each_reference() -> None:
    lines = written("graph", "dot", graphs.graph(VPC, SUBNET)).splitlines()
    assert lines == ["digraph {", '  "a" -> "main"', "}"]
''',
    },
)

COMPONENT = Sample(
    "Add a component of the platform",
    [
        before(
            "infra/platform.py",
            "from infra.streaming.flink import add_flink\n",
            "from infra.streaming.failed_events import add_failed_events\n",
        ),
        before(
            "infra/platform.py",
            "    add_kafka(d, network.data_subnets)\n",
            "    add_failed_events(d)\n",
        ),
    ],
    [
        "tests/infra/streaming/test_failed_events.py",
        "tests/infra/test_conventions.py",
        "tests/test_platform_docs.py",
    ],
    {
        "infra/streaming/failed_events.py": '''\
"""SQS queue of events that could not be processed."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import sqs

from infra.context import Context
from infra.deployment import Deployment

RETENTION_SECONDS = 1_209_600  # 14 days


@dataclass(frozen=True, slots=True)
class FailedEventsArgs:
    context: Context
    key_arn: pulumi.Input[str]


class FailedEvents(pulumi.ComponentResource):
    """Dead-letter queue, encrypted with the data key."""

    def __init__(
        self, name: str, args: FailedEventsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:FailedEvents", name, None, opts)
        self.queue = sqs.Queue(
            name,
            kms_master_key_id=args.key_arn,
            message_retention_seconds=RETENTION_SECONDS,
            tags=args.context.tags("failed-events", "shared"),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.register_outputs({"arn": self.queue.arn})


def add_failed_events(d: Deployment) -> FailedEvents:
    """Availability: SQS stores messages in several zones."""
    args = FailedEventsArgs(d.context, d.keys["data"])
    return d.create(FailedEvents, "failed-events", args)
''',
        "tests/infra/streaming/test_failed_events.py": """\
from infra.streaming.failed_events import add_failed_events
from tests.infra.alone import alone

QUEUE = "aws:sqs/queue:Queue"


def test_failed_events_are_encrypted_with_the_data_key() -> None:
    queue = alone(add_failed_events).one(QUEUE, "failed-events")
    assert alone(add_failed_events).follow(queue.inputs["kmsMasterKeyId"]).name == "keys-data"
""",
    },
    generate=["tools.platform_docs"],
)

SAMPLES = (PRICE, PRICED_TYPE, RULE, FORMAT, COMPONENT)
