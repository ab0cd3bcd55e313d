// What the page carries, and what of it is open now. Texts of others go to the page as text nodes only.

const data = JSON.parse(document.getElementById("data").textContent);
const $ = id => document.getElementById(id);
const box = $("map"), card = $("card");
const nodes = data.nodes, posts = data.posts;
const FACETS = Object.keys(data.facets);
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const narrow = () => innerWidth < 720;

nodes.masked = new Set(nodes.masked);
let lang = data.lang;
let view = null;

function word(name) {
  const words = data.words[lang];
  return Object.hasOwn(words, name) ? words[name] : String(name);
}

function told(name, values) {
  return word(name).replace(/\{(\w+)\}/g, (whole, key) => Object.hasOwn(values, key) ? values[key] : whole);
}

function figure(value) {
  if (value === null || value === undefined) return "–";
  const digits = Math.abs(value) < 1 ? {maximumSignificantDigits: 3} : {maximumFractionDigits: 1};
  return new Intl.NumberFormat(lang, digits).format(value);
}

// A node by its number on the page.
const nameOf = id => lang === "en" ? nodes.english[id] ?? nodes.label[id] : nodes.label[id];
const nameAt = i => nameOf(view.nodes[i]);
const byOf = post => { const at = posts.by[post]; return lang === "en" ? posts.english[at] ?? posts.names[at] : posts.names[at]; };
const isFew = i => data.few.includes(nodes.kind[view.nodes[i]]);

// Made of a tag, what it says, and what is in it.
function element(tag, content, ...children) {
  const made = document.createElement(tag);
  made.append(content ?? "", ...children);
  return made;
}

function button(content, act, options = {}) {
  const made = element("button", content);
  made.type = "button";
  if (options.name) made.className = options.name;
  if (options.label) made.setAttribute("aria-label", options.label);
  made.addEventListener("click", act);
  return made;
}

// A view as the page draws it: places turned or stretched for this screen, and the ties of each node.
function opened(name) {
  const found = data.views.find(each => each.name === name) ?? data.views[0];
  const count = found.nodes.length, ties = found.from.length;
  const at = new Map(found.nodes.map((id, i) => [id, i]));
  const made = {
    ...found, count, ties, at, x: Float64Array.from(found.x), y: Float64Array.from(found.y),
    discs: found.discs.map(disc => ({...disc})), headings: found.headings.map(([x, y, text]) => ({x, y, text})),
    shown: new Uint8Array(count).fill(1), drawn: new Uint8Array(ties).fill(1), radius: new Float64Array(count),
    degree: new Uint32Array(count), rank: new Uint32Array(count),
  };
  fitted(made);
  for (let t = 0; t < ties; t++) { made.degree[found.from[t]]++; made.degree[found.to[t]]++; }
  made.tiesOf = tiesOf(made);
  return made;
}

// Ties by node: those of node i are list[start[i]] up to list[start[i + 1]].
function tiesOf(view) {
  const start = new Uint32Array(view.count + 1), list = new Uint32Array(2 * view.ties);
  for (let i = 0; i < view.count; i++) start[i + 1] = start[i] + view.degree[i];
  const next = start.slice();
  for (let t = 0; t < view.ties; t++) { list[next[view.from[t]]++] = t; list[next[view.to[t]]++] = t; }
  return i => list.subarray(start[i], start[i + 1]);
}

const other = (tie, i) => view.from[tie] === i ? view.to[tie] : view.from[tie];

// How many pixels of the screen the longest name beside the first or the last column takes, about.
function namesBeside(view, column) {
  const x = view.headings[column].x, long = narrow() ? 6.6 : 7.6;
  return (narrow() ? 24 : 40) + long * Math.max(0, ...view.nodes.filter((_, i) => view.x[i] === x).map(id => Math.min(nameOf(id).length, longest(view))));
}

// Characters of a name that are drawn.
const longest = view => narrow() && view.headings.length ? 15 : 26;

// Laid out for a wide screen; a tall one gets the map on its side. Columns are stretched to fill any.
function fitted(view) {
  const wide = box.clientWidth, high = box.clientHeight;
  if (view.headings.length) {
    const extent = values => Math.max(1, Math.max(...values) - Math.min(...values));
    const room = Math.max(wide - namesBeside(view, 0) - namesBeside(view, view.headings.length - 1), wide / 4);
    const factor = room / (high - 130) * extent(view.y) / extent(view.x);
    for (let i = 0; i < view.count; i++) view.x[i] *= factor;
    for (const heading of view.headings) heading.x *= factor;
  } else if (high > wide) {
    for (let i = 0; i < view.count; i++) [view.x[i], view.y[i]] = [view.y[i], view.x[i]];
    for (const disc of view.discs) [disc.x, disc.y] = [disc.y, disc.x];
  }
}
