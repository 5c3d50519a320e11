"""Reading of bills: formats, containers, and input that is damaged or mixed."""

import csv
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from costing.actuals.bill import Selection, opened
from costing.actuals.formats import Format
from costing.errors import CallError, FileError
from tests.costing.actuals.bills import (
    CUR,
    CUR_2,
    FOCUS,
    Row,
    billed,
    focus,
    write_csv,
    write_gzip,
    write_parquet,
)

SAMPLE = Path(__file__).parents[4] / "shared" / "bills" / "focus-1.0-sample.csv.gz"
VIEW = (
    "SELECT BilledCost, EffectiveCost, ListCost, ListUnitPrice, PricingQuantity, ChargeCategory, "
    "SubAccountId, RegionId, ResourceId, json_extract_string(Tags, '$.*') FROM lines"
)


def money(path: Path, **selection: str) -> tuple[int, Decimal]:
    with opened(str(path), Selection(**selection)) as bill:
        count, cost = bill.one("SELECT count(*), sum(BilledCost) FROM lines")
    return count, cost


def refused(path: Path | str, **selection: str) -> str:
    """Return the message, which is one line."""
    with pytest.raises((FileError, CallError)) as error, opened(str(path), Selection(**selection)):
        pass
    assert "\n" not in str(error.value)
    return str(error.value)


@pytest.mark.skipif(not SAMPLE.exists(), reason="needs ../shared")
def test_sample_totals_are_reproduced() -> None:
    with opened(str(SAMPLE)) as bill:
        assert bill.formats == {Format.FOCUS_1_0: 1}
        count, billed_cost, list_cost = bill.one(
            "SELECT count(*), sum(BilledCost), sum(ListCost) FROM lines"
        )
    assert count == 942
    assert billed_cost == Decimal("18.00663861840")
    assert list_cost == Decimal("18.14931764060")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (FOCUS, Format.FOCUS_1_0),
        ({**FOCUS, "SkuMeter": "x"}, Format.FOCUS_1_1),
        ({**FOCUS, "SkuMeter": "x", "InvoiceId": "1"}, Format.FOCUS_1_2),
        (CUR_2, Format.CUR_2),
        (CUR, Format.CUR_LEGACY),
        ({**CUR_2, "product_region": "us-west-2"} | {"resource_tags": "{}"}, Format.CUR_2),
    ],
)
def test_format_is_recognized_by_columns(row: Row, expected: Format, tmp_path: Path) -> None:
    with opened(str(write_csv(tmp_path / "bill.csv", [row]))) as bill:
        assert list(bill.formats) == [expected]


@pytest.mark.parametrize("write", [write_csv, write_gzip, write_parquet])
@pytest.mark.parametrize(("row", "region"), [(FOCUS, "us-east-1"), (CUR, "us-west-2")])
def test_every_container_has_the_same_view(
    write: object, row: Row, region: str, tmp_path: Path
) -> None:
    suffix = {write_csv: ".csv", write_gzip: ".csv.gz", write_parquet: ".parquet"}[write]  # type: ignore[index]
    path = write(tmp_path / f"bill{suffix}", [row])  # type: ignore[operator]
    with opened(str(path)) as bill:
        (found,) = bill.rows(VIEW)
    unit = Decimal("0.0416")
    assert found == (unit, unit, unit, unit, 1, "Usage", "111111111111", region, "i-0123", ["web"])


def test_cur_2_parquet_with_maps_and_doubles(tmp_path: Path) -> None:
    row = {**CUR_2, "product": "map {'region': 'eu-west-1'}", "product_region_code": ""}
    casts = {
        "line_item_unblended_cost": "DOUBLE",
        "line_item_usage_start_date": "TIMESTAMP",
        "resource_tags": "JSON",
    }
    with opened(str(write_parquet(tmp_path / "cur.parquet", [row], casts))) as bill:
        cost, tags = bill.one("SELECT BilledCost, Tags FROM lines")
    assert cost == Decimal("0.0416")
    assert json.loads(tags) == {"user_component": "web"}


