from costing.resources.rekognition import Collection
from tests.costing.resources.case import Case

CASES = [
    Case("faces", Collection, {}, {"FaceVectors-Stored": 100_000}, usage={"faces": 100_000}),
]
