def handler(event: object, _: object) -> object:
    return event
