"""Environment variables and files that a program may read; documented in docs/security.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from costing.errors import CallError, nearest
from costing.model import DefaultRegion

LOCALE = "LC_"  # prefix
ALLOWED = frozenset(
    {
        # The user and the session. The interpreter needs HOME to start; afterwards it is replaced.
        *("HOME", "USER", "LOGNAME", "SHELL", "TERM", "LANG", "LANGUAGE", "TZ", "TZDIR"),
        *("PATH", "TMPDIR", "TEMP", "TMP", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
        "DYLD_FALLBACK_LIBRARY_PATH",
        # Python's settings by name: a prefix PYTHON would also pass tokens of other tools.
        *("VIRTUAL_ENV", "CONDA_PREFIX", "CONDA_DEFAULT_ENV", "PYENV_ROOT", "PYENV_VERSION"),
        *("PYTHONPATH", "PYTHONHOME", "PYTHONUSERBASE", "PYTHONNOUSERSITE", "PYTHONSAFEPATH"),
        *("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "PYTHONHASHSEED", "PYTHONUTF8"),
        *("PYTHONIOENCODING", "PYTHONWARNINGS", "PYTHONOPTIMIZE", "PYTHONMALLOC"),
        "PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION",
        # Certificate authorities, for --with-network.
        *("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"),
        "AWS_CA_BUNDLE",
        # The region is not a secret, and Pulumi's provider reads it.
        *("AWS_REGION", "AWS_DEFAULT_REGION"),
        # Windows needs these to start a process.
        *("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "USERNAME", "USERPROFILE"),
    }
)
AWS = "AWS_"
# Files that botocore and AWS's other SDKs read credentials from; each points to an empty file.
AWS_FILES = ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "BOTO_CONFIG")
HOME = ("HOME", "USERPROFILE")


@dataclass(frozen=True, slots=True)
class Access:
    """Permissions of a program beyond its default environment."""

    credentials: bool = False  # AWS's: variables, configuration files, the home folder
    network: bool = False
    variables: tuple[str, ...] = ()  # further names

    @property
    def home(self) -> bool:
        """Tell whether the program may read the user's home folder."""
        return self.credentials or not set(HOME).isdisjoint(self.variables)

    @property
    def missing_options(self) -> str:
        """Options that a program needs to call AWS and that are not set."""
        wanted = {"--with-credentials": self.credentials, "--with-network": self.network}
        return " ".join(option for option, given in wanted.items() if not given)


def environment(
    access: Access, environ: Mapping[str, str], folder: Path, region: DefaultRegion | None
) -> dict[str, str]:
    """Return the environment variables of a program's process.

    `folder`: the preview's temporary one. Raise CallError for a variable that is not set.
    """
    check(access.variables, environ)
    passed = {
        name: value
        for name, value in environ.items()
        if name in ALLOWED
        or name.startswith(LOCALE)
        or name in access.variables
        or (access.credentials and name.startswith(AWS))
    }
    if region is not None and region.origin not in environ:  # of an option
        passed["AWS_REGION"] = region.region
    if not access.credentials:
        empty = folder / "aws"
        empty.touch()
        closed = {**dict.fromkeys(AWS_FILES, str(empty)), "AWS_EC2_METADATA_DISABLED": "true"}
        passed = {**closed, **passed}
    if not access.network:
        passed.setdefault("AWS_MAX_ATTEMPTS", "1")  # avoids seconds of retries in botocore
    return passed


def check(names: tuple[str, ...], environ: Mapping[str, str]) -> None:
    for name in names:
        if "=" in name:
            raise CallError(f"--with-env {name}: give the variable's name only, without a value")
        if name not in environ:
            raise CallError(
                f"--with-env {name}: this variable is not set{nearest(name, environ)}; "
                "set it, or leave the option out"
            )
