"""docs/platform.md shows the objectives and components of today."""

from tools.platform_docs import PAGE, current


def test_platform_page_is_current() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert "RPO" in page
    assert page == current(page), "run: make docs"
