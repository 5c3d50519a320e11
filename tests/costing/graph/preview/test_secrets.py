"""A secret's presence is kept; its value is not kept, printed or logged."""

import logging
from pathlib import Path

import pytest

from costing.errors import ProgramError
from costing.graph.resource import Graph
from costing.model import SECRET, UNKNOWN
from tests.costing.graph.preview.program import PROJECT, links, one, run

VALUE = "correct-horse-battery"
STACK = """\
config:
  aws:region: eu-west-1
  shop:encrypted: {secure: AAABAFkq}
  shop:port: {secure: AAABAPort}
  shop:object: {name: web, token: {secure: AAABAObject}}
"""
SETTINGS = PROJECT + f"config:\n  plain: {{value: {VALUE}, secret: true}}\n"
PROGRAM = """
config = pulumi.Config()
given = config.require_secret("plain")
encrypted = config.require_secret("encrypted")
vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
database = aws.rds.Instance("database", instance_class="db.t4g.micro", engine="postgres",
    password=encrypted, username="admin", port=config.require_secret_int("port"))
aws.lambda_.Function("function", role="arn:aws:iam::aws:role/x", environment={"variables": {
    "GIVEN": given,
    "JOINED": pulumi.Output.concat("token=", given),
    "RAW": "prefix " + config.require("plain"),
    "RAW_ENCRYPTED": config.require("encrypted"),
    "OF_BOTH": pulumi.Output.all(vpc.id, given).apply(lambda each: "".join(each)),
    "MODE": "fast",
    "PASSWORD": database.password,
    "OBJECT": config.require_secret_object("object").apply(lambda it: it["name"]),
    "TOKEN": config.require_object("object")["token"],
}})
aws.s3.Bucket("kept", tags={"made": pulumi.Output.secret("literal-secret")},
              opts=Opts(additional_secret_outputs=["bucket"]))
pulumi.log.warn("the password is " + config.require("plain"))
pulumi.export("given", given)
print(config.require("plain"))
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> tuple[Graph, str]:
    records: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record.getMessage())

    log = logging.getLogger("costing.graph.preview")
    handler = Keep(level=logging.DEBUG)
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    try:
        folder = tmp_path_factory.mktemp("secrets")
        graph = run(folder, PROGRAM, stack=STACK, project=SETTINGS)
    finally:
        log.removeHandler(handler)
        log.setLevel(logging.NOTSET)
    return graph, "\n".join(records)


@pytest.mark.parametrize(
    "variable",
    ["GIVEN", "JOINED", "RAW", "RAW_ENCRYPTED", "OF_BOTH", "PASSWORD", "OBJECT", "TOKEN"],
)
def test_value_that_contains_a_secret_is_secret(seen: tuple[Graph, str], variable: str) -> None:
    variables = one(seen[0], "function").inputs["environment"]["variables"]
    assert variables[variable] is SECRET
    assert variables["MODE"] == "fast"


def test_inputs_declared_secret_by_the_schema_are_secret(seen: tuple[Graph, str]) -> None:
    database = one(seen[0], "database").inputs
    assert database["password"] is database["port"] is SECRET
    assert database["username"] == "admin"
    assert one(seen[0], "kept").inputs["tags"] == {"made": SECRET}
    assert one(seen[0], "shop-dev").outputs["given"] is SECRET


def test_secret_keeps_its_references(seen: tuple[Graph, str]) -> None:
    assert links(one(seen[0], "function"))["environment.variables.OF_BOTH"] == ["vpc.id"]


def test_secrets_of_the_configuration_are_marked(seen: tuple[Graph, str]) -> None:
    assert {key for key, value in seen[0].config.items() if value is SECRET} == {
        "shop:plain",
        "shop:encrypted",
        "shop:port",
        "shop:object",
    }


def test_a_secrets_value_is_not_kept_and_not_logged(seen: tuple[Graph, str]) -> None:
    graph, logged = seen
    assert VALUE not in repr(graph)
    assert "literal-secret" not in repr(graph)
    assert VALUE not in logged
    assert "the password is [secret]" in logged


def test_output_of_a_program_is_not_printed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path, "print(pulumi.Config().require('plain'), flush=True)", project=SETTINGS)
    assert capfd.readouterr() == ("", "")


def test_error_contains_no_secret(tmp_path: Path) -> None:
    source = "raise ValueError('wrong: ' + pulumi.Config().require('plain'))"
    with pytest.raises(ProgramError) as raised:
        run(tmp_path, source, project=SETTINGS)
    assert str(raised.value) == "__main__.py:5: ValueError: wrong: [secret]"


def test_a_secret_output_that_is_not_known_is_secret(tmp_path: Path) -> None:
    source = """
    database = aws.rds.Instance("database", instance_class="db.t4g.micro", engine="postgres",
                                manage_master_user_password=True,
                                opts=Opts(additional_secret_outputs=["address"]))
    aws.s3.Bucket("b", tags={"host": database.address, "port": database.port.apply(str)})
    """
    graph = run(tmp_path, source)
    tags = one(graph, "b").inputs["tags"]
    assert tags["host"] is SECRET
    assert tags["port"] is UNKNOWN
    assert links(one(graph, "b")) == {
        "tags.host": ["database.address"],
        "tags.port": ["database.port"],
    }
