"""Programs that run with limited access."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from costing.errors import ProgramError
from costing.graph import preview
from costing.graph.preview.access import Access
from costing.graph.resource import Graph
from tests.costing.graph.preview.program import SECONDS, one, write

UNSHARE = ["unshare", "--net", *([] if os.geteuid() == 0 else ["--user"]), "true"]
CAN_CUT = (
    sys.platform == "linux"
    and subprocess.run(UNSHARE, check=False, capture_output=True).returncode == 0  # noqa: S603
)
needs_cut = pytest.mark.skipif(not CAN_CUT, reason="this system does not permit network namespaces")
SECRET_VARIABLES = {
    "AWS_ACCESS_KEY_ID": "AKIA0123456789",
    "AWS_PROFILE": "prod",
    "AZURE_CLIENT_SECRET": "s3cret",
    "GITHUB_TOKEN": "ghp_0123456789",
    "HTTPS_PROXY": "http://user:word@proxy:3128",
    "KUBECONFIG": "/home/me/.kube/config",
    "PULUMI_ACCESS_TOKEN": "pul-0123456789",
    "PYTHON_KEYRING_PASSWORD": "s3cret",
    "SSH_AUTH_SOCK": "/tmp/agent",  # noqa: S108
}


def request_text(graph: Graph) -> Any:
    found: dict[str, Any] = json.loads(one(graph, "shop-dev").outputs["told"])
    return found


def previewed(folder: Path, source: str, **access: Any) -> Graph:
    return preview.run(write(folder, source), timeout_seconds=SECONDS, access=Access(**access))


def failure(folder: Path, source: str, **access: Any) -> str:
    with pytest.raises(ProgramError) as raised:
        previewed(folder, source, **access)
    assert "\n" not in str(raised.value)
    return str(raised.value)
