"""Page of a stack: complete without network, and safe with any names."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from plimsoll.cli import main
from tests.plimsoll.report.hostile import ATTACK, hostile_state


class Page(HTMLParser):
    """Elements of a page: start tags with attributes, and the content of styles and scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {"script": [], "style": []}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] in self.inside:
            self.inside[self.tags[-1][0]].append(data)
            self.tags.append(("", {}))

    def attributes(self, *names: str) -> list[str | None]:
        return [given[name] for _, given in self.tags for name in names if name in given]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("page")
    state = folder / "state.json"
    state.write_text(json.dumps(hostile_state()))
    with pytest.raises(SystemExit):
        main(["report", str(state), "--out-dir", str(folder), "--quiet"])
    return (folder / "report.html").read_text()


def test_page_refers_to_nothing_outside_of_it(page: str) -> None:
    found = Page(page)

    assert all(str(each).startswith("#") for each in found.attributes("src", "href"))
    assert not re.search(r"@import|url\(", "".join(found.inside["style"]))
    assert {tag for tag, _ in found.tags}.isdisjoint({"iframe", "object", "link", "base", "form"})


def test_policy_allows_the_own_style_and_script_only(page: str) -> None:
    found = Page(page)
    policy = next(str(given["content"]) for tag, given in found.tags if given.get("content"))
    _, script = found.inside["script"]
    (style,) = found.inside["style"]

    assert policy.startswith("default-src 'none'")
    for content in (script, style):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_names_add_no_elements_and_no_event_handlers(page: str) -> None:
    found = Page(page)

    assert [tag for tag, _ in found.tags].count("script") == 2
    assert "img" not in {tag for tag, _ in found.tags}
    assert not [name for _, given in found.tags for name in given if name.startswith("on")]
    assert ATTACK not in page


def test_embedded_estimate_has_every_charge(page: str, tmp_path: Path) -> None:
    embedded = json.loads(Page(page).inside["script"][0])
    state = tmp_path / "state.json"
    state.write_text(json.dumps(hostile_state()))
    with pytest.raises(SystemExit):
        main(["cost", str(state), "-f", "json", "-o", str(tmp_path / "cost.json"), "--quiet"])
    estimate = json.loads((tmp_path / "cost.json").read_text())

    shown = {each["name"]: len(each["charges"]) for each in embedded["resources"]}
    assert shown == {each["name"]: len(each["charges"]) for each in estimate["resources"]}
    assert sum(each["cost"] for each in embedded["resources"]) == pytest.approx(
        float(estimate["monthly_cost"]) * 1e6, abs=len(shown)
    )
