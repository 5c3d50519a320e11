"""What a serving instance is: its image, what it runs when it starts, what it may do."""

import base64
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2, iam, ssm

from infra.policy import Statement, allow, assumed_by, document
from infra.scope import Scope
from infra.sessions import write_sessions
from infra.settings import ServingSettings


@dataclass(frozen=True, slots=True)
class InstanceArgs:
    scope: Scope
    settings: ServingSettings
    security_groups: Sequence[pulumi.Input[str]]
    permissions: Sequence[Statement]  # what it may do with the stores
    tags: Mapping[str, str]
    every_tag: Mapping[str, str]  # the provider's too, which reach no instance by themselves


def startup_script(scope: Scope, settings: ServingSettings) -> str:
    """Return what an instance runs when it starts: the container, told where the stores are.

    A parameter of the stack becomes a variable: database/endpoint is DATABASE_ENDPOINT. The
    certificate of its own, for requests from the load balancer, is in TLS_CERTIFICATE, TLS_KEY.
    """
    return textwrap.dedent(f"""\
        #!/bin/bash
        set -euo pipefail
        image={settings.container_image}
        export AWS_DEFAULT_REGION={scope.region}
        command -v docker > /dev/null || dnf install --assumeyes docker
        systemctl enable --now docker
        install --directory --mode 755 /etc/serving-tls
        openssl req -x509 -newkey rsa:2048 -nodes -days 825 -subj "/CN=$(hostname)" \\
            -keyout /etc/serving-tls/key.pem -out /etc/serving-tls/certificate.pem
        chmod 644 /etc/serving-tls/key.pem
        {{
            echo TLS_CERTIFICATE=/etc/serving-tls/certificate.pem
            echo TLS_KEY=/etc/serving-tls/key.pem
            echo MODELS_BUCKET={scope.bucket("models")}
            echo FEATURES_BUCKET={scope.bucket("features")}
            aws ssm get-parameters-by-path --recursive --path {scope.path()} \\
                --query 'Parameters[].[Name,Value]' --output text |
                while IFS=$'\\t' read -r name value; do
                    key=${{name#{scope.path()}/}}
                    key=${{key//[^a-zA-Z0-9]/_}}
                    echo "${{key^^}}=$value"
                done
        }} > /etc/serving.env
        if [[ $image == *.dkr.ecr.* ]]; then
            aws ecr get-login-password |
                docker login --username AWS --password-stdin "${{image%%/*}}"
        fi
        gpus=$(command -v nvidia-smi > /dev/null && echo --gpus=all || true)
        docker run --detach --restart always --network host --env-file /etc/serving.env $gpus \\
            --volume /etc/serving-tls:/etc/serving-tls:ro \\
            --log-driver awslogs --log-opt awslogs-group={scope.path("serving")} "$image"
        """)


def permissions(scope: Scope) -> list[Statement]:
    """Return what every serving instance may do; the stores' own come on top."""
    models, features = scope.bucket_arn("models"), scope.bucket_arn("features")
    path, group = scope.path(), scope.path("serving")
    return [
        allow(["s3:ListBucket"], [models, features]),
        allow(["s3:GetObject"], [f"{models}/*", f"{features}/*"]),
        {
            **allow(["kms:Decrypt"], [scope.arn("kms", "key/*")]),
            "Condition": {
                "ForAnyValue:StringEquals": {"kms:ResourceAliases": scope.key_alias("data")}
            },
        },
        allow(["ssm:GetParametersByPath"], [scope.arn("ssm", f"parameter{path}")]),
        allow(
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            [scope.arn("logs", f"log-group:{group}:*")],
        ),
        allow(["ecr:GetAuthorizationToken"], ["*"]),  # knows no narrower resource
        allow(
            ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            [scope.arn("ecr", "repository/*")],
        ),
        *write_sessions(scope),
    ]


def launch_template(
    name: str, args: InstanceArgs, child: pulumi.ResourceOptions
) -> ec2.LaunchTemplate:
    settings = args.settings
    # Looked up here, not by the template itself: an instance refresh rolls back only to a template
    # that names its image. A newer image is a new template at the next update.
    image = ssm.get_parameter_output(
        name=settings.image, opts=pulumi.InvokeOutputOptions(parent=child.parent)
    ).insecure_value
    return ec2.LaunchTemplate(
        name,
        description="Serving instances",
        image_id=image,
        instance_type=settings.instance_types[0] if settings.warm_pool else None,
        iam_instance_profile={"arn": instance_profile(name, args, child)},
        metadata_options={
            "http_endpoint": "enabled",
            "http_tokens": "required",
            "http_put_response_hop_limit": 1,
        },
        monitoring={"enabled": settings.detailed_monitoring},
        network_interfaces=[
            {
                "associate_public_ip_address": "false",
                "security_groups": args.security_groups,
            }
        ],
        block_device_mappings=[{"device_name": "/dev/xvda", "ebs": volume(settings)}],
        user_data=base64.b64encode(startup_script(args.scope, settings).encode()).decode(),
        tag_specifications=[
            {"resource_type": kind, "tags": args.every_tag}
            for kind in ("instance", "network-interface", "volume")
        ],
        update_default_version=True,
        tags=args.tags,
        opts=child,
    )


def volume(settings: ServingSettings) -> ec2.LaunchTemplateBlockDeviceMappingEbsArgsDict:
    """Encrypt with the account's own key.

    One of ours would have to be opened to Auto Scaling's service-linked role, and without that no
    instance starts.
    """
    return {
        "volume_type": "gp3",
        "volume_size": settings.root_volume_gb,
        "encrypted": "true",
        "delete_on_termination": "true",
    }


def instance_profile(
    name: str, args: InstanceArgs, child: pulumi.ResourceOptions
) -> pulumi.Output[str]:
    role = iam.Role(
        name,
        description="What serving instances may do",
        assume_role_policy=assumed_by("ec2"),
        tags=args.tags,
        opts=child,
    )
    iam.RolePolicy(
        name,
        role=role.id,
        policy=document(*permissions(args.scope), *args.permissions),
        opts=child,
    )
    # Session Manager takes the place of SSH: no key, no open port, every session on record.
    iam.RolePolicyAttachment(
        f"{name}-sessions",
        role=role.name,
        policy_arn=args.scope.managed_policy("AmazonSSMManagedInstanceCore"),
        opts=child,
    )
    return iam.InstanceProfile(name, role=role.name, tags=args.tags, opts=child).arn
