"""Faults of YAML programs: one line with position, problem and remedy."""

import logging
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from costing.errors import CostingError, ProgramError
from costing.files.document import Document
from costing.graph import preview
from costing.graph.preview.project import read
from costing.graph.preview.recorder import Recorder
from costing.graph.preview.stack import Stack
from costing.graph.preview.yaml_program.program import evaluate, no_callbacks
from costing.graph.preview.yaml_program.template import template
from tests.costing.graph.preview.yaml_program.program import run, write

BUCKET = "resources: {a: {type: 'aws:s3:Bucket'%s}}"
LISTS = "\n".join(f"  a{i}: ['${{a{i - 1}}}', '${{a{i - 1}}}']" for i in range(1, 40))
TEXTS = "\n".join(f"  a{i}: '${{a{i - 1}}}${{a{i - 1}}}'" for i in range(1, 40))
FAULTS = [
    ("resources: 5", "3: resources is a number; write NAME: lines below it"),
    ("resources: {a: 5}", "3: a is a number; write type: and properties:"),
    ("resources:\n  a: {}", "4: a has no type; write type: PACKAGE:MODULE:TYPE"),
    ("resources: {a: {type: aws}}", "3: 'aws' is not a type; write PACKAGE:MODULE:TYPE"),
    (BUCKET % ", propertes: {}", '3: unknown field "propertes"; did you mean "properties"?'),
    (BUCKET % ", options: {parnt: 1}", '3: unknown field "parnt"; did you mean "parent"?'),
    (BUCKET % ", options: {protect: 3}", "3: protect is a number; write true or false"),
    (
        BUCKET % ", options: {dependsOn: [b]}",
        "3: dependsOn is not a resource; write ${NAME} of a resource",
    ),
    (
        BUCKET % ", properties: {bucket: '${buket}'}" + "\nvariables: {bucket: x}",
        '3: ${buket} is not a resource, variable or setting; did you mean "bucket"?',
    ),
    (
        "resources:\n  a: {type: 'aws:s3:Bucket'}\noutputs:\n  x: ${a.arnn}",
        '6: ${a.arnn}: aws:s3/bucket:Bucket has no output "arnn"; did you mean "arn"?',
    ),
    (
        "variables:\n  a: ${b}\n  b: [x, '${a}']",
        "4: circular references: a -> b -> a; remove one of them",
    ),
    ("variables: {pulumi: 1}", "3: the name pulumi is reserved; choose another"),
    ("variables: {x: '${y'}", "3: ${y has no closing brace; write ${NAME}, or $$ for a dollar"),
    ("variables: {x: '${}'}", "3: ${} names nothing; write ${NAME}, or $${ for the text itself"),
    ("variables: {x: [1], y: '${x[3]}'}", "3: ${x[3]}: index 3 of a list of 1; correct the index"),
    ("variables: {x: {fn::joine: 3}}", '3: unknown function fn::joine; did you mean "join"?'),
    ("variables: {x: {fn::join: [a, [1]]}}", "3: item 0 of fn::join is a number; write text"),
    (
        "variables: {x: {fn::readFile: ../secrets.txt}}",
        "3: fn::readFile: ../secrets.txt is outside of the project; copy it into the folder",
    ),
    (
        "variables: {x: {fn::invoke: {function: 'aws:getRegion', return: nme}}}",
        '3: aws:index/getRegion:getRegion returns no "nme"; did you mean "name"?',
    ),
    ("configuration: {a: {}}", "3: a has neither type nor default; write one of them"),
    (
        "configuration: {a: {type: string, default: 3}}",
        "3: default is a number, not string; correct one of them",
    ),
    ("components: {a: {}}", "3: components is only supported in plugins; write resources:"),
]


@pytest.mark.parametrize(("program", "message"), FAULTS, ids=[each[1][:60] for each in FAULTS])
def test_faults_are_reported_with_their_line(tmp_path: Path, program: str, message: str) -> None:
    with pytest.raises(ProgramError) as error:
        run(tmp_path, program)
    assert str(error.value) == f"{tmp_path}/Pulumi.yaml:{message}"


