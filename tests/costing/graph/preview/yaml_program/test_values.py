"""Values of YAML programs: references, texts, functions, settings."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from costing.graph.resource import Reference
from costing.model import SECRET, UNKNOWN
from tests.costing.graph.preview.yaml_program.program import URN, value

BUCKET = f"{URN}aws:s3/bucket:Bucket::bucket"
VARIABLES = """
variables:
  object: {name: web, "a.b": 1, list: [x, {y: deep}]}
  word: a-b-c
"""


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("'${object.name}'", "web"),
        ("'${object[\"name\"]}'", "web"),
        ("'${object[\"a.b\"]}'", 1),
        ("'${object.list[1].y}'", "deep"),
        ("'${object.nothing}'", None),
        ("'${pulumi.project}/${pulumi.stack}/${pulumi.organization}'", "shop/dev/organization"),
        ("'$${word} $$5 $ ${word}'", "${word} $5 $ a-b-c"),
        ("'${aws:region}'", "eu-west-1"),
        ("2024-01-31", "2024-01-31"),
        ("{fn::join: ['+', [a, '${word}']]}", "a+a-b-c"),
        ("{Fn::Join: ['', [a, b]]}", "ab"),
        ("{fn::select: [1, {fn::split: ['-', '${word}']}]}", "b"),
        ("{fn::toJSON: {b: 1, a: ['<']}}", '{"a":["\\u003c"],"b":1}'),
        ("{fn::toBase64: hello}", "aGVsbG8="),
        ("{fn::fromBase64: aGVsbG8=}", "hello"),
        ("{fn::secret: hidden}", SECRET),
        ("{fn::readFile: files/motd.txt}", "welcome\n"),
        ("{fn::invoke: {function: 'aws:getRegion', return: name}}", "eu-west-1"),
        ("{fn::invoke: {function: 'std:upper', arguments: {input: a}, return: result}}", "A"),
        ("{fn::std:shuffle: {input: a}}", UNKNOWN),
    ],
)
def test_known_values(tmp_path: Path, expression: str, expected: Any) -> None:
    files = {"files/motd.txt": "welcome\n"}
    assert value(tmp_path, expression, VARIABLES, files=files)[0] == expected


@pytest.mark.parametrize(
    ("expression", "output"),
    [
        ("'${bucket}'", "id"),
        ("'${bucket.id}'", "id"),
        ("'${bucket.arn}/*'", "arn"),
        ("{fn::toJSON: '${bucket.arn}'}", "arn"),
        ("{fn::join: ['', ['${bucket.arn}', x]]}", "arn"),
        ("{fn::select: [0, {fn::split: [':', '${bucket.arn}']}]}", "arn"),
        ("{fn::toBase64: 'x-${bucket.arn}'}", "arn"),
        ("'${bucket.website.indexDocument}'", "website"),
        ("'${bucket.grants[0].id}'", "grants"),
        ("'https://${bucket.website.indexDocument}'", "website"),
    ],
)
@pytest.mark.parametrize("assume_ids", [False, True])
def test_unknown_outputs_are_references(
    tmp_path: Path, expression: str, output: str, *, assume_ids: bool
) -> None:
    found, references = value(tmp_path, expression, assume_ids=assume_ids)
    assert found is UNKNOWN
    assert references == {"x": (Reference(BUCKET, output),)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("01234", "01234"),
        ("0", 0),
        ("7", 7),
        ("1.5", Decimal("1.5")),
        ("true", True),
        ("[a, 1]", ["a", 1]),
        ("{k: v}", {"k": "v"}),
        ("10.0.0.0/16", "10.0.0.0/16"),
        ("{secure: AAABAO}", SECRET),
    ],
)
def test_settings_have_the_type_of_their_text(tmp_path: Path, text: str, expected: Any) -> None:
    quoted = text if text.startswith(("[", "{")) else f'"{text}"'
    stack = f"config:\n  aws:region: eu-west-1\n  shop:given: {quoted}\n"
    for name in ("given", "shop:given"):
        found = value(tmp_path, f"'${{{name}}}'", stack=stack)[0]
        assert found == expected
        assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("declared", "text", "expected"),
    [
        ("{type: string}", "7", "7"),
        ("{type: integer}", "7", 7),
        ("{default: 3}", "7", 7),
        ("{default: 3}", None, 3),
        ("{type: boolean, default: false}", "true", True),
        ("{type: List<String>}", '["a"]', ["a"]),
        ("{type: string, secret: true}", "hidden", SECRET),
        ("{type: string, name: other, default: d}", None, "d"),
    ],
)
def test_configuration_declares_types(
    tmp_path: Path, declared: str, text: str | None, expected: Any
) -> None:
    given = f"  shop:given: '{text}'\n" if text is not None else ""
    stack = f"config:\n  aws:region: eu-west-1\n{given}"
    found, _ = value(tmp_path, "'${given}'", f"configuration: {{given: {declared}}}", stack=stack)
    assert found == expected


def test_a_text_with_a_secret_is_secret(tmp_path: Path) -> None:
    stack = "config: {'aws:region': eu-west-1, 'shop:key': {secure: AAAB}}"
    found, _ = value(tmp_path, "'x-${key}-y'", stack=stack)
    assert found is SECRET
