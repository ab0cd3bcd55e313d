// The legend is the filter: each row can be switched off, or shown alone.

const SVG = "http://www.w3.org/2000/svg";

function glyph(shape, colour) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-8 -8 16 16"); svg.setAttribute("aria-hidden", "true");
  svg.append(outline(shape, 0, 0, 5.6, colour));
  return svg;
}

// A node as vis-network draws it, as a part of an SVG.
function outline(shape, x, y, r, colour) {
  const made = document.createElementNS(SVG, shape === "dot" ? "circle" : "polygon");
  if (shape === "dot") { made.setAttribute("cx", x); made.setAttribute("cy", y); made.setAttribute("r", r); }
  else made.setAttribute("points", corners(shape, r).map(([a, b]) => `${tidy(x + a)},${tidy(y + b)}`).join(" "));
  made.setAttribute("fill", colour);
  return made;
}

const tidy = value => Math.round(value * 100) / 100;

function corners(shape, r) {
  if (shape === "square") return [[-r, -r], [r, -r], [r, r], [-r, r]];
  if (shape === "diamond") return [[0, -r], [r, 0], [0, r], [-r, 0]];
  if (shape === "hexagon") return [0, 1, 2, 3, 4, 5].map(k => [r * Math.cos(k * Math.PI / 3), r * Math.sin(k * Math.PI / 3)]);
  return [[0, -1.1 * r], [r, 0.7 * r], [-r, 0.7 * r]];
}

// The set that holds what is off, by the name of the filter.
const offOf = name => name === "kinds" || name === "discs" ? filters[name] : filters.off[name];

function everyOf(name) {
  if (name === "kinds") return kindsHere();
  if (name === "discs") return [...view.discs.keys(), ...(view.home.includes(-1) ? [-1] : [])];
  return [...data.facets[name].keys()];
}

const kindsHere = () => Object.keys(view.kinds);

function only(name, value) {
  const off = offOf(name), every = everyOf(name);
  const alone = every.every(each => off.has(each) === (each !== value));
  off.clear();
  if (!alone) for (const each of every) if (each !== value) off.add(each);
  changed();
}

function row(name, value, sign, text, count, act) {
  const off = offOf(name), box = document.createElement("input");
  box.type = "checkbox"; box.checked = !off.has(value); box.setAttribute("aria-label", text);
  box.addEventListener("change", () => { if (box.checked) off.delete(value); else off.add(value); changed(); });
  const label = act ? button(text, act, {name: "about"}) : element("span", text);
  label.classList.add("about"); label.title = text;
  const alone = button(word("only"), () => only(name, value), {name: "only", label: `${word("only")}: ${text}`});
  const made = element("li", "", box, sign ?? "", label, alone, element("span", count));
  made.className = "row"; made.dataset.filter = name; made.dataset.value = String(value);
  made.lastChild.className = "count";
  return made;
}

function group(name, title, rows, open) {
  const made = $("groups").querySelector(`[data-group="${name}"]`) ?? element("details", "");
  const head = element("summary", title), list = element("ul", "", ...rows);
  if (made.dataset.group === undefined) { made.dataset.group = name; made.open = open; }
  if (offOf(name).size) head.append(button(word("all"), event => { event.preventDefault(); offOf(name).clear(); changed(); }, {name: "only on"}));
  made.replaceChildren(head, list);
  return made;
}

function showLegend() {
  const groups = [group("kinds", word("kinds"), kindRows(), true)];
  if (view.discs.length && !view.opens) groups.push(group("discs", word("communities"), discRows(), true));
  for (const facet of FACETS) groups.push(group(facet, word(facet + "s"), facetRows(facet), false));
  $("groups").replaceChildren(...groups);
  $("key").replaceChildren(...keyRows());
  $("reset").hidden = !isFiltered();
  showNotice();
}

function kindRows() {
  const count = {};
  for (let i = 0; i < view.count; i++) { const kind = nodes.kind[view.nodes[i]]; count[kind] = (count[kind] ?? 0) + 1; }
  return kindsHere().map(kind => {
    const shown = count[kind] ?? 0, all = view.kinds[kind];
    const text = figure(shown) + (shown < all ? ` ${word("of")} ${figure(all)}` : "");
    return row("kinds", kind, glyph(data.shapes[kind], colouring === "kind" ? onPaper(KIND[kind] ?? NONE) : "currentColor"), word(kind), text);
  });
}

function discRows() {
  const rows = view.discs.map((disc, i) => {
    const pill = element("span", disc.name);
    pill.className = "pill"; pill.style.background = discColour(disc); pill.style.color = inkOn(discColour(disc));
    const made = row("discs", i, pill, disc.top.map(nameAt).join(" · "), figure(disc.shown), disc.r ? () => goToDisc(i) : null);
    made.querySelector("button.about")?.setAttribute("data-disc", i);
    return made;
  });
  const rest = view.home.filter(home => home < 0).length;
  if (!rest) return rows;
  const pill = element("span", "");
  pill.className = "pill"; pill.style.background = NONE;
  return [...rows, row("discs", -1, pill, word("rest"), figure(rest))];
}

function facetRows(facet) {
  const counts = data.facets[facet].map(() => 0), owned = nodes[facet] ?? [];
  for (let i = 0; i < view.count; i++) for (let bit = 0; bit < counts.length; bit++) if (owned[view.nodes[i]] & 1 << bit) counts[bit]++;
  return data.facets[facet].map((labels, i) => row(facet, i, null, labels[lang === "en" ? 1 : 0], figure(counts[i])));
}

// What colours mean, where they don't tell the community.
function keyRows() {
  if (colouring !== "answer" && view.name !== "answers") return [];
  return [...ANSWER.keys(), null].map(band => {
    const pill = element("span", "");
    pill.className = "pill"; pill.style.background = answerColour(band);
    const made = element("li", "", pill, element("span", word(band === null ? "unknown" : data.answers[band])));
    made.className = "row";
    return made;
  });
}

function showNotice() {
  const shown = view.shown.reduce((a, b) => a + b, 0), drawn = view.drawn.reduce((a, b) => a + b, 0);
  const [allNodes, allTies] = view.all, values = {
    nodes: figure(view.count), nodes_all: figure(allNodes), ties: figure(view.ties), ties_all: figure(allTies),
    shown: figure(shown), drawn: figure(drawn),
  };
  const whole = view.count === allNodes && view.ties === allTies;
  $("notice").textContent = told(whole ? "whole" : "part", values) + (isFiltered() ? " " + told("filtered", values) : "");
}