@pytest.mark.parametrize(
    ("changes", "effective", "category"),
    [
        ({"line_item_line_item_type": "Tax"}, "0.0416", "Tax"),
        ({"line_item_line_item_type": "Credit"}, "0.0416", "Credit"),
        ({"line_item_line_item_type": "Refund"}, "0.0416", "Adjustment"),
        (
            {
                "line_item_line_item_type": "SavingsPlanCoveredUsage",
                "savings_plan_savings_plan_effective_cost": "0.03",
            },
            "0.03",
            "Usage",
        ),
        ({"line_item_line_item_type": "SavingsPlanNegation"}, "0", "Adjustment"),
        (
            {
                "line_item_line_item_type": "SavingsPlanRecurringFee",
                "savings_plan_total_commitment_to_date": "1",
                "savings_plan_used_commitment": "0.75",
            },
            "0.25",
            "Purchase",
        ),
        (
            {"line_item_line_item_type": "DiscountedUsage", "reservation_effective_cost": "0.02"},
            "0.02",
            "Usage",
        ),
        (
            {
                "line_item_line_item_type": "RIFee",
                "reservation_unused_recurring_fee": "0.1",
                "reservation_unused_amortized_upfront_fee_for_billing_period": "0.2",
            },
            "0.3",
            "Purchase",
        ),
        (
            {
                "line_item_line_item_type": "Fee",
                "reservation_reservation_a_r_n": "arn:aws:ec2:us-east-1:1:reserved-instances/1",
            },
            "0",
            "Purchase",
        ),
    ],
)
def test_cur_effective_cost_is_amortized(
    changes: Row, effective: str, category: str, tmp_path: Path
) -> None:
    with opened(str(write_csv(tmp_path / "cur.csv", [{**CUR_2, **changes}]))) as bill:
        found = bill.one("SELECT EffectiveCost, ChargeCategory FROM lines")
    assert found == (Decimal(effective), category)


def test_folder_reads_parts_of_several_formats(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", [FOCUS])
    write_gzip(tmp_path / "b.csv.gz", [CUR])
    write_parquet(tmp_path / "c.parquet", [CUR_2])
    assert money(tmp_path) == (3, Decimal("0.1248"))


def test_glob_selects_files(tmp_path: Path) -> None:
    write_csv(tmp_path / "2026-10.csv", [FOCUS])
    write_csv(tmp_path / "2026-11.csv", [focus(BilledCost="5")])
    assert money(tmp_path / "*-10.csv") == (1, Decimal("0.0416"))
    assert "matches no" in refused(tmp_path / "*-12.csv")


def test_manifest_names_the_parts(tmp_path: Path) -> None:
    write_csv(tmp_path / "20261001-20261101" / "part-1.csv", [FOCUS])
    write_csv(tmp_path / "20261001-20261101" / "other.csv", [FOCUS])
    manifest = tmp_path / "20261001-20261101" / "bill-Manifest.json"
    manifest.write_text(json.dumps({"reportKeys": ["p/20261001-20261101/part-1.csv"]}))
    assert money(manifest) == (1, Decimal("0.0416"))
    assert money(tmp_path) == (1, Decimal("0.0416"))


def test_former_versions_below_a_manifest_are_not_read(tmp_path: Path) -> None:
    for version, cost in (("v1", "7"), ("v2", "8")):
        write_csv(tmp_path / version / "part.csv", [focus(BilledCost=cost)])
        manifest = tmp_path / version / "bill-Manifest.json"
        manifest.write_text(json.dumps({"reportKeys": [f"b/{version}/part.csv"]}))
    (tmp_path / "bill-Manifest.json").write_text(json.dumps({"reportKeys": ["b/v2/part.csv"]}))
    assert money(tmp_path) == (1, Decimal(8))


def test_missing_manifest_part_is_named(tmp_path: Path) -> None:
    write_csv(tmp_path / "part-1.csv", [FOCUS])
    manifest = tmp_path / "bill-Manifest.json"
    manifest.write_text(json.dumps({"reportKeys": ["b/part-1.csv", "b/part-2.csv"]}))
    assert "part 2 of 2 is missing: part-2.csv" in refused(manifest)
    manifest.write_text("{")
    assert "not a manifest in JSON" in refused(manifest)
    manifest.write_text("{}")
    assert "no reportKeys" in refused(manifest)


def test_duplicate_exports_are_read_once(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", [FOCUS])
    write_gzip(tmp_path / "a (1).csv.gz", [FOCUS])
    write_csv(tmp_path / "b.csv", [focus(BilledCost="1.0416")])
    with opened(str(tmp_path)) as bill:
        assert bill.one("SELECT count(*) FROM lines") == (2,)
        (note,) = [each for each in bill.notes if "ignored" in each]
    assert re.search(r"a\.csv: ignored, its content is that of .*a \(1\)\.csv\.gz", note)


def test_missing_column_is_named_with_its_likely_name(tmp_path: Path) -> None:
    row = {
        ("RegionIdentifier" if key == "RegionId" else key): value for key, value in FOCUS.items()
    }
    assert 'FOCUS 1.0 without column RegionId; did you mean "RegionIdentifier"' in refused(
        write_csv(tmp_path / "bill.csv", [row])
    )
    without = {key: value for key, value in CUR.items() if "LineItemType" not in key}
    assert "legacy CUR without column line_item_line_item_type" in refused(
        write_csv(tmp_path / "cur.csv", [without])
    )


def test_other_files_are_refused(tmp_path: Path) -> None:
    assert "not a bill" in refused(write_csv(tmp_path / "x.csv", [{"a": 1, "b": 2}]))
    assert "no such file" in refused(tmp_path / "none.csv")
    (tmp_path / "empty.csv").write_text("")
    assert "the file is empty" in refused(tmp_path / "empty.csv")
    (tmp_path / "folder").mkdir()
    assert "has no .csv" in refused(tmp_path / "folder")
    (tmp_path / "text.parquet").write_text("not parquet at all")
    assert "not a Parquet file" in refused(tmp_path / "text.parquet")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a;b;c\n1;2;3\n", r"x.csv:1: columns are separated by semicolons; export it with commas"),
        ("a,b\n".encode("utf-16"), r"x.csv: the text is UTF-16; save it as UTF-8"),
        (b"\x00\x01\x02\x03", r"x.csv: not a text file; name a CSV or Parquet file"),
    ],
)
def test_fault_of_a_csv_file_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "x.csv").write_bytes(content)

    assert refused(tmp_path / "x.csv").endswith(message)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (focus(BilledCost="abc"), 'x.csv:3: "abc" is not a number or time where one is expected'),
        (focus(EffectiveCost="NaN"), 'x.csv:3: "NaN" is not a number or time where one is'),
        ({"BilledCost": "1"}, "x.csv:3: 1 columns, and "),
    ],
)
def test_fault_of_a_line_is_named(tmp_path: Path, row: dict[str, str], message: str) -> None:
    path = write_csv(tmp_path / "x.csv", [FOCUS])
    with path.open("a") as file:
        csv.writer(file).writerow(row.values())

    assert message in refused(path)


