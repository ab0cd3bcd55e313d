// Ties, discs and headings: painted in a few strokes, as vis-network would paint each tie by itself.

const STRONG = 260;  // ties drawn wide at rest; thin lines are many times faster
const HAIR = 0.98;  // of a pixel: what is a hair wider than one takes twenty times as long to draw
const LIGHT = 6000;  // ties drawn while the map moves, the heaviest
let paths = [], strong = [];
let moving = false, dragged = false, settle = 0;

// The part of the map that is in view: left, top, right, bottom.
function seen(scale) {
  const {x, y} = network.getViewPosition(), w = box.clientWidth / scale / 2, h = box.clientHeight / scale / 2;
  return [x - w, y - h, x + w, y + h];
}

// Ties inside a disc wear its colour, those between discs stay in the background; a path for each colour.
function prepare() {
  const lines = new Map();
  let count = 0;
  strong = [];
  for (let t = 0; t < view.ties; t++) {
    if (!view.drawn[t]) continue;
    const colour = tieColour(t), light = count++ < LIGHT, key = colour + light;
    if (!lines.has(key)) lines.set(key, {colour, light, path: new Path2D()});
    const line = lines.get(key).path;
    line.moveTo(view.x[view.from[t]], view.y[view.from[t]]);
    line.lineTo(view.x[view.to[t]], view.y[view.to[t]]);
    if (strong.length < STRONG) strong.push(t);  // ties come heaviest first
  }
  paths = [...lines.values()].sort((a, b) => (b.colour === theme.edge) - (a.colour === theme.edge));
}

function tieColour(t) {
  const a = view.from[t], b = view.to[t];
  if (view.headings.length) return nodes.kind[view.nodes[b]] === "outcome" ? colourAt(b) : theme.edge;
  const position = POSITION.get(data.tieKinds[view.kind[t]]), home = view.home[a];
  if (position) return onPaper(position);
  return colouring === "community" && home >= 0 && home === view.home[b] ? discColour(view.discs[home]) : theme.edge;
}

function widthOfTie(t) {
  const share = Math.sqrt(view.weight[t] / (view.weight[0] || 1));
  return view.headings.length ? 1 + 13 * share * share : 0.8 + 2.8 * share;
}

function drawTies(ctx, scale) {
  const px = 1 / scale, many = view.ties > 8000 ? 0.6 : 1;
  ctx.lineWidth = HAIR * (moving ? px / devicePixelRatio : px);
  for (const {colour, light, path} of paths) {
    if (moving && !light) continue;
    ctx.strokeStyle = colour;
    ctx.globalAlpha = many * (colour === theme.edge ? 0.38 : 0.5);
    ctx.stroke(path);
  }
  if (!moving) for (const t of strong) {
    ctx.strokeStyle = tieColour(t); ctx.lineWidth = widthOfTie(t) * (view.headings.length ? px : 1);
    ctx.globalAlpha = 0.42;
    line(ctx, t);
  }
  ctx.globalAlpha = 1;
}

function line(ctx, t) {
  ctx.beginPath();
  ctx.moveTo(view.x[view.from[t]], view.y[view.from[t]]);
  ctx.lineTo(view.x[view.to[t]], view.y[view.to[t]]);
  ctx.stroke();
}

function drawDiscs(ctx) {
  for (const [i, disc] of view.discs.entries()) {
    if (!disc.r || filters.discs.has(i)) continue;
    ctx.fillStyle = discColour(disc);
    ctx.globalAlpha = colouring === "community" ? 0.1 : 0.05;
    ctx.beginPath(); ctx.arc(disc.x, disc.y, disc.r, 0, 2 * Math.PI); ctx.fill();
  }
  ctx.globalAlpha = 1;
}

// The number of each community, as in the legend, on the rim of its disc: colour is never the only sign.
function drawNumbers(ctx, scale) {
  const px = 1 / scale;
  ctx.font = `600 ${12 * px}px system-ui, sans-serif`;
  ctx.textAlign = "center"; ctx.textBaseline = "middle"; ctx.lineCap = "round"; ctx.lineWidth = 19 * px;
  for (const [i, disc] of view.discs.entries()) {
    if (!disc.r || filters.discs.has(i)) continue;
    const half = Math.max(ctx.measureText(disc.name).width / 2 - 4 * px, 0.01);
    ctx.strokeStyle = discColour(disc); ctx.fillStyle = inkOn(discColour(disc));
    ctx.beginPath(); ctx.moveTo(disc.x - half, disc.y - disc.r); ctx.lineTo(disc.x + half, disc.y - disc.r); ctx.stroke();
    ctx.fillText(disc.name, disc.x, disc.y - disc.r + px);
  }
  if (view.opens) drawCentres(ctx, 15 * px);
  ctx.lineCap = "butt";
}

