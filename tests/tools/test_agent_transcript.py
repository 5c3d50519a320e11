"""The transcript of an agent is what the server answers."""

from tools.agent_transcript import PAGE, page


def test_transcript_is_current() -> None:
    found = page()

    assert '"passes": false' in found.partition("## 2.")[0]
    assert '"passes": true' in found.partition("## 4.")[2].partition("## 5.")[0]
    assert found == PAGE.read_text(encoding="utf-8"), "run: python -m tools.agent_transcript"
