"""AWS Amplify Hosting. https://aws.amazon.com/amplify/pricing/."""

from costing.resources._shared.left_out import LeftOut
from costing.resources._shared.usage_meters import Line, StatedResource, usage_of
from costing.units import Unit

HOSTED = (
    Line("monthly_build_minutes", "Build minutes", "BuildDuration", Unit.MINUTES),
    Line("storage_gb", "Storage", "DataStorage"),
    Line("monthly_served_gb", "Data served", "DataTransferOut", Unit.GB),
    Line(
        "monthly_ssr_requests",
        "Requests rendered by a server",
        "HostingComputeRequestCount",
        Unit.REQUESTS,
        silent=True,
    ),
    Line(
        "monthly_ssr_gb_seconds",
        "Duration of rendering",
        "HostingComputeRequestDuration",
        Unit.GB_SECONDS,
        silent=True,
    ),
)


class App(StatedResource):
    """Builds, storage, and data served."""

    type = "aws:amplify/app:App"
    usage = usage_of("AmplifyAppUsage", HOSTED)
    service = "AWSAmplify"
    lines = HOSTED
    left_out = (
        LeftOut(
            "Larger build instances",
            "jobConfig.buildComputeType",
            values=("LARGE_16GB", "XLARGE_72GB"),
        ),
    )