// The number of a community in its middle.
function drawCentres(ctx, size) {
  ctx.font = `600 ${size}px system-ui, sans-serif`;
  for (let i = 0; i < view.count; i++) {
    if (!view.shown[i]) continue;
    ctx.fillStyle = inkOn(colourAt(i));
    ctx.fillText(String(view.community[i]), view.x[i], view.y[i]);
  }
}

function drawHeadings(ctx, scale) {
  const px = 1 / scale;
  ctx.font = `600 ${13 * px}px system-ui, sans-serif`; ctx.fillStyle = theme.ink; ctx.textAlign = "center";
  for (const {x, y, text} of view.headings) ctx.fillText(word(text), x, y);
}

// Many nodes while they are dragged: their colours in one stroke each, without rims and shapes.
function drawLightly(ctx) {
  const groups = new Map();
  for (let i = 0; i < view.count; i++) {
    if (!view.shown[i]) continue;
    const colour = colourAt(i);
    if (!groups.has(colour)) groups.set(colour, []);
    groups.get(colour).push(i);
  }
  for (const [colour, ids] of groups) {
    ctx.fillStyle = colour;
    ctx.beginPath();
    for (const i of ids) ctx.rect(view.x[i] - 0.8 * view.radius[i], view.y[i] - 0.8 * view.radius[i], 1.6 * view.radius[i], 1.6 * view.radius[i]);
    ctx.fill();
  }
}

// The node and its neighbours stay bright, all else fades: repainting is far cheaper than new colours for all.
function spotlight(ctx, scale, lit) {
  const [x0, y0, x1, y1] = seen(scale), px = 1 / scale;
  ctx.fillStyle = theme.veil;
  ctx.fillRect(x0, y0, x1 - x0, y1 - y0);
  ctx.globalAlpha = 0.85;
  for (const tie of lit.ties) {
    ctx.strokeStyle = tieColour(tie) === theme.edge ? theme.ink : tieColour(tie);
    ctx.lineWidth = Math.max(px, widthOfTie(tie) * (view.headings.length ? px : 1));
    line(ctx, tie);
    if (!view.headings.length && lit.ties.length <= 400) arrow(ctx, tie, px);
  }
  ctx.globalAlpha = 1;
  for (const i of lit.nodes) network.body.nodes[i]?.draw(ctx);
}

function arrow(ctx, tie, px) {
  const a = view.from[tie], b = view.to[tie];
  const angle = Math.atan2(view.y[b] - view.y[a], view.x[b] - view.x[a]), long = 7 * px;
  const x = view.x[b] - (view.radius[b] + px) * Math.cos(angle), y = view.y[b] - (view.radius[b] + px) * Math.sin(angle);
  ctx.fillStyle = ctx.strokeStyle;
  ctx.beginPath(); ctx.moveTo(x, y);
  for (const turn of [2.75, -2.75]) ctx.lineTo(x + long * Math.cos(angle + turn), y + long * Math.sin(angle + turn));
  ctx.fill();
}

function nearestTie(x, y, within) {
  let best = null, least = within;
  for (let t = 0; t < view.ties; t++) {
    if (!view.drawn[t]) continue;
    const ax = view.x[view.from[t]], ay = view.y[view.from[t]], bx = view.x[view.to[t]] - ax, by = view.y[view.to[t]] - ay;
    const along = Math.max(0, Math.min(1, ((x - ax) * bx + (y - ay) * by) / (bx * bx + by * by || 1)));
    const distance = Math.hypot(x - ax - along * bx, y - ay - along * by);
    if (distance < least) { least = distance; best = t; }
  }
  return best;
}

function moves() {
  moving = true;
  clearTimeout(settle);
  settle = setTimeout(() => { moving = false; repaint(); }, 180);
}

let painting = false;
function repaint() {
  if (painting) return;
  painting = true;
  requestAnimationFrame(() => { painting = false; network.redraw(); });
}
