"""Callbacks of the program run exactly when the engine runs them, and never on a stand-in."""

from pathlib import Path
from typing import Any

import pytest

from costing.graph.resource import Graph
from costing.model import SECRET, UNKNOWN
from tests.costing.graph.preview.program import links, one, run

PROGRAM = """
import pathlib
from library import shelf
RAN = pathlib.Path("ran.txt")
RAN.touch()
def ran(what):
    def callback(value):
        with RAN.open("a") as file:
            file.write(what + "\\n")
        return value
    return callback

vpc = aws.ec2.Vpc("vpc")
bucket = aws.s3.Bucket("bucket", bucket="stated", tags={"of": vpc.id, "mode": "fast"})
Output = pulumi.Output

def known():
    bucket.urn.apply(ran("urn"))
    bucket.bucket.apply(ran("stated input"))
    bucket.tags["mode"].apply(ran("known part"))
    Output.all(1, bucket.bucket).apply(ran("all known"))
    Output.from_input({"a": [1]}).apply(ran("plain"))
    bucket.arn.apply(ran("asks for unknowns"), run_with_unknowns=True)
    Output.from_input(bucket).apply(ran("a resource"))
    aws.get_region_output().apply(ran("lookup"))
    aws.get_caller_identity_output().account_id.apply(ran("lookup of an account"))

def unknown():
    bucket.id.apply(ran("id"))
    bucket.arn.apply(ran("arn"))
    bucket.tags.apply(ran("partly unknown"))
    bucket.tags["of"].apply(ran("unknown part"))
    bucket.website_endpoint.apply(lambda x: x).apply(ran("of another callback"))
    bucket.website_endpoint.apply(str).apply(ran("after python's own"))
    bucket.website_endpoint.apply(json.loads).apply(ran("after python's own"))
    Output.all(1, bucket.id).apply(ran("all"))
    Output.all(a=bucket.id).apply(ran("all by name"))
    Output.concat("a", bucket.id).apply(ran("concat"))
    Output.format("{0}-{a}", 1, a=bucket.id).apply(ran("format"))
    Output.format("{0:.3}", bucket.id).apply(ran("cut"))
    Output.json_dumps({"a": bucket.id}).apply(ran("json"))
    Output.json_loads(bucket.arn).apply(ran("read json"))
    Output.secret(bucket.id).apply(ran("secret"))
    Output.from_input({"a": [bucket.id]}).apply(ran("nested"))
    bucket.id.apply(len).apply(ran("length"))
    bucket.arn[0:3].apply(ran("slice"))
    aws.ec2.get_vpc_output(id=bucket.id).apply(ran("lookup of it"))
    aws.ec2.get_vpc_output(filters=[{"name": "x", "values": [bucket.id]}]).apply(ran("nested"))
    aws.iam.get_policy_document_output(statements=[{"resources": [bucket.arn]}]).json.apply(
        ran("policy document"))
    shelf(bucket.id)

known()
unknown()

async def seen():
    told = {"known": await bucket.id.is_known(), "value": await bucket.id.future(),
            "with_unknowns": isinstance(await bucket.arn.future(True), pulumi.output.Unknown),
            "stated": await bucket.bucket.future(), "urn": await bucket.urn.is_known()}
    return told
pulumi.export("seen", seen())
"""
LIBRARY = {
    "site-packages/library.py": """
    def shelf(output):
        return output.apply(lambda value: open("ran.txt", "a").write("library"))
    """,
    "site-packages/generated/_utilities.py": "",
    "site-packages/generated/thing.py": """
    def get(output):
        return output.apply(lambda value: open("ran.txt", "a").write("generated"))
    """,
}
KNOWN_RUN = [
    "urn",
    "stated input",
    "known part",
    "all known",
    "plain",
    "asks for unknowns",
    "a resource",
    "lookup",
    "lookup of an account",
]
ON_PATH = "import sys; sys.path.insert(0, 'site-packages')\n"


@pytest.fixture(scope="module")
def previewed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Graph, list[str]]:
    folder = tmp_path_factory.mktemp("callbacks")
    graph = run(folder, ON_PATH + PROGRAM, files=LIBRARY)
    return graph, (folder / "ran.txt").read_text().split("\n")[:-1]


