"""The YAML reader: YAML 1.2 values, limits, and one line with its number for each mistake."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml.compat import StringIO

from costing.errors import FileError
from costing.files.yaml_file import editable, parsed, read
from costing.files.yaml_reader import MOST_REPEATED

NINES = "9" * 5000
DEEP = "[" * 200


def bomb(levels: int, width: int) -> str:
    lines = [f"x0: &x0 [{', '.join('a' * width)}]"]
    lines += [
        f"x{level}: &x{level} [{', '.join([f'*x{level - 1}'] * width)}]"
        for level in range(1, levels)
    ]
    return "\n".join(lines)


def refusal(content: bytes | str) -> str:
    """Return the message that a file is refused with, empty for one that is read."""
    try:
        parsed(content, "f.yaml")
    except FileError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("# nothing\n", None),
        ("---\n", None),
        ("on", "on"),
        ("yes", "yes"),
        ("NO", "NO"),
        ("y", "y"),
        ("True", True),
        ("FALSE", False),
        ("~", None),
        ("Null", None),
        ("10:30", "10:30"),
        ("2026-02-30", "2026-02-30"),
        ("2026-01-01", "2026-01-01"),
        ("=", "="),
        ("0100", 100),
        ("08", 8),
        ("0o17", 15),
        ("0x1F", 31),
        ("0b1", "0b1"),
        ("0x", "0x"),
        ("0x_", "0x_"),
        ("-5", -5),
        ("+5", 5),
        ("1_000", 1000),
        ("10_000_000.5", Decimal("10000000.5")),
        ("1e7", Decimal("1e7")),
        ("1.10", Decimal("1.10")),
        (".5", Decimal("0.5")),
        ("5.", Decimal(5)),
        ("0e9999999", Decimal(0)),
        (".inf", float("inf")),
        ("-.INF", float("-inf")),
        ("'1'", "1"),
        ('"true"', "true"),
        ("!!str 1", "1"),
        ("!!int 010", 10),
        ("!!float 1", Decimal(1)),
        ("! 1", 1),
        ("|\n 1\n", "1\n"),
        ("9" * 30, int("9" * 30)),
        ("[on, 1e3, {a: ~}]", ["on", Decimal(1000), {"a": None}]),
        ("%YAML 1.1\n---\non\n", "on"),
        ("1: a\non: b\n2026-01-01: c\n'': d\n", {"1": "a", "on": "b", "2026-01-01": "c", "": "d"}),
        ("a: &x {b: 1}\nc: *x\n", {"a": {"b": 1}, "c": {"b": 1}}),
        ("a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}\n", {"a": {"b": 1, "c": 2}, "d": {"b": 1, "c": 3}}),
        ("<<: [{a: 1}, {a: 2, b: 3}]\n", {"a": 1, "b": 3}),
        ("'<<': 1\n", {"<<": 1}),
    ],
)
def test_yaml_values(text: str, value: object) -> None:
    found = parsed(text, "f.yaml").value
    assert found == value
    assert type(found) is type(value)
    assert parsed(text.encode("utf-8-sig"), "f.yaml").value == value
    assert parsed(text.encode("utf-16"), "f.yaml").value == value


def test_not_a_number_is_a_float() -> None:
    value = parsed(".nan", "f.yaml").value
    assert value != value  # noqa: PLR0124


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a: b\nc: \xe9\n", "f.yaml:2: not valid UTF-8 text (byte 0xE9); save the file as UTF-8"),
        (b"a: 1\nb: \x00", "f.yaml:2: character U+0000 is not allowed; remove it"),
        (b"a: 1\nb: 2\na: 3", 'f.yaml:3: duplicate key "a", already on line 1'),
        (b"1: a\n'1': b", 'f.yaml:2: duplicate key "1", already on line 1'),
        (b"a: {b: 1, b: 2}", 'f.yaml:1: duplicate key "b", already on line 1'),
        (f"a:\n  b: {NINES}", "f.yaml:2: number of 5000 digits; at most 30 are supported"),
        (f"a: 0x{NINES}", "f.yaml:1: number of 5002 digits; at most 30 are supported"),
        ("1e400", 'f.yaml:1: "1e400" is out of range; at most 30 digits are supported'),
        ("1e-400", 'f.yaml:1: "1e-400" is out of range; at most 30 digits are supported'),
        (f"1.{NINES}", "f.yaml:1: number of 5002 characters; at most 100 are supported"),
        (f"a:\n {DEEP}", "f.yaml:2: nested more than 100 levels deep; flatten it"),
        ("- " * 200, "f.yaml:1: nested more than 100 levels deep; flatten it"),
        (bomb(9, 9), "f.yaml:1: aliases repeat more than 100,000 values; use fewer aliases"),
        ("a: &x\n- *x\n", "f.yaml:1: the value of &x contains itself; remove the alias"),
        ("a: &x\n  <<: *x\n", "f.yaml:1: the value of &x contains itself; remove the alias"),
        ("a: *x", "f.yaml:1: not valid YAML: unknown alias *x; define it before with &x"),
        ("<<: 1", "f.yaml:1: a merge key (<<) takes a mapping or a list of mappings"),
        ("a: !!python/name:os.system ''", "f.yaml:1: unknown tag !!python/name:os.system; remove"),
        ("a: !Ref {b: c}", "f.yaml:1: unknown tag !Ref; remove it"),
        ("a: !!set {b: c}", "f.yaml:1: unknown tag !!set; remove it"),
        ("a: !!int x", 'f.yaml:1: "x" is not a valid !!int; remove the tag'),
        ("? [a]\n: b", "f.yaml:1: a list or mapping cannot be a key; write text"),
        (": b", "f.yaml:1: a key is missing before the colon; write one"),
        ("a: 1\n---\nb: 1\n", "f.yaml:2: not valid YAML: a second document begins here; keep one"),
        ("a:\n\t- b", "f.yaml:2: not valid YAML: a tab cannot indent a line or start a value;"),
        ("a: @b", "f.yaml:1: not valid YAML: a value cannot begin with @; put the value in quotes"),
        ("a: b: c", "f.yaml:1: not valid YAML: unexpected colon; put the value in quotes, or"),
        (
            "a:\n  [b",
            "f.yaml:2: not valid YAML: expected a comma or ]; close the list opened on li",
        ),
        ("a: {b\n", "f.yaml:2: not valid YAML: expected a comma or }; close the mapping opened on"),
        ("\n'b", "f.yaml:2: not valid YAML: a quoted text does not end; close the quote opened on"),
        ("- a\nb: c", "f.yaml:2: not valid YAML: the line does not continue what is above it; cor"),
        (
            '"\\q"',
            "f.yaml:1: not valid YAML: unknown escape \\q; write \\\\ for a backslash, or us",
        ),
        ('\n"\\U99999999"', "f.yaml:2: invalid escape sequence; correct it"),
        ('"\\ud800"', "f.yaml:1: an escape sequence is half a surrogate pair; write the character"),
        ("%", "f.yaml:1: not valid YAML: expected alphabetic or numeric character, but found the "),
    ],
)
def test_mistakes_name_the_line(content: bytes | str, message: str) -> None:
    assert refusal(content).startswith(message)
    assert len(refusal(content).splitlines()) == 1


def test_aliases_below_the_limit_are_expanded() -> None:
    value = parsed(bomb(4, 9), "f.yaml").value
    assert value["x3"][8][8][8] == ["a"] * 9
    assert MOST_REPEATED == 100_000


def test_lines_of_parts() -> None:
    items = "    - {a: 1}\n    - b: &b\n        c: 2\n"
    text = f"version: 1\nresources:\n  web:\n{items}  x:\n    <<: *b\n"
    document = parsed(text, "f.yaml")
    assert document.at("resources", "web", 1, "b", "c") == "f.yaml:6"
    assert document.at("resources", "x", "c") == "f.yaml:6"
    assert document.at("resources", "web", 0) == "f.yaml:4"
    assert document.at("resources", "missing") == "f.yaml:2"
    assert document.at("nothing") == "f.yaml:1"
    assert parsed("", "f.yaml").at("a") == "f.yaml"


def test_files_that_cannot_be_read(tmp_path: Any) -> None:
    for path, reason in ((tmp_path / "none.yaml", "No such file"), (tmp_path, "Is a directory")):
        with pytest.raises(FileError, match=reason):
            read(path)


def test_a_file_without_end_is_refused() -> None:
    from pathlib import Path  # noqa: PLC0415

    with pytest.raises(FileError, match="larger than 32 MiB"):
        read(Path("/dev/zero"))


def test_edits_keep_comments() -> None:
    yaml, text = editable(), "# head\na: 1  # one\nb:\n  c: 'x'\n"
    value = yaml.load(text)
    value["b"]["d"] = 2
    out = StringIO()
    yaml.dump(value, out)
    assert out.getvalue() == "# head\na: 1  # one\nb:\n  c: 'x'\n  d: 2\n"


FRAGMENTS = st.sampled_from(
    [
        *(
            "a",
            "b: ",
            ": ",
            "- ",
            "  ",
            "\n",
            "\n  ",
            "[",
            "]",
            "{",
            "}",
            ", ",
            "&x ",
            "*x",
            "<<: ",
        ),
        *(
            "'",
            '"',
            "|\n",
            ">-\n",
            "# c\n",
            "---\n",
            "...\n",
            "%YAML 1.1\n",
            "%TAG ! x\n",
            "!!int ",
        ),
        *("!!str ", "!x ", "!<", "1e999", "0x", "1_0", "~", "? ", "\t", "\\U", "\\x", "\x85", "\0"),
        *("2026-02-30", "9" * 400, "=", "@", "`", "é", "\ufeff", "\u2028", ".inf", "!!binary "),
    ]
)


@given(st.lists(FRAGMENTS, max_size=25).map("".join) | st.text(max_size=60))
def test_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    message = refusal(text)
    assert len(message.splitlines()) <= 1
    assert not message or message.startswith("f.yaml:")


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_in_one_line(content: bytes) -> None:
    assert len(refusal(content).splitlines()) <= 1
