"""The report's page in Chromium: figures, search, filters, keyboard, and no errors."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from plimsoll.cli import main
from tests.plimsoll.report.hostile import ATTACK, hostile_state

CHROMIUM = shutil.which("chromium")
if CHROMIUM is None and os.environ.get("PLIMSOLL_BROWSER") != "required":
    pytest.skip("needs Chromium: apt install chromium", allow_module_level=True)
WIDTHS = (400, 800, 1280)
MANY = 1_000
READABLE = 8  # pixels of a line of text


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("report"), hostile_state())


def written(folder: Path, state: object) -> Path:
    (folder / "state.json").write_text(json.dumps(state))
    with pytest.raises(SystemExit):
        main(["report", str(folder / "state.json"), "--out-dir", str(folder), "--quiet"])
    return folder / "report.html"


@pytest.fixture
def page(browser: Browser, report: Path) -> Iterator[Page]:
    """Yield the open page; fail if it logs an error or shows a dialog."""
    opened = browser.new_page()
    errors: list[str] = []
    opened.on("console", lambda message: errors.append(message.text))
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("dialog", lambda dialog: errors.append(dialog.message))
    opened.goto(report.as_uri())
    yield opened
    opened.close()
    assert errors == []


@pytest.mark.parametrize("width", WIDTHS)
def test_page_fits_its_width(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("#treemap rect").count() > 1


def test_search_finds_names_and_shows_their_cost(page: Page) -> None:
    page.fill("#search", "onerror")

    assert page.locator("#tree > details").count() == 1
    assert page.inner_text("#found").startswith("1 of ")
    page.locator("#tree > details > summary").click()
    page.locator("#tree table").wait_for()
    page.locator("#tree .opener").first.click()
    assert "BoxUsage:t3.micro" in page.inner_text("#tree")
    assert page.locator("#tree b").first.inner_text() == ATTACK


def test_keyboard_opens_a_charge(page: Page) -> None:
    page.focus("#sort")
    for _ in range(3):  # the two buttons, then the first entry
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("#tree details[open]").count() == 1

    page.locator("#tree .opener").first.press("Enter")
    assert page.locator("#tree .opener[aria-expanded=true]").count() == 1
    terms = page.locator("#tree .explained dt:visible").all_inner_texts()
    assert {"Meter", "SKU", "Price", "Date", "Source"} <= set(terms)


STOPS = """() => [...document.querySelectorAll(
  "a, select, input, button, summary, [tabindex='0']"
)].filter(each => each.checkVisibility())"""
FOCUSED = f"""() => {{
  const each = document.activeElement, box = each.matches('.box') && each.querySelector('rect');
  const top = each.getBoundingClientRect().top;
  return {{
    place: ({STOPS})().indexOf(each),
    marked: getComputedStyle(box || each)[box ? 'strokeWidth' : 'outlineWidth'] === '3px',
    inside: top >= 0 && top < window.innerHeight,
  }};
}}"""


def test_keyboard_alone_reaches_every_control(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    count = page.evaluate(f"({STOPS})().length")
    found = []
    for _ in range(count):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUSED))

    assert [each["place"] for each in found] == [*range(count)], "in the order of the page"
    assert all(each["marked"] and each["inside"] for each in found)


def test_skip_link_leads_to_the_cost(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#cost")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('section').id") == "cost"


def test_treemap_stays_readable_on_a_narrow_page(page: Page) -> None:
    page.set_viewport_size({"width": 400, "height": 900})

    heights = page.locator("#treemap text:visible").evaluate_all(
        "each => each.map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= READABLE


def test_filter_hides_findings_of_other_severities(page: Page) -> None:
    before = page.locator(".finding:visible").count()
    page.select_option("select[data-filter=severity]", "high")

    shown = page.locator(".finding:visible")
    assert 0 < shown.count() < before
    assert set(shown.evaluate_all("each => each.map(one => one.dataset.severity)")) == {"high"}
    shown.first.locator("summary").click()
    shown.first.locator("table tr").first.wait_for()


def test_expand_and_collapse_every_entry(page: Page) -> None:
    page.click("#expand")
    assert page.locator("#tree details[open]").count() == page.locator("#tree details").count()
    page.click("#collapse")
    assert page.locator("#tree details[open]").count() == 0


def test_treemap_by_service_replaces_the_one_by_component(page: Page) -> None:
    page.select_option("#view", label="service")

    shown = page.locator("#treemap svg:visible")
    assert shown.count() == 1
    assert "by service" in str(shown.get_attribute("aria-label"))
    assert "AmazonEC2" in str(shown.text_content())


def test_print_opens_every_finding(page: Page) -> None:
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")

    assert page.locator("details:not([open])").count() == 0
    assert page.locator(".finding table").count() == page.locator(".finding").count()


def test_dark_scheme_changes_the_background(page: Page) -> None:
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(color_scheme="dark")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light


def test_page_of_many_resources_lists_a_part(browser: Browser, tmp_path: Path) -> None:
    state = hostile_state()
    last = state["deployment"]["resources"][1]
    state["deployment"]["resources"] += [
        {**last, "urn": f"{last['urn']}-{number}", "id": f"i-{number}"} for number in range(MANY)
    ]
    opened = browser.new_page()
    opened.goto(written(tmp_path, state).as_uri())

    assert "the first 500 shown" in opened.inner_text("#found")
    opened.close()