@pytest.mark.parametrize("lines", [f"  a0: [1, 2]\n{LISTS}", f"  a0: {'x' * 20}\n{TEXTS}"])
def test_references_that_multiply_values_are_refused(tmp_path: Path, lines: str) -> None:
    with pytest.raises(ProgramError, match="references repeat more than 1,000,000 values; use"):
        run(tmp_path, f"variables:\n{lines}")


def test_a_link_out_of_the_folder_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("hidden")
    folder = write(tmp_path / "shop", "variables: {x: {fn::readFile: link.txt}}")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(ProgramError, match="outside of the project"):
        run(folder, "variables: {x: {fn::readFile: link.txt}}")


def test_a_secret_is_in_no_message(tmp_path: Path) -> None:
    setting = "config: {key: {type: string, secret: true}}"
    program = f"{setting}\nvariables: {{x: {{fn::fromBase64: '${{key}}'}}}}"
    with pytest.raises(ProgramError) as error:
        run(tmp_path, program, stack="config: {'shop:key': 'correct horse'}")
    assert "correct horse" not in str(error.value)


def test_a_compiler_is_not_run(tmp_path: Path) -> None:
    path = write(tmp_path, "") / "Pulumi.yaml"
    path.write_text("name: shop\nruntime: {name: yaml, options: {compiler: cue export}}\n")
    with pytest.raises(ProgramError, match="a compiler writes the program"):
        preview.run(tmp_path, "dev")


def test_an_unknown_type_is_a_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        run(tmp_path, "resources: {a: {type: 'aws:s3:Buckett'}}")
    assert 'unknown type "aws:s3:Buckett"; did you mean "aws:s3:Bucket"' in caplog.text


WORDS = st.sampled_from(
    ["a", "b", "${a}", "${b.arn}", "${a.b[0]}", "x-${b}", "${", "$${", "${pulumi.stack}", "", "$"]
)
TYPES = st.sampled_from(
    ["aws:s3:Bucket", "aws:s3:BucketPolicy", "pulumi:providers:aws", "a:b", "a"]
)
NAMES = st.sampled_from(["a", "b", "c"])
FUNCTIONS = st.sampled_from(
    [
        *("fn::join", "fn::split", "fn::select", "fn::toJSON", "fn::toBase64", "fn::fromBase64"),
        *("fn::invoke", "fn::secret", "fn::fileAsset", "fn::assetArchive", "fn::aws:getRegion"),
        *("fn::stackReference", "fn::readFile", "fn::std:join", "fn::nothing"),
    ]
)
SCALARS = st.none() | st.booleans() | st.integers(-2, 2) | st.floats(-2, 2) | WORDS
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(NAMES | WORDS, inner, max_size=3)
        | st.dictionaries(FUNCTIONS, inner, min_size=1, max_size=1)
    ),
    max_leaves=6,
)
RESOURCES = VALUES | st.fixed_dictionaries(
    {"type": TYPES | VALUES},
    optional={
        "properties": VALUES,
        "options": VALUES
        | st.dictionaries(
            st.sampled_from(["parent", "provider", "dependsOn", "protect", "import", "version"]),
            VALUES,
            max_size=2,
        ),
        "get": VALUES | st.fixed_dictionaries({"id": VALUES}, optional={"state": VALUES}),
        "name": VALUES,
        "defaultProvider": VALUES,
    },
)
PROGRAMS = VALUES | st.fixed_dictionaries(
    {},
    optional={
        "configuration": VALUES | st.dictionaries(NAMES, VALUES, max_size=2),
        "variables": VALUES | st.dictionaries(NAMES, VALUES, max_size=2),
        "resources": VALUES | st.dictionaries(NAMES, RESOURCES, max_size=3),
        "outputs": VALUES | st.dictionaries(NAMES, VALUES, max_size=2),
    },
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("shop"), "")


@given(program=PROGRAMS)
@settings(deadline=None, max_examples=100)
def test_any_program_gives_a_graph_or_one_line(project: Path, program: object) -> None:
    found = read(project)
    stack = Stack("shop", "dev", config={"aws:region": "eu-west-1"})
    recorder = Recorder(stack, project, no_callbacks)
    document = Document("Pulumi.yaml", program)
    try:
        evaluate(template(document, "Pulumi.yaml", project), found, recorder)
        lines = []
    except CostingError as error:
        lines = str(error).splitlines()
    assert len(lines) <= 1
    assert "<plimsoll:" not in repr(recorder.graph()) + "".join(lines)
