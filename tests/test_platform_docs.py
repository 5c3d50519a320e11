"""docs/platform.md and its diagrams are what the code says today."""

import pytest

from tools.platform_docs import DIAGRAMS, PAGE, current, diagram, stacks

REMAKE = "run: make docs"


def test_the_objectives_are_those_of_the_stack_files() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert "min of data" in page
    assert page == current(page), REMAKE


@pytest.mark.parametrize("stack", stacks())
def test_a_diagram_is_what_the_code_draws(stack: str) -> None:
    assert (DIAGRAMS / f"{stack}.mmd").read_text(encoding="utf-8") == diagram(stack), REMAKE
    assert f"diagrams/{stack}.mmd" in PAGE.read_text(encoding="utf-8")
