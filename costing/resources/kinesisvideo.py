"""Amazon Kinesis Video Streams. https://aws.amazon.com/kinesis/video-streams/pricing/."""

from costing.resources._shared.usage_meters import Line, StatedResource, usage_of
from costing.units import Unit

STREAMED = (
    Line("monthly_ingested_gb", "Data ingested", "DataIngested-Bytes", Unit.GB),
    Line("storage_gb", "Storage", "TimedStorage-ByteHrs"),
    Line("monthly_consumed_gb", "Data consumed", "DataConsumed-Bytes", Unit.GB),
    Line("monthly_hls_gb", "Data consumed by HLS", "HLS-DataConsumed-Bytes", Unit.GB, silent=True),
    Line("monthly_clips_gb", "Clips", "GetClip-Bytes", Unit.GB, silent=True),
    Line("monthly_images", "Images (up to 1080p)", "Images-1080p", Unit.IMAGES, silent=True),
    Line("monthly_large_images", "Images (above 1080p)", "Images-4K", Unit.IMAGES, silent=True),
)


class VideoStream(StatedResource):
    """Video ingested, stored and consumed, and the clips and images taken from it."""

    type = "aws:kinesis/videoStream:VideoStream"
    usage = usage_of("VideoStreamUsage", STREAMED)
    service = "AmazonKinesisVideo"
    lines = STREAMED
