"""Table of the types whose requests go to the API; the others stay with the plain double."""

from collections.abc import Mapping

from tests.engine.api.kind import Kind
from tests.engine.api.kinds_compute import COMPUTE
from tests.engine.api.kinds_databases import DATABASES
from tests.engine.api.kinds_edge import EDGE
from tests.engine.api.kinds_network import NETWORK
from tests.engine.api.kinds_operations import OPERATIONS
from tests.engine.api.kinds_security import SECURITY
from tests.engine.api.kinds_stores import STORES

KINDS: Mapping[str, Kind] = {
    **NETWORK,
    **EDGE,
    **STORES,
    **DATABASES,
    **SECURITY,
    **OPERATIONS,
    **COMPUTE,
}
