"""Read-only access to an AWS account, and the result of a check."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Status = Literal["ok", "missing", "taken", "unknown"]
Client = Callable[[str, str], Any]  # boto3 client of a service in a region
ABSENT = (
    "ImageNotFoundException",
    "RepositoryNotFoundException",
    "404",
    "NoSuchBucket",
    "NoSuchKey",
    "ResourceNotFoundException",
    "InvalidAccessException",  # of Security Hub: not enabled
    "AccessDeniedException:macie2",  # of Macie: not enabled
)


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the report."""

    status: Status
    subject: str  # "image", "quota"
    region: str
    message: str
    fix: str = ""  # empty for status ok

    def line(self) -> str:
        way = f"; {self.fix}" if self.fix else ""
        return f"{self.status:8}{self.subject} ({self.region}): {self.message}{way}"


def error_code(error: Exception) -> str:
    """Return the code of a client error of boto3, or the name of another error."""
    response: Mapping[str, Any] = getattr(error, "response", {})
    return str(response.get("Error", {}).get("Code", type(error).__name__))


def is_absent(error: Exception, service: str = "") -> bool:
    code = error_code(error)
    return code in ABSENT or f"{code}:{service}" in ABSENT


def guarded(subject: str, region: str, check: Iterator[Result], item: str = "") -> Iterator[Result]:
    """Yield a check's results; an error, such as a missing permission, is one unknown result."""
    try:
        yield from check
    except Exception as error:  # noqa: BLE001 (each check stands alone)
        yield Result(
            "unknown",
            subject,
            region,
            f"{item}: AWS answered {error_code(error)}".removeprefix(": "),
            "use credentials that may read this service, such as the policy ReadOnlyAccess",
        )
