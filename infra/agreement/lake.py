"""What the settings of the lake must agree on."""

from collections.abc import Iterator

from infra.settings import Settings


def contradictions(settings: Settings) -> Iterator[str]:
    workflow = settings.workflow
    if workflow and settings.catalog is None:
        yield (
            "plimsoll:workflow is stated, and plimsoll:catalog, whose crawler it starts, is not: "
            "state catalog, {} will do"
        )
    if workflow and workflow.spark_script and settings.spark is None:
        yield (
            "plimsoll:workflow.spark_script is stated, and plimsoll:spark, which runs it, is not: "
            "state spark, {} will do"
        )
