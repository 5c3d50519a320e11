"use strict";
(() => {
  const { resources, components, charges, sources, findings: byRule } =
    JSON.parse(document.getElementById("estimate").textContent);
  const tree = document.getElementById("tree");
  const search = document.getElementById("search");
  const sort = document.getElementById("sort");
  const found = document.getElementById("found");
  const MOST = 500; // resources that a search lists
  const FORMAT = new Intl.NumberFormat("en-US",
    { style: "currency", currency: "USD", roundingMode: "halfEven" });
  // Millionths of a USD are whole numbers, so that sums are exact.
  const usd = (millionths) => FORMAT.format(
    `${Math.trunc(millionths / 1e6)}.${String(Math.abs(millionths % 1e6)).padStart(6, "0")}`);

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children.filter((child) => child !== null));
    return element;
  };

  const text = (resource) =>
    [resource.name, resource.type, resource.component, resource.region,
      ...resource.charges.flatMap((charge) => [charge.name, charge.sku])]
      .join("\n").toLowerCase();
  for (const resource of resources) {
    resource.charges = resource.charges.map((number) => charges[number]);
    resource.text = text(resource);
  }

  const ORDERS = {
    cost: (a, b) => b.cost - a.cost || a.name.localeCompare(b.name),
    name: (a, b) => a.name.localeCompare(b.name),
    type: (a, b) => a.type.localeCompare(b.type) || a.name.localeCompare(b.name),
  };

  const folded = (words, cost, fill) => {
    const details = make("details", {},
      make("summary", {}, make("span", { className: "cost", textContent: cost }), ...words));
    let filled = false;
    details.addEventListener("toggle", () => {
      if (details.open && !filled) {
        filled = true;
        details.append(...fill());
      }
    });
    return details;
  };

  const facts = (charge) => {
    const tiers = (charge.tiers ?? []).map(([start, price, inside]) =>
      ["Tier", `from ${start}: $${price} each, ${inside} in this tier`]);
    const listed = [
      ["Meter", `${charge.name}, ${charge.unit}`],
      ["Usage key", charge.usage],
      ["Assumption", charge.note],
      ["SKU", charge.sku],
      ...tiers,
      ["Price", charge.price && `$${charge.price} a unit`],
      ["Date", charge.date],
      ["Source", charge.date && sources[charge.from]],
      ["Note", charge.flags],
    ];
    return make("dl", {}, ...listed.filter(([, value]) => value).flatMap(([name, value]) =>
      [make("dt", { textContent: name }), make("dd", { textContent: value })]));
  };

  const chargeRows = (charge) => {
    const opener = make("button", { type: "button", className: "opener", textContent: charge.name });
    opener.setAttribute("aria-expanded", "false");
    const cell = make("td", { colSpan: 4 });
    const explained = make("tr", { className: "explained", hidden: true }, cell);
    opener.addEventListener("click", () => {
      explained.hidden = !explained.hidden;
      opener.setAttribute("aria-expanded", String(!explained.hidden));
      if (!cell.firstChild) cell.append(facts(charge));
    });
    return [make("tr", {},
      make("th", { scope: "row" }, opener),
      make("td", { className: "number", textContent: `${charge.quantity ?? "?"} ${charge.unit}` }),
      make("td", { className: "number", textContent: charge.price ? `$${charge.price}` : "no price" }),
      make("td", { className: "number",
        textContent: charge.usd ?? "usage not specified" })),
    explained];
  };

  const resourceFacts = (resource) => {
    const head = ["Charge", "Quantity", "Unit price", "USD a month"].map((name, index) =>
      make("th", { scope: "col", textContent: name, className: index ? "number" : "" }));
    const gaps = resource.gaps.map(([name, reason]) =>
      make("tr", {}, make("th", { scope: "row", textContent: name }),
        make("td", { colSpan: 3, textContent: `not priced: ${reason}` })));
    return [make("div", { className: "facts" },
      make("p", { className: "muted", textContent:
        [resource.region, resource.source].filter(Boolean).join(", ") }),
      make("table", {}, make("thead", {}, make("tr", {}, ...head)),
        make("tbody", {}, ...resource.charges.flatMap(chargeRows), ...gaps)))];
  };

  const resourceNode = (resource) => folded(
    [make("b", { textContent: resource.name }), " ",
      make("span", { className: "type", textContent: resource.type })],
    resource.usd, () => resourceFacts(resource));

  const componentNodes = (listed) => {
    const groups = Map.groupBy
      ? Map.groupBy(listed, (each) => each.component)
      : listed.reduce((map, each) =>
        map.set(each.component, [...(map.get(each.component) ?? []), each]), new Map());
    if (groups.size === 1) return listed.slice(0, MOST).map(resourceNode);
    const summed = [...groups].map(([name, members]) =>
      ({ name, type: name, members, cost: members.reduce((sum, each) => sum + each.cost, 0) }));
    return summed.sort(ORDERS[sort.value]).map((group) => folded(
      [make("b", { textContent: group.name }), " ",
        make("span", { className: "type", textContent:
        `${group.members.length} resource${group.members.length === 1 ? "" : "s"}` })],
      components[group.name], () => group.members.map(resourceNode)));
  };

  const show = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const matching = resources.filter((each) => words.every((word) => each.text.includes(word)));
    const listed = matching.sort(ORDERS[sort.value]);
    const cost = listed.reduce((sum, each) => sum + each.cost, 0);
    const nodes = words.length
      ? listed.slice(0, MOST).map(resourceNode) : componentNodes(listed);
    tree.replaceChildren(...nodes);
    const flat = words.length || Object.keys(components).length < 2;
    const cut = flat && listed.length > MOST ? `, the first ${MOST} shown` : "";
    found.textContent = words.length || cut
      ? `${listed.length} of ${resources.length} resources, ${usd(cost)}${cut}` : "";
  };

  const toggleAll = (open) => {
    for (let level = 0; level < 2; level += 1) {
      const each = [...tree.querySelectorAll("details")].filter((one) => one.open !== open);
      if (open && each.length > MOST) break;
      for (const details of each) {
        details.open = open;
        details.dispatchEvent(new Event("toggle"));
      }
    }
  };

  const view = document.getElementById("view");
  const charts = [...document.querySelectorAll("#treemap svg")];
  if (view) view.addEventListener("change", () => {
    charts.forEach((chart, index) => chart.toggleAttribute("hidden", index !== Number(view.value)));
  });

  // The arrows of the component that has the focus, or that the pointer is on.
  const flows = document.getElementById("flows");
  if (flows) {
    const arrows = [...flows.querySelectorAll(".arrow")];
    const boxes = [...flows.querySelectorAll(".box")];
    const choose = (number) => {
      const own = arrows.filter(({ dataset }) => number === dataset.user || number === dataset.used);
      const ends = new Set(own.flatMap(({ dataset }) => [dataset.user, dataset.used]));
      flows.classList.toggle("chosen", own.length > 0);
      for (const arrow of arrows) arrow.classList.toggle("on", own.includes(arrow));
      for (const box of boxes) box.classList.toggle("on", ends.has(box.dataset.number));
    };
    for (const box of boxes) {
      for (const event of ["focus", "pointerenter"]) {
        box.addEventListener(event, () => choose(box.dataset.number));
      }
      for (const event of ["blur", "pointerleave"]) box.addEventListener(event, () => choose(null));
    }
  }

  search.addEventListener("input", show);
  sort.addEventListener("change", show);
  document.getElementById("expand").addEventListener("click", () => toggleAll(true));
  document.getElementById("collapse").addEventListener("click", () => toggleAll(false));

  const findingRow = ([status, name, type, message, position]) => make("tr", {},
    make("th", { scope: "row" }, make("b", { textContent: name }),
      make("div", { className: "muted", textContent: type })),
    make("td", {}, message, make("div", { className: "muted", textContent: position })),
    make("td", { textContent: status }));

  const listFindings = (details) => {
    const rows = byRule[details.dataset.number];
    const more = rows.length > MOST
      ? `The first ${MOST} of ${rows.length}; report.json contains all of them.` : "";
    details.append(
      make("table", {}, make("tbody", {}, ...rows.slice(0, MOST).map(findingRow))),
      make("p", { className: "muted", textContent: more }));
  };
  for (const details of document.querySelectorAll(".finding")) {
    details.addEventListener("toggle", () => {
      if (details.open && details.lastElementChild.tagName === "DL") listFindings(details);
    });
  }

  const filters = [...document.querySelectorAll("select[data-filter]")];
  const findings = [...document.querySelectorAll(".finding")];
  const filter = () => {
    let count = 0;
    for (const finding of findings) {
      finding.hidden = !filters.every(({ value, dataset }) =>
        !value || finding.dataset[dataset.filter].split(" ").includes(value));
      count += finding.hidden ? 0 : 1;
    }
    document.getElementById("shown").textContent = `${count} of ${findings.length} rules`;
  };
  // On paper every finding is listed, and of the charges as many as a search lists.
  window.addEventListener("beforeprint", () => {
    toggleAll(true);
    for (const details of document.querySelectorAll("main details:not([open])")) {
      details.open = true;
      details.dispatchEvent(new Event("toggle"));
    }
  });
  for (const each of filters) each.addEventListener("change", filter);
  if (filters.length) filter();
  show();
})();