def test_cut_files_are_refused(tmp_path: Path) -> None:
    whole = write_parquet(tmp_path / "bill.parquet", [FOCUS]).read_bytes()
    (tmp_path / "bill.parquet").write_bytes(whole[: len(whole) // 2])
    assert "bill.parquet: the Parquet file is cut off" in refused(tmp_path / "bill.parquet")
    packed = write_gzip(tmp_path / "bill.csv.gz", [FOCUS] * 50).read_bytes()
    (tmp_path / "bill.csv.gz").write_bytes(packed[:-20])
    assert "bill.csv.gz: the gzip file is cut off" in refused(tmp_path / "bill.csv.gz")


def test_damaged_parquet_metadata_is_one_line(tmp_path: Path) -> None:
    whole = bytearray(write_parquet(tmp_path / "bill.parquet", [FOCUS]).read_bytes())
    whole[-900:-300] = b"\xff" * 600
    (tmp_path / "bill.parquet").write_bytes(whole)
    assert "bill.parquet" in refused(tmp_path / "bill.parquet")


def test_text_in_a_number_column_names_the_value(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "bill.csv", [FOCUS, focus(BilledCost="a lot")])
    assert '"a lot" is not a number' in refused(path)


def test_row_with_too_many_columns_is_one_line(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "bill.csv", [FOCUS] * 3)
    path.write_text(path.read_text() + "1,2,3,4\n")
    assert "bill.csv" in refused(path)


def test_currencies_are_never_added(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "bill.csv", [FOCUS, focus(BillingCurrency="EUR", BilledCost="2")])
    assert "lines in EUR and USD" in refused(path)
    assert money(path, currency="EUR") == (1, Decimal(2))


def test_several_months_are_reported_and_selected(tmp_path: Path) -> None:
    rows = [FOCUS, focus(BillingPeriodStart="2026-11-01 00:00:00", BilledCost="2")]
    path = write_csv(tmp_path / "bill.csv", rows)
    with opened(str(path)) as bill:
        assert any("2 billing periods, 2026-10 to 2026-11" in note for note in bill.notes)
    assert money(path, month="2026-11") == (1, Decimal(2))
    assert "--month 2026-12" in refused(path, month="2026-12")
    assert "write it as 2024-09" in refused(path, month="November")


def test_negative_lines_and_lines_without_sku_are_counted(tmp_path: Path) -> None:
    rows = [
        FOCUS,
        focus(BilledCost="-3", ChargeCategory="Credit"),
        focus(SkuId="", BilledCost="4"),
    ]
    with opened(str(write_csv(tmp_path / "bill.csv", rows))) as bill:
        assert bill.one("SELECT sum(BilledCost) FROM lines") == (Decimal("1.0416"),)
        notes = " ".join(bill.notes)
    assert "negative cost (credits, refunds, corrections) is included: -3.00 USD" in notes
    assert "1 usage line has no SKU: 4.00 USD" in notes


def test_other_providers_are_left_out_with_a_note(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "bill.csv", [FOCUS, focus(ProviderName="Microsoft")])
    with opened(str(path)) as bill:
        assert bill.one("SELECT count(*) FROM lines") == (1,)
        assert bill.notes == ["not analyzed: 1 line of Microsoft, 0.04 USD"]


def test_account_is_selected(tmp_path: Path) -> None:
    rows = [billed(1, "1"), billed(1, "2", SubAccountId="222222222222")]
    assert money(write_csv(tmp_path / "b.csv", rows), account="222222222222") == (1, Decimal(2))


def test_memory_limit_is_checked(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "bill.csv", [FOCUS])
    with pytest.raises(CallError, match="--memory lots"), opened(str(path), memory="lots"):
        pass
