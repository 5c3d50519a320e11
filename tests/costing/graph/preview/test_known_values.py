"""Values that stay known beside unknown outputs."""

from pathlib import Path

from costing.graph.follow import follow
from costing.model import UNKNOWN
from tests.costing.graph.preview.program import one, run


def test_unknown_name_is_a_reference_to_its_resource(tmp_path: Path) -> None:
    source = """
    names = aws.s3.Bucket("names")
    database = aws.rds.Instance("main", identifier=names.id, instance_class="db.m7g.large")
    aws.rds.Instance("replica", replicate_source_db=database.identifier,
                     instance_class="db.m7g.large")
    """
    graph = run(tmp_path, source)
    kind = "aws:rds/instance:Instance"
    assert follow(graph, one(graph, "replica"), "replicateSourceDb", kind) == one(graph, "main")


def test_unknown_outputs_with_an_enum_as_type_are_unknown(tmp_path: Path) -> None:
    source = """
    balancer = aws.alb.LoadBalancer("web", subnets=["subnet-1"])
    aws.s3.Bucket("logs", tags={"kind": balancer.load_balancer_type})
    """
    assert one(run(tmp_path, source), "logs").inputs["tags"]["kind"] is UNKNOWN
