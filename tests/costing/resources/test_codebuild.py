from costing.resources import codebuild
from tests.costing.resources.case import Case


def of(kind: str, compute: str, **more: object) -> dict[str, object]:
    return {"environment": {"type": kind, "computeType": compute, "image": "i", **more}}


CASES = [
    Case(
        "a build is charged by the minute",
        codebuild.Project,
        of("LINUX_CONTAINER", "BUILD_GENERAL1_MEDIUM"),
        {"Build-Min:Linux:g1.medium": None},
    ),
    Case(
        "Arm is another machine",
        codebuild.Project,
        of("ARM_CONTAINER", "BUILD_GENERAL1_2XLARGE"),
        {"Build-Min:ARM:g1.2xlarge": 1000},
        usage={"monthly_build_mins": 1000},
    ),
    Case(
        "so is Windows",
        codebuild.Project,
        of("WINDOWS_SERVER_2019_CONTAINER", "BUILD_GENERAL1_LARGE"),
        {"Build-Min:Windows:g1.large": 100},
        usage={"monthly_build_mins": 100},
    ),
    Case(
        "and a GPU",
        codebuild.Project,
        of("LINUX_GPU_CONTAINER", "BUILD_GENERAL1_LARGE"),
        {"Build-Min:LinuxGPU:gpu1.large": None},
    ),
    Case(
        "builds on Lambda are charged by the second",
        codebuild.Project,
        of("ARM_LAMBDA_CONTAINER", "BUILD_LAMBDA_4GB"),
        {"Build-Sec:Lambda:arm.4GB": 600},
        usage={"monthly_build_mins": 10},
    ),
    Case(
        "builds on a fleet are charged with the fleet",
        codebuild.Project,
        of("LINUX_CONTAINER", "BUILD_GENERAL1_SMALL", fleet={"fleetArn": "arn"}),
        {},
    ),
]
