"""What an account has once, or once a region: its defaults, its audit, what looks for attackers."""

from collections.abc import Sequence

from infra.account import Account, AccountArgs
from infra.audit import Audit, AuditArgs
from infra.detection import Detection, DetectionArgs
from infra.platform.ground import Ground, tags
from infra.platform.part import Part
from infra.recording import Recording, RecordingArgs
from infra.scope import Scope
from infra.settings import AccountSettings
from infra.storage import Storage

LAKE = ("data", "features", "models")


def make_account_wide(
    ground: Ground, settings: AccountSettings, storage: Storage
) -> tuple[Part, Audit]:
    """Return what is watched at home, and the audit that other regions write to as well."""
    regions = [ground.scope, ground.away.scope] if ground.away else [ground.scope]
    audit = make_audit(ground, settings, storage, regions)
    detection = make_watch(ground, settings, ground, audit, storage)
    return Part({"audit": audit.alarms}, {"detection": detection.events}), audit


def make_audit(
    ground: Ground, settings: AccountSettings, storage: Storage, regions: Sequence[Scope]
) -> Audit:
    """Have one trail for all regions; its records are locked, its alarms told at once."""
    args = AuditArgs(
        scope=ground.scope,
        lake=[scope.bucket_arn(purpose) for scope in regions for purpose in LAKE],
        data_events=settings.data_events,
        keep_days=settings.audit_days,
        key_arn=ground.keys.arns["audit"],
        log_bucket=storage.buckets["logs"].id,
        after=[storage.policies["logs"]],
        logs=ground.logs,
        protected=ground.settings.protected,
        tags=tags("audit", "shared", "restricted"),
    )
    return Audit("audit", args, ground.home)


def make_watch(
    ground: Ground, settings: AccountSettings, home: Ground, audit: Audit, storage: Storage
) -> Detection:
    """Look for trouble in each region: an attacker takes the one that nobody looks at."""
    everywhere = ground is home
    account = AccountArgs(
        scope=ground.scope,
        everywhere=everywhere,
        unused_access_days=settings.unused_access_days,
        tags=tags("account", "shared", "internal"),
    )
    Account(f"{ground.prefix}account", account, ground.home)
    recording = RecordingArgs(
        scope=ground.scope,
        home=home.scope,
        everywhere=everywhere,
        frequency=settings.config_recording,
        bucket=audit.configuration.id,
        key_arn=home.keys.arns["audit"],
        tags=tags("recording", "shared", "internal"),
    )
    Recording(f"{ground.prefix}recording", recording, ground.home)
    detection = DetectionArgs(
        scope=ground.scope,
        settings=settings,
        lake=[storage.buckets[purpose].id for purpose in LAKE],
        tags=tags("detection", "shared", "internal"),
    )
    return Detection(f"{ground.prefix}detection", detection, ground.home)
