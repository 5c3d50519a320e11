"""Large bills of any size: python -m benchmarks.bills --rows 10000000 --seed 1 --out DIR.

Each line has a usage type of the price book. A month has usage of several accounts, usage that a
Savings Plan covers, the plan's fee, credits, refunds, tax, corrections of the month before, and
resources that are tagged late. The same seed and number of rows give the same bill.
"""

import argparse
import tempfile
from pathlib import Path
from typing import Literal

import duckdb

from benchmarks.clock import Command, python, side_by_side
from costing.actuals.formats import sql_text
from costing.prices.price_file import DATA

Export = Literal["focus", "cur"]
REGION, ACCOUNTS, RESOURCES, DAYS = "us-east-1", 5, 10_000, 31
SKUS_OF_RESOURCE = 3
LATE_DAYS = 10  # until late tags are there
PLAN = "arn:aws:savingsplans::999999999999:savingsplan/11111111-2222-3333-4444-555555555555"

# Kinds of lines, each by its share of a thousand lines; the rest is plain usage.
KINDS = {"covered": 60, "fee": 2, "credit": 5, "refund": 2, "tax": 3, "correction": 5}
SKUS = """CREATE TEMP TABLE skus AS
SELECT row_number() OVER (ORDER BY service, usage_type, operation) AS number, *
FROM (SELECT service, usage_type, coalesce(operation, '') AS operation, unit,
        CAST(list_unit_price AS DECIMAL(18, 6)) AS price
    FROM read_csv({prices}, header = true, all_varchar = true)
    WHERE start = '0' AND list_unit_price <> '0')"""
