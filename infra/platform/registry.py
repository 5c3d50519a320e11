"""The images that the stack's parts run."""

from infra.platform.ground import Ground, tags
from infra.registry import Registry, RegistryArgs
from infra.settings import RegistrySettings, Settings


def make_registry(ground: Ground, settings: RegistrySettings) -> Registry:
    """Have each image in every region that may have to run it, before it has to."""
    args = RegistryArgs(
        scope=ground.scope,
        settings=settings,
        regions=copied_to(ground.settings, settings),
        key_arn=ground.keys.arns["data"],
        protected=ground.settings.protected,
        tags=tags("registry", "shared", "internal"),
    )
    return Registry("registry", args, ground.home)


def copied_to(settings: Settings, registry: RegistrySettings) -> list[str]:
    """Return the regions that are stated, and the one that takes over."""
    standby = [settings.standby.region] if settings.standby else []
    return sorted({*registry.replicate_to, *standby} - {settings.region})
