"""Sums of a bill as SQL for Athena and Spark, read back into DuckDB."""

from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
import sqlglot

from benchmarks.bills import Export, generated
from costing.actuals.bill import Selection, opened
from costing.actuals.sql import Dialect, Target, script
from costing.actuals.totals import Sums, parts_by, total
from costing.errors import CallError
from tests.costing.actuals.bills import CUR, FOCUS, write_csv

BY = ("service", "component", "account", "day")
MONTH = Selection("2026-10")


def rounded(sums: Sums) -> list[Decimal]:
    return [
        round(Decimal(each), 4)
        for each in (sums.lines, sums.billed_cost, sums.effective_cost, sums.list_cost)
    ]


@pytest.mark.parametrize("export", get_args(Export))
@pytest.mark.parametrize("dialect", get_args(Dialect))
def test_statements_give_the_sums_of_the_bill(
    dialect: Dialect, export: Export, tmp_path: Path
) -> None:
    with generated(tmp_path, 2000, export=export) as connection:
        path = tmp_path / f"{export}-0.parquet"
        connection.execute(f"CREATE TABLE exports AS FROM read_parquet('{path}')")
        text = script(str(path), Target("exports", dialect), BY, "component", MONTH)
        statements = sqlglot.transpile(text, read=dialect, write="duckdb")
        found = [connection.execute(each).fetchall() for each in statements]

    with opened(str(path), MONTH) as bill:
        [row] = found[0]
        assert rounded(Sums(*row)) == rounded(total(bill))
        for by, rows in zip(BY, found[1:], strict=True):
            expected = {each.key: rounded(each.sums) for each in parts_by(bill, by)}
            assert {key: rounded(Sums(*sums)) for key, *sums in rows} == expected


def test_tags_are_read_in_the_words_of_each_engine(tmp_path: Path) -> None:
    with generated(tmp_path, 100):
        pass
    bill = str(tmp_path / "focus-0.parquet")
    athena, spark = (
        script(bill, Target("db.focus", each), ("component",), "component", Selection())
        for each in ("athena", "spark")
    )
    assert 'JSON_FORMAT(CAST("Tags" AS JSON))' in athena
    assert "JSON_EXTRACT_SCALAR(Tags, '$.component')" in athena
    assert "GET_JSON_OBJECT(Tags, '$.component')" in spark
    assert athena.count("FROM db.focus\n") == 2


def test_invalid_table_and_mixed_files_are_refused(tmp_path: Path) -> None:
    bill = str(write_csv(tmp_path / "focus.csv", [FOCUS]))
    with pytest.raises(CallError, match=r"--table a b: not a table; write DATABASE.TABLE"):
        script(bill, Target("a b", "spark"), (), "component", Selection())
    write_csv(tmp_path / "cur.csv", [CUR])
    with pytest.raises(CallError, match="the files have several layouts; name one file"):
        script(str(tmp_path), Target("db.focus", "spark"), (), "component", Selection())


def test_spark_gives_the_sums_of_the_bill(tmp_path: Path) -> None:
    sql = pytest.importorskip("pyspark.sql", reason="Spark is not installed; see docs/actuals.md")
    with generated(tmp_path, 2000):
        path = str(tmp_path / "focus-0.parquet")
    session = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    spark = session.getOrCreate()
    spark.read.parquet(path).createOrReplaceTempView("exports")
    text = script(path, Target("exports", "spark"), (), "component", MONTH)
    [row] = spark.sql(text.rstrip(";\n")).collect()
    with opened(path, MONTH) as bill:
        assert rounded(Sums(*row)) == rounded(total(bill))