LINES = """CREATE TEMP TABLE drawn AS
SELECT i, {kind} AS kind,
    hash(i, {seed}, 3) % {resources} AS resource,
    1 + hash(resource, i % {of_resource}, {seed}, 2) % {skus} AS sku,
    CAST((hash(i, {seed}, 4) % 1000 + 1) / 10 AS DECIMAL(18, 6)) AS quantity,
    TIMESTAMP '2026-10-01'
        + INTERVAL 1 HOUR * CAST(hash(i, {seed}, 5) % {hours} AS INTEGER) AS moment
FROM range({rows}) AS numbers(i)"""
COSTS = """CREATE TEMP VIEW lines AS
SELECT drawn.*, service, usage_type, operation, unit, price,
    CAST(quantity * price AS DECIMAL(18, 6)) AS list,
    CAST(CASE kind WHEN 'covered' THEN 0 WHEN 'fee' THEN 25 WHEN 'credit' THEN -quantity
        WHEN 'refund' THEN -quantity / 2 WHEN 'tax' THEN quantity / 5
        WHEN 'correction' THEN -quantity * price / 10
        ELSE quantity * price END AS DECIMAL(18, 6)) AS billed,
    CAST(CASE kind WHEN 'covered' THEN quantity * price * 7 / 10
        WHEN 'fee' THEN 0 ELSE billed END AS DECIMAL(18, 6)) AS effective,
    '1111111111' || lpad(CAST(10 + resource % {accounts} AS VARCHAR), 2, '0') AS account,
    CASE WHEN resource % 10 = 0 OR resource % 10 = 1 AND day(moment) <= {late} THEN NULL
        ELSE 'team-' || CAST(resource % 7 AS VARCHAR) END AS component
FROM drawn JOIN skus ON skus.number = drawn.sku"""
FOCUS = """SELECT billed AS BilledCost, effective AS EffectiveCost,
    CASE WHEN kind IN ('usage', 'covered') THEN list ELSE 0 END AS ListCost,
    price AS ListUnitPrice, quantity AS PricingQuantity, unit AS PricingUnit,
    'USD' AS BillingCurrency, TIMESTAMP '2026-10-01' AS BillingPeriodStart,
    CASE kind WHEN 'correction' THEN moment - INTERVAL 31 DAY ELSE moment END AS ChargePeriodStart,
    ChargePeriodStart + INTERVAL 1 HOUR AS ChargePeriodEnd,
    CASE kind WHEN 'fee' THEN 'Purchase' WHEN 'credit' THEN 'Credit' WHEN 'tax' THEN 'Tax'
        WHEN 'refund' THEN 'Adjustment' ELSE 'Usage' END AS ChargeCategory,
    CASE WHEN kind IN ('refund', 'correction') THEN 'Correction' END AS ChargeClass,
    service || ' ' || usage_type AS ChargeDescription,
    CASE kind WHEN 'covered' THEN 'Committed' WHEN 'usage' THEN 'Standard' END AS PricingCategory,
    CASE WHEN kind IN ('covered', 'fee') THEN {plan} END AS CommitmentDiscountId,
    CASE WHEN kind IN ('covered', 'fee') THEN 'Savings Plan' END AS CommitmentDiscountType,
    CASE kind WHEN 'covered' THEN 'Used' END AS CommitmentDiscountStatus,
    account AS SubAccountId, {region} AS RegionId, service AS ServiceName, 'AWS' AS ProviderName,
    'r-' || CAST(resource AS VARCHAR) AS ResourceId, 'SKU' || CAST(sku AS VARCHAR) AS SkuId,
    service AS x_ServiceCode, usage_type AS x_UsageType, operation AS x_Operation,
    CASE WHEN component IS NULL THEN MAP {{}} ELSE MAP {{'component': component}} END AS Tags,
    'Payer' AS BillingAccountType, 'Member' AS SubAccountType
FROM lines"""
# A covered line is followed by its negation, so that the sum of unblended costs is the invoice.
CUR = """SELECT TIMESTAMP '2026-10-01' AS bill_billing_period_start_date,
    '999999999999' AS bill_payer_account_id, account AS line_item_usage_account_id,
    line_type AS line_item_line_item_type,
    CASE kind WHEN 'correction' THEN moment - INTERVAL 31 DAY ELSE moment END
        AS line_item_usage_start_date,
    line_item_usage_start_date + INTERVAL 1 HOUR AS line_item_usage_end_date,
    service AS line_item_product_code, usage_type AS line_item_usage_type,
    operation AS line_item_operation, quantity AS line_item_usage_amount,
    'USD' AS line_item_currency_code, CAST(unblended AS DOUBLE) AS line_item_unblended_cost,
    service || ' ' || usage_type AS line_item_line_item_description,
    'r-' || CAST(resource AS VARCHAR) AS line_item_resource_id,
    CASE WHEN line_type IN ('Usage', 'SavingsPlanCoveredUsage') AND kind <> 'correction'
        THEN CAST(list AS DOUBLE) ELSE 0 END AS pricing_public_on_demand_cost,
    price AS pricing_public_on_demand_rate, unit AS pricing_unit,
    {region} AS product_region_code,
    CASE WHEN kind IN ('covered', 'fee') THEN {plan} END AS savings_plan_savings_plan_a_r_n,
    CASE WHEN kind = 'covered' THEN CAST(effective AS DOUBLE) END
        AS savings_plan_savings_plan_effective_cost,
    CASE WHEN component IS NULL THEN MAP {{}} ELSE MAP {{'user_component': component}} END
        AS resource_tags
FROM (SELECT *, CASE kind WHEN 'covered' THEN 'SavingsPlanCoveredUsage'
          WHEN 'fee' THEN 'SavingsPlanRecurringFee' WHEN 'credit' THEN 'Credit'
          WHEN 'tax' THEN 'Tax' WHEN 'refund' THEN 'Refund' ELSE 'Usage' END AS line_type,
          CASE kind WHEN 'covered' THEN list ELSE billed END AS unblended FROM lines
      UNION ALL SELECT *, 'SavingsPlanNegation', -list FROM lines WHERE kind = 'covered')"""
SELECTS: dict[Export, str] = {"focus": FOCUS, "cur": CUR}


