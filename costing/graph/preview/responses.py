"""Responses to the program's registrations, as messages of the engine's protocol."""

from pulumi.runtime.proto import resource_pb2

from costing.graph.preview import outputs, values


def registered(urn: str, answer: outputs.Answer) -> resource_pb2.RegisterResourceResponse:
    dependencies = {
        key: resource_pb2.RegisterResourceResponse.PropertyDependencies(urns=marks)
        for key, marks in answer.made_of.items()
    }
    return resource_pb2.RegisterResourceResponse(
        urn=urn,
        id=answer.id,
        object=values.struct(answer.outputs),
        propertyDependencies=dependencies,
    )


def read(urn: str, answer: outputs.Answer) -> resource_pb2.ReadResourceResponse:
    return resource_pb2.ReadResourceResponse(
        urn=urn, id=answer.id, properties=values.struct(answer.outputs)
    )
