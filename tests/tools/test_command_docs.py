"""Pages of docs/commands: current, and complete."""

from tools.command_docs import FOLDER, pages


def test_pages_are_current() -> None:
    there = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}

    assert there == pages(), "run: python -m tools.command_docs"


def test_a_page_lists_arguments_options_and_exit_status() -> None:
    page = pages()["diff.md"]

    assert page.startswith("# plimsoll diff\n\n```\nplimsoll diff [OPTIONS] BASE [HEAD]\n```\n")
    assert "| `--max-increase USD\\|PERCENT` | Largest increase" in page
    assert "| `--format`, `-f table\\|json\\|markdown\\|html` |" in page
    assert "## Exit status" in page
