"""Validation of data lake settings."""

from collections.abc import Iterator

from infra.settings import Settings


def conflicts(settings: Settings) -> Iterator[str]:
    workflow = settings.workflow
    if workflow and settings.catalog is None:
        yield (
            "plimsoll:workflow: the workflow starts the crawler of plimsoll:catalog, which is not "
            "set; set catalog ({} uses its defaults), or remove workflow"
        )
    if workflow and workflow.spark_script and settings.spark is None:
        yield (
            "plimsoll:workflow.spark_script: the script needs plimsoll:spark, which is not set; "
            "set spark ({} uses its defaults), or remove spark_script"
        )
