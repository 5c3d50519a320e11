from decimal import Decimal

import pytest

from costing.aws.cron import runs_per_month
from costing.errors import InputError


@pytest.mark.parametrize(
    ("expression", "runs"),
    [
        ("rate(1 minute)", 43_800),
        ("rate(5 minutes)", 8760),
        ("rate(0 minute)", 1),
        ("rate(1 day)", "30.4166666667"),
        ("cron(0 * ? * * *)", 730),
        ("cron(0/15 8-17 ? * MON-FRI *)", "869.047619048"),
        ("cron(0 12 ? * 2-6 *)", "21.7261904762"),
        ("cron(30 6 1 * ? *)", 1),
        ("at(2026-11-24T12:00:00)", 1),
    ],
)
def test_a_schedule_fires_so_often_a_month(expression: str, runs: int | str) -> None:
    assert runs_per_month(expression) == Decimal(runs)


@pytest.mark.parametrize("expression", ["", "often", "cron(0 12 1 1 ? 2027)", "cron(x * * * ? *)"])
def test_another_form_is_refused(expression: str) -> None:
    with pytest.raises(InputError):
        runs_per_month(expression)
