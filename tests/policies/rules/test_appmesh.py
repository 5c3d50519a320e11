"""Rules for AWS App Mesh."""

from costing.model import UNKNOWN
from policies.rules.appmesh import NODE
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_inputs(
        "appmesh-listener-tls-strict",
        NODE,
        passes=[{"spec": {"listeners": [{"tls": {"mode": "STRICT"}}]}}, {"spec": {}}],
        fails=[
            {"spec": {"listeners": [{"tls": {"mode": "PERMISSIVE"}}]}},
            {"spec": {"listeners": [{"portMapping": {"port": 80}}]}},
        ],
        unknown=[{"spec": {"listeners": UNKNOWN}}],
    ),
    *of_input(
        "appmesh-client-policy-enforces-tls",
        "spec.backendDefaults.clientPolicy.tls.enforce",
        passes=[True, None],
        fails=[False],
        kind=NODE,
    ),
    *of_input(
        "appmesh-mesh-drops-external-egress",
        "spec.egressFilter.type",
        passes=["DROP_ALL", None],
        fails=["ALLOW_ALL"],
    ),
    *of_inputs(
        "appmesh-access-logging",
        NODE,
        passes=[{"spec": {"logging": {"accessLog": {"file": {"path": "/dev/stdout"}}}}}],
        fails=[{"spec": {"listeners": [{"portMapping": {"port": 80}}]}}],
        unknown=[{"spec": {"logging": UNKNOWN}}],
    ),
]
