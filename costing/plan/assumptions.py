"""Assumption sheet: every number of a plan with its origin and date."""

from collections.abc import Iterator

from pydantic import BaseModel

from costing.errors import CallError, nearest
from costing.plan.plan import Assumption
from costing.plan.price_snapshot import PriceSnapshot
from costing.plan.service_levels import service_levels
from costing.plan.workload import Risks, Span, Workload

ORIGINS = {  # defaults of risks: origin, date
    "spot_interruptions_percent": ("assumed; see the Spot Instance advisor", ""),
    "spot_unavailable_hours": ("assumed; measured V100 pools of 2022-23 had 0.7 to 10 hours", ""),
    "spot_correlation": ("measured: V100 pools of one region", "2023-02"),
    "zone_events_per_year": ("assumed: one event in ten years of a zone, 90 % interval", ""),
    "zone_event_hours": ("assumed", ""),
    "instance_availability": ("SLA: Amazon Compute, instance level", "2022-05"),
}


def dependency(name: str, availability: float | None) -> tuple[float, str, str]:
    """Return availability, origin and date. Raise CallError for a name without an SLA."""
    if availability is not None:
        return availability, "workload file", ""
    known = service_levels().get(name.replace("_", "-"))
    if known is None:
        raise CallError(
            f"dependencies.{name}: no SLA of this name is known{nearest(name, service_levels())}; "
            f"write its availability, for example: {name}: 0.999"
        )
    return known.availability, f"SLA: {known.service}, {known.scope}", known.as_of


def assumptions(workload: Workload, prices: PriceSnapshot) -> tuple[Assumption, ...]:
    return (
        *of_services(workload),
        *of_risks(workload.risks),
        *(
            Assumption(f"dependencies.{name}", f"{found[0]:.4%}", *found[1:])
            for name, given in workload.dependencies.items()
            for found in [dependency(name, given)]
        ),
        *of_prices(prices),
    )


def of_services(workload: Workload) -> Iterator[Assumption]:
    for name, service in workload.services.items():
        where = f"services.{name}"
        source = "trace" if service.demand.trace is not None else "workload file"
        yield Assumption(f"{where}.demand", source, "measured" if source == "trace" else source)
        yield from spans(service.demand, f"{where}.demand")
        for kind, capacity in service.capacity.items():
            yield from spans(capacity, f"{where}.capacity.{kind}")
        yield from spans(service, where)
        yield Assumption(
            f"{where}: spot pools used at once",
            f"at most {service.spot.most_pool_share:.0%} of the spot instances in one pool",
            origin_of(service.spot, "most_pool_share"),
        )
    for name, job in workload.jobs.items():
        yield from spans(job, f"jobs.{name}")
        for kind, hours in job.work_hours.items():
            yield Assumption(f"jobs.{name}.work_hours.{kind}", text(hours), "workload file")


def spans(model: BaseModel, where: str) -> Iterator[Assumption]:
    """Yield the numbers of a model that may be ranges."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, Span):
            yield Assumption(f"{where}.{name}", text(value), origin_of(model, name))


def origin_of(model: BaseModel, name: str) -> str:
    """Return the origin of a field; a file may repeat the default, as the sample does."""
    return "assumed (default)" if is_default(model, name) else "workload file"


def is_default(model: BaseModel, name: str) -> bool:
    field = type(model).model_fields[name]
    return not field.is_required() and getattr(model, name) == field.get_default()


def of_risks(risks: Risks) -> Iterator[Assumption]:
    if risks.spot_trace is not None:
        yield Assumption("risks.spot_trace", risks.spot_trace.name, "measured")
    for name, (origin, when) in ORIGINS.items():
        value = getattr(risks, name)
        if risks.spot_trace is not None and name.startswith("spot_"):
            continue
        shown = text(value) if isinstance(value, Span) else f"{value:g}"
        given = not is_default(risks, name)
        yield Assumption(
            f"risks.{name}", shown, "workload file" if given else origin, "" if given else when
        )


def of_prices(prices: PriceSnapshot) -> Iterator[Assumption]:
    for each in prices.prices:
        note = f"; {each.assumed}" if each.assumed else ""
        yield Assumption(
            f"price {each.sku} ({each.purchase})",
            f"${each.usd_per_hour} an hour{note}",
            f"price book: {each.source}",
            each.as_of,
        )


def text(span: Span) -> str:
    if span.is_exact:
        return f"{span.mid:g}"
    return f"{span.mid:g} ({span.low:g} to {span.high:g})"
