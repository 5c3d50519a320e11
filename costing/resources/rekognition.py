"""Amazon Rekognition. https://aws.amazon.com/rekognition/pricing/."""

from costing.resources._shared.usage_meters import Line, StatedResource, usage_of
from costing.units import Unit

STORED = (Line("faces", "Face vectors stored", "FaceVectors-Stored", Unit.OBJECT_MONTHS),)


class Collection(StatedResource):
    """Face vectors stored. Images searched are charges of the API calls."""

    type = "aws:rekognition/collection:Collection"
    usage = usage_of("RekognitionCollectionUsage", STORED)
    service = "AmazonRekognition"
    lines = STORED
