"""Volumes whose sizes an asynchronous function returns."""

import asyncio

import pulumi
import pulumi_aws as aws


async def sizes() -> list[int]:
    await asyncio.sleep(0.01)
    return [100, 500]


async def main() -> dict[str, pulumi.Output[str]]:
    volumes = {}
    for size in await sizes():
        volume = aws.ebs.Volume(
            f"data-{size}", size=size, type="io2", iops=3000, availability_zone="us-east-1a"
        )
        volumes[f"data-{size}"] = volume.id
    return volumes


pulumi.run(main)
