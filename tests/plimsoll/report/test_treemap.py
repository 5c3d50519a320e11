"""Treemap with extreme amounts."""

from decimal import Decimal

import pytest

from plimsoll.report.html.treemap import laid_out


@pytest.mark.parametrize("costs", [("1E+400", "3"), ("1E-400", "1E-401"), ("1E+30", "1E-30"), ()])
def test_any_amounts_fill_the_box(costs: tuple[str, ...]) -> None:
    parts = [(str(number), Decimal(cost)) for number, cost in enumerate(costs)]

    boxes = [box for _, _, box in laid_out(parts, (0, 0, 100, 50))]

    assert len(boxes) == len(costs)
    assert sum(width * height for _, _, width, height in boxes) == pytest.approx(
        5000 if costs else 0
    )
