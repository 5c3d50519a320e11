"""Write build/sbom.json, the software bill of materials: python -m tools.sbom.

CycloneDX 1.6, from requirements.lock: each package with its version and the hashes of its files.
"""

import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
OUT = ROOT / "build" / "sbom.json"
PACKAGE = re.compile(r"^([\w.-]+)==([^\s;\\]+)([^\n]*)\n((?:    --hash=.*\n)*)", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def document(lock: str) -> dict[str, Any]:
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "plimsoll"}},
        "components": [
            {
                "type": "library",
                "name": name,
                "version": version,
                "purl": f"pkg:pypi/{name}@{version}",
                "externalReferences": [
                    {
                        "type": "distribution",
                        "url": f"pkg:pypi/{name}@{version}",
                        "hashes": [{"alg": "SHA-256", "content": each} for each in hashes],
                    }
                ],
            }
            for name, version, hashes in packages(lock)
        ],
    }


def packages(lock: str) -> list[tuple[str, str, list[str]]]:
    """Return name, version and the hashes of the files of each package."""
    found = PACKAGE.findall(lock)
    return [(name, version, HASH.findall(hashes)) for name, version, _, hashes in found]


def main() -> None:
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(document(LOCK.read_text(encoding="utf-8")), indent=2) + "\n")
    print(f"wrote {OUT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
