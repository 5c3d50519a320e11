"""A moto server on a free port of the loopback interface; it answers one request at a time."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import botocore.session
from moto.iam.access_control import PermissionResult
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.s3.models import FakeBucket
from moto.sagemaker import validators
from werkzeug.serving import make_server

ROOT = Path(__file__).resolve().parents[3]
SETTINGS = {
    "MOTO_ACCOUNT_ID": "123456789012",
    "MOTO_EC2_LOAD_DEFAULT_AMIS": "false",
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
    "LAMBDA_USE_DOCKER": "false",
}


@contextmanager
def moto_server() -> Iterator[str]:
    """Yield the address of a server with an empty account."""
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.engine.api.server"],
        cwd=ROOT,
        env=os.environ | SETTINGS,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # moto's own exceptions: the request answers 500
        text=True,
    )
    try:
        assert running.stdout
        yield f"http://127.0.0.1:{running.stdout.readline().strip()}"
    finally:
        running.terminate()
        running.communicate()


def correct_moto() -> None:
    """Replace parts of moto that differ from AWS, or that need packages of no use here."""
    for name in ("", ".validation", ".validation.exceptions"):  # reads imported REST APIs
        unused = ModuleType(f"openapi_spec_validator{name}")
        unused.validate = unused.OpenAPIValidationError = None  # type: ignore[attr-defined]
        sys.modules[unused.__name__] = unused
    sagemaker = botocore.session.get_session().get_service_model("sagemaker")
    types = sagemaker.shape_for("ProductionVariantInstanceType").enum
    one_of = validators.is_one_of

    def is_one_of(value: Any, options: Any, *more: Any) -> bool:
        ours = types if str(value).startswith("ml.") else options  # moto's types are old
        return one_of(value, ours, *more)

    setattr(validators, "is_one_of", is_one_of)  # noqa: B010 (mypy)
    # moto ignores conditions, so that a denial without TLS would deny every request.
    setattr(FakeBucket, "get_permission", lambda *_: PermissionResult.NEUTRAL)  # noqa: B010 (mypy)


def main() -> None:
    correct_moto()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app))
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