def generated(
    folder: Path, rows: int, seed: int = 1, export: Export = "focus", files: int = 1
) -> duckdb.DuckDBPyConnection:
    """Write a bill as Parquet; return a connection whose view `lines` has what was drawn."""
    folder.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect()
    connection.execute(f"SET temp_directory = {sql_text(str(folder / 'spill'))}")
    prices = sql_text(str(DATA / f"{REGION}.csv"))
    connection.execute(SKUS.format(prices=prices))
    [(skus,)] = connection.execute("SELECT count(*) FROM skus").fetchall()
    connection.execute(
        LINES.format(
            kind=kind_of("i", seed),
            seed=seed,
            skus=skus,
            resources=RESOURCES,
            of_resource=SKUS_OF_RESOURCE,
            hours=24 * DAYS,
            rows=rows,
        )
    )
    connection.execute(COSTS.format(accounts=ACCOUNTS, late=LATE_DAYS))
    chosen = SELECTS[export].format(plan=sql_text(PLAN), region=sql_text(REGION))
    for number in range(files):
        path = sql_text(str(folder / f"{export}-{number}.parquet"))
        part = chosen.replace("FROM lines", f"FROM (FROM lines WHERE i % {files} = {number})")
        connection.execute(f"COPY ({part}) TO {path} (FORMAT parquet)")
    return connection


def kind_of(number: str, seed: int) -> str:
    """Return the SQL of a line's kind."""
    place, cases = f"hash({number}, {seed}, 1) % 1000", ""
    reached = 0
    for kind, share in KINDS.items():
        reached += share
        cases += f" WHEN {place} < {reached} THEN '{kind}'"
    return f"CASE{cases} ELSE 'usage' END"


# The sums of `plimsoll actuals`, of the exported columns: total and parts, daily costs, SKUs.
BARE = """SELECT ServiceName, element_at(Tags, 'component')[1], ChargeCategory,
    CAST(ChargePeriodStart AS DATE), count(*), sum(BilledCost), sum(EffectiveCost), sum(ListCost)
  FROM read_parquet({files}) GROUP BY GROUPING SETS ((), (1), (2), (3), (4), (1, 4), (2, 4));
SELECT RegionId, ServiceName, x_ServiceCode, x_UsageType, x_Operation, PricingUnit, ListUnitPrice,
    count(*), sum(PricingQuantity), sum(ListCost), sum(EffectiveCost), sum(BilledCost)
  FROM read_parquet({files}) WHERE ChargeCategory = 'Usage' GROUP BY ALL ORDER BY ALL"""
QUERIES = "import duckdb, sys; [duckdb.sql(each).fetchall() for each in sys.argv[1].split(';')]"


def billing(rows: int = 10_000_000) -> None:
    """`plimsoll actuals` beside DuckDB's time for the same sums; peak memory beside the limit."""
    with tempfile.TemporaryDirectory() as folder:
        generated(Path(folder), rows).close()
        bare = BARE.format(files=sql_text(f"{folder}/*.parquet"))
        report: Command = [python().parent / "plimsoll", "actuals", folder, "--memory", "1GB"]
        query, ours = side_by_side([[python(), "-c", QUERIES, bare], report], 3)
        print(
            f"actuals of {rows:,} lines: {ours.seconds:.1f} s, {ours.seconds / query.seconds:.2f} "
            f"times the same sums in DuckDB alone, peak {ours.peak_mib:.0f} MiB (limit 1 GB)"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=1_000_000, help="Number of lines")
    parser.add_argument("--seed", type=int, default=1, help="Seed of the random numbers")
    parser.add_argument("--export", choices=("focus", "cur"), default="focus", help="Format")
    parser.add_argument("--files", type=int, default=1, help="Number of files")
    parser.add_argument("--out", type=Path, required=True, help="Folder of the files")
    given = parser.parse_args()
    generated(given.out, given.rows, given.seed, given.export, given.files)


if __name__ == "__main__":
    main()
