"""Where models are trained, and what is kept of them: optional parts."""

from infra.checkpoints import Checkpoints, CheckpointsArgs
from infra.model_registry import ModelRegistry, ModelRegistryArgs
from infra.multi_node import MultiNode, MultiNodeArgs
from infra.network import Network
from infra.platform.ground import Ground, tags
from infra.platform.part import Part, joined
from infra.scratch import Link, Scratch, ScratchArgs
from infra.settings import (
    ModelRegistrySettings,
    MultiNodeSettings,
    ScratchSettings,
    TrainingSettings,
)
from infra.storage import Storage
from infra.training import Training, TrainingArgs


def make_training(ground: Ground, network: Network, storage: Storage) -> Part:
    settings = ground.settings
    if not settings.training and not settings.model_registry:
        return Part()
    checkpoints = make_checkpoints(ground, storage)
    parts = [Part(outputs={"checkpoints_bucket": checkpoints.bucket.bucket})]
    if settings.training:
        parts.append(make_batch(ground, settings.training, network))
    if settings.model_registry:
        parts.append(make_model_registry(ground, settings.model_registry, network))
    return joined(parts)


def make_checkpoints(ground: Ground, storage: Storage) -> Checkpoints:
    """Keep checkpoints in S3: they outlive the machine, and the zone, that wrote them."""
    args = CheckpointsArgs(
        scope=ground.scope,
        days=ground.settings.storage.checkpoint_days,
        key_arn=ground.keys.arns["data"],
        log_bucket=storage.buckets["logs"].id,
        after=storage.policies["logs"],
        protected=ground.settings.protected,
        tags=tags("checkpoints", "training", ground.settings.data_classification),
    )
    return Checkpoints("checkpoints", args, ground.home)


def make_batch(ground: Ground, settings: TrainingSettings, network: Network) -> Part:
    """Take jobs where there is capacity: all zones, many types, spot first, then on demand."""
    scratch = make_scratch(ground, settings.scratch, network) if settings.scratch else None
    args = TrainingArgs(
        scope=ground.scope,
        settings=settings,
        vpc_id=network.vpc_id,
        subnet_ids={zone: subnet.id for zone, subnet in network.private.items()},
        client_groups=[scratch.client_group_id] if scratch else [],
        after=[network, *([scratch] if scratch else [])],
        logs=ground.logs,
        tags=tags("training", "training", ground.settings.data_classification),
        default_tags=ground.machine_tags,
    )
    training = Training("training", args, ground.home)
    parts = [
        Part(
            alarms={"scratch": scratch.alarms} if scratch else {},
            events={"training": training.events},
            outputs={"training_queue": training.queue.name},
        )
    ]
    if settings.multi_node:
        parts.append(make_multi_node(ground, settings.multi_node, network, training))
    return joined(parts)


def make_scratch(ground: Ground, settings: ScratchSettings, network: Network) -> Scratch:
    """Put the fast copy into the first zone; what it was copied from outlives it."""
    args = ScratchArgs(
        scope=ground.scope,
        settings=settings,
        vpc_id=network.vpc_id,
        subnet_id=network.data[ground.zones[0]].id,
        links=[Link("data", ground.scope.bucket("data"), writes=False)],
        tags=tags("scratch", "training", ground.settings.data_classification),
    )
    return Scratch("scratch", args, ground.home)


def make_multi_node(
    ground: Ground, settings: MultiNodeSettings, network: Network, training: Training
) -> Part:
    """Keep machines of one job together in one zone, which the job is lost with."""
    args = MultiNodeArgs(
        scope=ground.scope,
        settings=settings,
        training=training.args.settings,
        zone=settings.zone or ground.zones[0],
        vpc_id=network.vpc_id,
        machines=training.machines,
        after=[network, training],
        tags=tags("multi-node", "training", ground.settings.data_classification),
    )
    many = MultiNode("multi-node", args, ground.home)
    return Part(events={"multi-node": many.events}, outputs={"multi_node_queue": many.queue.name})


def make_model_registry(ground: Ground, settings: ModelRegistrySettings, network: Network) -> Part:
    """Let SageMaker find spot in any of the zones, and go on from a checkpoint in another."""
    args = ModelRegistryArgs(
        scope=ground.scope,
        settings=settings,
        vpc_id=network.vpc_id,
        subnet_ids=network.private_subnet_ids,
        key_arn=ground.keys.arns["data"],
        tags=tags("model-registry", "training", ground.settings.data_classification),
        default_tags=ground.default_tags,
    )
    registry = ModelRegistry("model-registry", args, ground.home)
    return Part(
        events={"model-registry": registry.events},
        outputs={
            "training_pipeline": registry.pipeline.pipeline_name,
            "model_registry": registry.models,
        },
    )
