"""Commands `actuals` and `commitments` as the user runs them."""

import json
from pathlib import Path

import pytest

from plimsoll.cli import main
from tests.costing.actuals.bills import billed, focus, write_csv

PREVIEW = {
    "steps": [
        {
            "op": "create",
            "urn": "urn:pulumi:prod::shop::aws:ec2/eip:Eip::address",
            "newState": {
                "urn": "urn:pulumi:prod::shop::aws:ec2/eip:Eip::address",
                "type": "aws:ec2/eip:Eip",
                "custom": True,
                "inputs": {"region": "us-east-1"},
            },
        }
    ],
    "changeSummary": {"create": 1},
}
ADDRESS = {
    "x_ServiceCode": "AmazonVPC",
    "x_UsageType": "PublicIPv4:IdleAddress",
    "x_Operation": "AllocateAddressVPC",
    "ListUnitPrice": "0.005",
    "ChargePeriodEnd": "2026-10-31 10:00:00",
}


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(each) for each in arguments])
    code = ended.value.code
    written = capsys.readouterr()
    return int(code or 0), written.out, written.err


def test_actuals_reports_sums_and_coverage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bill = write_csv(tmp_path / "bill.csv", [billed(1, "0.0416"), focus(ProviderName="Oracle")])
    code, out, _ = run(capsys, "actuals", bill)
    assert code == 0
    assert "1 lines: billed $0.04" in out
    assert "By component" in out
    assert "the price book has 1 of 1 unit prices, 100.0% of the list cost" in out
    assert "not analyzed: 1 line of Oracle" in out
    code, out, _ = run(capsys, "actuals", bill, "--format", "json", "--by", "tag:component")
    document = json.loads(out)
    assert document["total"]["billed_cost"] == "0.0416"
    assert document["parts"]["tag:component"][0]["key"] == "web"


def test_actuals_against_a_preview(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    preview = tmp_path / "preview.json"
    preview.write_text(json.dumps(PREVIEW))
    bill = write_csv(tmp_path / "bill.csv", [billed(730, "3.65", **ADDRESS), billed(1, "2")])
    code, out, _ = run(capsys, "actuals", bill, "--against", preview)
    assert code == 0
    assert "Usage without a matching estimate: $2.00" in out
    code, out, _ = run(capsys, "actuals", bill, "--against", preview, "--format", "json")
    (pair,) = json.loads(out)["pairs"]
    assert (pair["estimated"], pair["actual"], pair["quantity"]) == ("3.65", "3.65", "0")


def test_bill_of_several_months_needs_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [billed(1, "1"), billed(1, "1", BillingPeriodStart="2026-11-01 00:00:00")]
    bill = write_csv(tmp_path / "bill.csv", rows)
    code, _, err = run(capsys, "actuals", bill, "--against", tmp_path)
    assert code == 2
    assert "choose one with --month 2026-11" in err


def test_input_faults_are_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        ("actuals", tmp_path / "none.csv"),
        ("actuals", write_csv(tmp_path / "x.csv", [{"a": 1, "b": 2}])),
        ("commitments", write_csv(tmp_path / "bill.csv", [focus()])),
        ("actuals", tmp_path / "bill.csv", "--by", "colour"),
    ):
        code, out, err = run(capsys, *arguments)
        assert (code, out, err.count("\n")) == (2, "", 1)


def test_commitments_lists_purchases(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = billed(720, "69.12", x_UsageType="BoxUsage:m5.large")
    bill = write_csv(tmp_path / "bill.csv", [{**row, "ChargePeriodEnd": "2026-10-31 00:00:00"}])
    code, out, _ = run(capsys, "commitments", bill, "--term", "1_year")
    assert code == 0
    assert "EC2 Instance Savings Plan, 1 year, no upfront: m5 in us-east-1" in out
    assert "The rows are alternatives" in out
    code, out, _ = run(capsys, "commitments", bill, "--format", "json")
    assert json.loads(out)["purchases"][0]["scope"]
