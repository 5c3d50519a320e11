"""Operations of the engine in previews."""

from costing.graph.readers.preview_json import OPERATIONS


def test_every_operation_is_one_of_the_engines() -> None:
    """From pkg/resource/deploy/step.go."""
    engines = (
        "same create update delete replace create-replacement delete-replaced read "
        "read-replacement refresh discard discard-replaced remove-pending-replace import "
        "import-replacement"
    )

    assert set(engines.split()) == OPERATIONS
