// What is shown: nodes and ties that pass every filter. A filter asks whether a post behind them has one of its values.

const filters = {kinds: new Set(), discs: new Set(), off: Object.fromEntries(FACETS.map(facet => [facet, new Set()])),
  range: [0, Math.max(0, data.time.bins.length - 1)]};  // sets hold what is off
let focus = null;  // {node, steps}: its neighbourhood alone

const BITS = 30;
const isWhole = () => filters.range[0] === 0 && filters.range[1] >= data.time.bins.length - 1;

// The bits that are asked for, by column; a filter with nothing off asks nothing.
function asked() {
  const masks = [];
  for (const facet of FACETS) {
    if (!filters.off[facet].size) continue;
    let bits = 0;
    for (let i = 0; i < data.facets[facet].length; i++) if (!filters.off[facet].has(i)) bits |= 1 << i;
    masks.push([[facet, bits]]);
  }
  if (!isWhole()) {
    const bits = [0, 0];
    for (let i = filters.range[0]; i <= filters.range[1]; i++) bits[Math.floor(i / BITS)] |= 1 << i % BITS;
    masks.push([["early", bits[0]], ["late", bits[1]]]);
  }
  return masks;
}

const passes = (owned, i, masks) =>
  masks.every(columns => columns.some(([name, bits]) => ((owned[name]?.[i] ?? 0) & bits) !== 0));

function near(node, steps) {
  let reached = new Set([node]);
  for (let step = 0; step < steps; step++) {
    const next = new Set(reached);
    for (const i of reached) for (const tie of view.tiesOf(i)) next.add(other(tie, i));
    reached = next;
  }
  return reached;
}

function sieve() {
  const masks = asked(), around = focus && near(focus.node, focus.steps);
  for (let i = 0; i < view.count; i++) {
    const id = view.nodes[i];
    view.shown[i] = !filters.kinds.has(nodes.kind[id]) && !filters.discs.has(view.home[i])
      && (!around || around.has(i)) && passes(nodes, id, masks) ? 1 : 0;
  }
  for (let t = 0; t < view.ties; t++)
    view.drawn[t] = view.shown[view.from[t]] && view.shown[view.to[t]] && passes(view.owned, t, masks) ? 1 : 0;
}

// The posts of these numbers that pass, too.
const inRange = post => isWhole() || (posts.bin[post] >= filters.range[0] && posts.bin[post] <= filters.range[1]);

function isFiltered() {
  return focus !== null || filters.kinds.size > 0 || filters.discs.size > 0 || !isWhole()
    || FACETS.some(facet => filters.off[facet].size > 0);
}

function unfilter() {
  filters.kinds.clear(); filters.discs.clear(); focus = null;
  for (const facet of FACETS) filters.off[facet].clear();
  filters.range = [0, Math.max(0, data.time.bins.length - 1)];
}
