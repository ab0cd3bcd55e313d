// vis-network holds the nodes, draws them, tells what is pointed at, and moves the view.

const held = new vis.DataSet([]);
const network = new vis.Network(box, {nodes: held, edges: new vis.DataSet([])}, {
  physics: {enabled: false}, nodes: {borderWidth: 1.5, chosen: false},
  interaction: {hover: true, dragNodes: false, keyboard: false},
});
const DENSE = 1500;  // nodes from which on their rims are thin
let sizing = "size";

const quick = () => still ? false : {duration: 350, easingFunction: "easeInOutQuad"};

// What nodes are sized by: a column of the view, of all nodes, or the number of their ties.
function measured(i) {
  if (sizing === "size") return view.size[i];
  if (sizing === "ties") return view.degree[i];
  return nodes.measures[sizing]?.[view.nodes[i]] ?? 0;
}

function resize() {
  let most = 0;
  for (let i = 0; i < view.count; i++) most = Math.max(most, measured(i));
  const [least, range] = view.radii;
  for (let i = 0; i < view.count; i++) view.radius[i] = least + range * Math.sqrt(Math.max(0, measured(i)) / (most || 1));
  view.order = Array.from({length: view.count}, (_, i) => i)
    .sort((a, b) => view.few[b] - view.few[a] || view.radius[b] - view.radius[a] || a - b);
  evenly();
}

// Names are spread over the discs: the largest of each first, then the next of each.
function evenly() {
  const met = new Map(), rank = new Map();
  for (const i of view.order) {
    const disc = view.home[i];
    rank.set(i, view.few[i] ? -1 : met.get(disc) ?? 0);
    if (!view.few[i]) met.set(disc, rank.get(i) + 1);
  }
  view.order.sort((a, b) => rank.get(a) - rank.get(b));  // a stable sort: equals stay by size
}

const looks = i => ({
  id: i, size: view.radius[i], hidden: !view.shown[i],
  borderWidth: view.few[i] || view.count < DENSE ? 1.5 : 0.5,
  color: {background: colourAt(i), border: view.few[i] ? theme.few : theme.rim},
});

function show(name) {
  view = opened(name);
  const communities = new Map(view.discs.map((disc, i) => [Number(disc.name), i]));
  view.colour = view.community.map(community => communities.get(community) ?? -1);
  view.few = Uint8Array.from(view.nodes, id => data.few.includes(nodes.kind[id]) ? 1 : 0);
  filters.discs.clear(); focus = null;
  resize(); sieve(); prepare();
  held.clear();
  held.add(Array.from({length: view.count}, (_, i) =>
    ({...looks(i), x: view.x[i], y: view.y[i], shape: data.shapes[nodes.kind[view.nodes[i]]]})));
  view.bounds = bounds();
  view.whole = whole();
  home(false);
  network.setOptions({interaction: {hideNodesOnDrag: view.count >= DENSE}});  // `drawLightly` stands in for them
}

function refresh() {
  resize(); sieve(); prepare();
  held.update(Array.from({length: view.count}, (_, i) => looks(i)));
  repaint();
}

function bounds() {
  const found = [Infinity, Infinity, -Infinity, -Infinity];
  const add = (x, y, r) => {
    found[0] = Math.min(found[0], x - r); found[1] = Math.min(found[1], y - r);
    found[2] = Math.max(found[2], x + r); found[3] = Math.max(found[3], y + r);
  };
  const names = view.opens ? 60 : 0;  // these stand beside their nodes
  for (let i = 0; i < view.count; i++) add(view.x[i], view.y[i], view.radius[i] + names);
  for (const disc of view.discs) if (disc.r) add(disc.x, disc.y, disc.r);
  for (const {x, y} of view.headings) add(x, y, 10);
  return found;
}

const fitting = (width, height) => Math.min((box.clientWidth - 24) / width, (box.clientHeight - 40) / height, 1.5);
function whole() {
  const [left, top, right, bottom] = view.bounds;
  if (view.headings.length) return (box.clientHeight - 70) / (bottom - top);  // its width is made to fit, see `fitted`
  return fitting(right - left, bottom - top);
}

// vis-network lets a flight that has had no frame yet go on beside the next one, for ever: it is ended first.
let flying = false;
network.on("animationFinished", () => { flying = false; });
function moveTo(options) {
  if (flying) network.view._transitionRedraw(true);
  flying = Boolean(options.animation);
  network.moveTo(options);
}

function home(animation) {
  const [left, top, right, bottom] = view.bounds;
  view.whole = whole();
  const aside = view.headings.length ? (namesBeside(view, view.headings.length - 1) - namesBeside(view, 0)) / 2 / view.whole : 0;
  moveTo({position: {x: (left + right) / 2 + aside, y: (top + bottom) / 2}, scale: view.whole, animation});
}

const zoom = factor => moveTo({scale: network.getScale() * factor, animation: quick()});

// On a phone the card takes the lower half.
function goTo(i) {
  const scale = Math.max(network.getScale(), (narrow() ? 1 : 2.2) * view.whole), y = view.y[i] + (narrow() ? box.clientHeight / 4 / scale : 0);
  moveTo({position: {x: view.x[i], y}, scale, animation: quick()});
}

function goToDisc(disc) {
  const {x, y, r} = view.discs[disc];
  moveTo({position: {x, y}, scale: fitting(2.2 * r, 2.2 * r), animation: quick()});
}
