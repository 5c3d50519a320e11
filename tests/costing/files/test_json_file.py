import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costing.errors import FileError
from costing.files.json_file import parsed, read


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"a": 1, "b": {"a": 1, "a": 2}}', 'f: duplicate key "a"; keep one of them'),
        (b'{"a":\n[1,]}', "f:2: not valid JSON: "),
        (b'{"a":\n[1', "f:2: not valid JSON: the text is incomplete; write the whole file"),
        (b'{"a": "x', "f:1: not valid JSON: the text is incomplete; write the whole file"),
        (b"1\n2", "f:2: not valid JSON: more text follows the value; remove it"),
        (b"", "f:1: not valid JSON: the text is incomplete; write the whole file"),
        (b"[NaN]", "f: NaN is not a JSON number"),
        (b"[1e400]", 'f: "1e400" is out of range'),
        (b"[%s]" % (b"9" * 5000), "f: number of 5000 digits; at most 309 are supported"),
        (b"[" * 100_000, "f: nested too deeply; flatten it"),
        (b'"\xff"', "f:1: not valid UTF-8 text (byte 0xFF); save the file as UTF-8"),
    ],
)
def test_mistakes_are_one_line(content: bytes, message: str) -> None:
    with pytest.raises(FileError) as error:
        parsed(content, "f")
    assert str(error.value).startswith(message)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_every_encoding_of_json_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.json"
    path.write_bytes('{"a": [1, 1.5, null, "é"]}'.encode(encoding))
    assert read(path) == {"a": [1, 1.5, None, "é"]}


@given(
    st.binary(max_size=40) | st.text('[]{}",:0123456789eE+-.tfn\\u \n', max_size=40).map(str.encode)
)
def test_any_bytes_are_read_or_refused_in_one_line(content: bytes) -> None:
    message = ""
    try:
        parsed(content, "f")
    except FileError as error:
        message = str(error)
    else:
        json.loads(content)
    assert len(message.splitlines()) <= 1