def test_callbacks_run_on_known_values_only(previewed: tuple[Graph, list[str]]) -> None:
    assert sorted(previewed[1]) == sorted(KNOWN_RUN)


def test_callbacks_not_run_are_listed_with_their_lines(
    previewed: tuple[Graph, list[str]],
) -> None:
    positions = previewed[0].source.callbacks_not_run
    source = (ON_PATH + PROGRAM).split("\n")
    first = source.index("def unknown():") + 2 + 4  # the imports that run() puts before it
    last = source.index("    shelf(bucket.id)") + 1 + 4
    lines = sorted(int(position.removeprefix("__main__.py:")) for position in positions)
    assert len(positions) == 23  # one line has two callbacks, one callback spans two lines
    assert set(range(first, last + 1)) - set(lines) <= {last - 1, last - 2}


def test_program_reads_unknown_state_of_an_output(
    previewed: tuple[Graph, list[str]],
) -> None:
    assert one(previewed[0], "shop-dev").outputs["seen"] == {
        "known": False,
        "value": None,
        "with_unknowns": True,
        "stated": "stated",
        "urn": True,
    }


def test_a_generated_sdk_s_own_apply_is_not_counted(tmp_path: Path) -> None:
    source = ON_PATH + "from generated.thing import get\nget(aws.s3.Bucket('b').arn)"
    graph = run(tmp_path, source, files=LIBRARY)
    assert not (tmp_path / "ran.txt").exists()
    assert graph.source.callbacks_not_run == ()


PARTS = """
import json as jsons
vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
bucket = aws.s3.Bucket("bucket")
database = aws.rds.Instance("database", instance_class="db.t4g.micro", engine="postgres")
Output = pulumi.Output
STATEMENT = {"Effect": "Allow", "Action": "s3:*"}

def parameter(name, value):
    aws.sns.Topic(name, policy=value)

parameter("dumped", Output.json_dumps({"Statement": [
    {**STATEMENT, "Resource": [bucket.arn, Output.concat(bucket.arn, "/*")]}]}))
parameter("formatted", Output.format('{{"Host": "{0}", "Port": {1}}}', database.address, 5432))
parameter("formatted-by-name", Output.format('["{host}", "x"]', host=database.address))
parameter("joined", Output.concat('{"Resource": "', bucket.arn, '", "Effect": "Allow"}'))
parameter("read-again", Output.json_dumps(
    Output.json_loads(Output.json_dumps({"a": bucket.arn, "b": 1}))["a"]))
parameter("document", aws.iam.get_policy_document_output(statements=[
    {"actions": ["s3:*"], "resources": [bucket.arn, Output.concat(bucket.arn, "/*")]}]).json)
parameter("plain-document", aws.iam.get_policy_document(statements=[aws.iam.
    GetPolicyDocumentStatementArgs(actions=["s3:*"], resources=[bucket.arn])]).json)
parameter("text", Output.concat("postgres://", database.address, "/", bucket.id))
parameter("secret", Output.secret(Output.concat("x", bucket.id)))
parameter("known", Output.concat("x", vpc.cidr_block))
aws.lambda_.Function("listed", role=bucket.arn, environment={"variables": Output.all(
    a=bucket.id, b="fast")})
"""


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return run(tmp_path_factory.mktemp("parts"), PARTS)


