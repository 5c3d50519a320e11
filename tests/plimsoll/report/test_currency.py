"""A currency beside USD: options, rates, totals."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from costing.diff.diff import Side, difference
from costing.errors import CallError
from costing.estimate.estimate import estimate
from costing.prices.book import installed
from plimsoll.report import cost_json, cost_markdown, cost_table, diff_json, diff_table
from plimsoll.report.currency import Currency, currency_of
from plimsoll.report.formats import Layout
from plimsoll.report.html import charges
from tests import graphs

EURO = Currency("EUR", Decimal("0.92"))
LAYOUT = Layout(currency=EURO)
GRAPH = graphs.graph(
    graphs.resource("aws:ebs/volume:Volume", "data", {"size": 1000, "type": "gp3"})
)
FOUND = estimate(GRAPH, installed())  # $80.00


def test_total_is_beside_usd_in_each_format() -> None:
    assert "Total a month         $80.00  EUR 73.60" in cost_table.as_table(FOUND, LAYOUT)
    assert "EUR 73.60 a month, EUR at 0.92 for 1 USD." in cost_markdown.as_markdown(FOUND, LAYOUT)

    document = json.loads(cost_json.as_json(FOUND, LAYOUT))
    assert (document["currency"], document["monthly_cost"]) == ("USD", "80")
    assert document["converted"] == {
        "currency": "EUR",
        "rate": "0.92",
        "monthly_cost": "73.6",
        "range": None,
    }
    assert "converted" not in json.loads(cost_json.as_json(FOUND))


def test_each_row_is_beside_usd_in_each_format() -> None:
    charge = "Storage (general purpose SSD, gp3)"
    (row,) = [each for each in cost_table.as_table(FOUND, LAYOUT).splitlines() if charge in each]
    assert row.split()[-3:] == ["$80.00", "EUR", "73.60"]
    table = cost_markdown.as_markdown(FOUND, LAYOUT)
    assert "| resource | charge | quantity | unit price | monthly cost | EUR |" in table
    assert "| $80.00 | EUR 73.60 |" in table

    (resource,) = json.loads(cost_json.as_json(FOUND, LAYOUT))["resources"]
    assert (resource["monthly_cost"], resource["converted_cost"]) == ("80", "73.6")
    assert resource["charges"][0]["converted_cost"] == "73.6"
    assert charges.document(FOUND, EURO)["resources"][0]["usd"] == "$80.00 (EUR 73.60)"
    assert charges.document(FOUND)["resources"][0]["usd"] == "$80.00"


def test_difference_has_both_totals_and_the_change() -> None:
    changed = difference(
        Side(graphs.graph(), estimate(graphs.graph(), installed())), Side(GRAPH, FOUND)
    )

    line = "Total a month: EUR 0.00 to EUR 73.60, change EUR 73.60 (EUR at 0.92 for 1 USD)"
    assert line in diff_table.as_table(changed, LAYOUT)
    assert json.loads(diff_json.as_json(changed, LAYOUT))["converted"]["monthly_cost"] == {
        "base": "0",
        "head": "73.6",
        "change": "73.6",
    }


def test_rate_comes_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "rates.yaml"
    path.write_text("EUR: 0.92\nGBP: many\nJPY: -1\n")

    assert currency_of("EUR", None, path) == EURO
    with pytest.raises(CallError, match=r"rates.yaml:2: GBP is .* write a number"):
        currency_of("GBP", None, path)
    with pytest.raises(CallError, match=r"rates.yaml: JPY is -1; write a number from"):
        currency_of("JPY", None, path)
    with pytest.raises(CallError, match="no rate of EUT; did you mean"):
        currency_of("EUT", None, path)


@pytest.mark.parametrize(
    ("code", "rate", "message"),
    [
        (None, "1", "--rate: the currency is missing"),
        ("EUR", None, "--currency EUR: the rate is missing"),
        ("eur", "1", "--currency eur: write the ISO code"),
        ("USD", "1", "--currency USD: write the ISO code of a currency other than USD"),
        ("EUR", "0", "--rate 0; write a number from 0.000001 to 1,000,000,000"),
        ("EUR", "1E+400", r"--rate 1E\+400; write a number from"),
    ],
)
def test_incomplete_options_are_an_error(code: str | None, rate: str | None, message: str) -> None:
    with pytest.raises(CallError, match=message):
        currency_of(code, None if rate is None else Decimal(rate), None)