def allowed(resource: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": "s3:*", "Resource": resource}


@pytest.mark.parametrize(
    ("name", "value", "references"),
    [
        ("dumped", {"Statement": [allowed([UNKNOWN, UNKNOWN])]}, {
            "policy": ["bucket.arn"],
            "policy.Statement[0].Resource[0]": ["bucket.arn"],
            "policy.Statement[0].Resource[1]": ["bucket.arn"],
        }),
        ("formatted", {"Host": UNKNOWN, "Port": 5432}, {
            "policy": ["database.address"], "policy.Host": ["database.address"],
        }),
        ("formatted-by-name", [UNKNOWN, "x"], {
            "policy": ["database.address"], "policy[0]": ["database.address"],
        }),
        ("joined", {"Resource": UNKNOWN, "Effect": "Allow"}, {
            "policy": ["bucket.arn"], "policy.Resource": ["bucket.arn"],
        }),
        ("read-again", UNKNOWN, {"policy": ["bucket.arn"]}),
        ("document", {"Version": "2012-10-17", "Statement": [allowed([UNKNOWN, UNKNOWN])]}, {
            "policy": ["bucket.arn"],
            "policy.Statement[0].Resource[0]": ["bucket.arn"],
            "policy.Statement[0].Resource[1]": ["bucket.arn"],
        }),
        ("plain-document", {"Version": "2012-10-17", "Statement": [allowed(UNKNOWN)]}, {
            "policy": ["bucket.arn"], "policy.Statement[0].Resource": ["bucket.arn"],
        }),
        ("text", UNKNOWN, {"policy": ["database.address", "bucket.id"]}),
        ("secret", SECRET, {"policy": ["bucket.id"]}),
        ("known", "x10.0.0.0/16", {}),
    ],
)  # fmt: skip
def test_the_sdk_s_own_functions_keep_the_known_parts(
    parts: Graph, name: str, value: Any, references: dict[str, list[str]]
) -> None:
    found = one(parts, name)
    assert found.inputs["policy"] == value
    assert links(found) == references


def test_an_output_of_several_keeps_the_known_ones(parts: Graph) -> None:
    listed = one(parts, "listed")
    assert listed.inputs["environment"]["variables"] == {"a": UNKNOWN, "b": "fast"}
    assert links(listed)["environment.variables.a"] == ["bucket.id"]


def test_no_callback_counts_where_only_the_sdk_s_functions_work(parts: Graph) -> None:
    assert parts.source.callbacks_not_run == ()


UNKNOWN_ARGUMENTS = """
vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
subnets = aws.ec2.get_subnets(filters=[{"name": "vpc-id", "values": [vpc.id]}])
aws.s3.Bucket("plain", tags={"id": subnets.ids[0], "name": f"x-{subnets.id}"})
found = aws.ec2.get_subnets_output(filters=[{"name": "vpc-id", "values": [vpc.id]}])
aws.s3.Bucket("output", tags={"id": found.ids[0], "name": pulumi.Output.concat("x", found.id)})
zone = aws.get_availability_zones_output(filters=[{"name": "zone-name", "values": [vpc.arn]}])
aws.s3.Bucket("fact", tags={"zone": zone.names[0]})
after = aws.get_region_output(opts=pulumi.InvokeOutputOptions(depends_on=[vpc]))
aws.s3.Bucket("after", tags={"region": after.region})
"""


def test_a_lookup_with_an_unknown_argument_is_unknown(tmp_path: Path) -> None:
    graph = run(tmp_path, UNKNOWN_ARGUMENTS)
    for name in ("plain", "output", "fact", "after"):
        assert set(one(graph, name).inputs["tags"].values()) == {UNKNOWN}, name


NO_DOCUMENT = """
vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
count = vpc.ipv6_netmask_length.apply(str)
def policy(name, **given):
    aws.s3.Bucket(name, tags={"policy": aws.iam.get_policy_document(**given).json})
policy("sources", source_policy_documents=[vpc.arn])
policy("overrides", override_policy_documents=[count])
policy("part", statements=[{"actions": ["a:b"], "resources": [count],
    "principals": [{"type": "AWS", "identifiers": [count]}],
    "conditions": [{"test": "StringEquals", "variable": "x", "values": [count]}]}])
policy("lists", statements=[{"actions": ["a:b"], "resources": vpc.tags_all.apply(list)}])
"""


def test_policy_document_is_unknown_where_arguments_are(tmp_path: Path) -> None:
    graph = run(tmp_path, NO_DOCUMENT)
    found = {
        each.name: each.inputs["tags"]["policy"] for each in graph.of_type("aws:s3/bucket:Bucket")
    }
    assert found["sources"] is UNKNOWN
    assert found["overrides"] is UNKNOWN
    assert found["part"]["Statement"] == [
        {
            "Effect": "Allow",
            "Action": "a:b",
            "Resource": UNKNOWN,
            "Principal": {"AWS": UNKNOWN},
            "Condition": {"StringEquals": {"x": UNKNOWN}},
        }
    ]
    assert found["lists"]["Statement"] == [
        {"Effect": "Allow", "Action": "a:b", "Resource": UNKNOWN}
    ]
