// Names, drawn at a size that can be read at any zoom, none over another: strongest first, below its node or else above,
// right or left of it; where nothing is free, a name waits until one zooms in.

const NAMED = 40, TRIED = 400, TRIED_MOVING = 90, CLOSE = 2;
const widths = new Map();

const short = name => [...name].length > longest(view) ? [...name].slice(0, longest(view) - 1).join("").trimEnd() + "…" : name;

// The width of a text at one pixel of size.
function widthOf(ctx, text, weight) {
  const key = weight + text;
  if (!widths.has(key)) {
    const before = ctx.font;
    ctx.font = `${weight} 100px system-ui, sans-serif`;
    widths.set(key, ctx.measureText(text).width / 100);
    ctx.font = before;
  }
  return widths.get(key);
}

// A pseudonym tells nobody anything; it is drawn only from nearby.
const masked = i => nodes.masked.has(view.nodes[i]);

// The lines of a name: one, or the members that stand for a community.
const linesOf = i => (view.opens ? nameAt(i).split(" · ") : [nameAt(i)]).map(short);

// Where which name goes, in the map's own measure; of some nodes only, where some are lit.
function placed(ctx, scale, first) {
  const px = 1 / scale, part = seen(scale), small = narrow() ? 0.9 : 1;
  const inside = i => view.shown[i] && view.x[i] > part[0] && view.x[i] < part[2] && view.y[i] > part[1] && view.y[i] < part[3];
  const zoomed = (scale / view.whole) ** 2, most = NAMED * zoomed, ids = [...first], names = [];
  const tried = first.size ? 0 : moving ? TRIED_MOVING : TRIED;
  for (let k = 0, many = 0; k < view.order.length && ids.length < tried; k++) {
    const i = view.order[k];
    if (inside(i) && (view.few[i] || (!(masked(i) && zoomed < CLOSE) && many++ < most))) ids.push(i);
  }
  const taken = ids.filter(i => view.few[i]).map(i => around(view.x[i], view.y[i], view.radius[i], view.radius[i]));
  for (const disc of first.size ? [] : view.discs) if (disc.r) taken.push(around(disc.x, disc.y - disc.r, 9 * px, 9 * px));
  for (const i of ids) {
    const weight = view.few[i] || first.has(i) ? 600 : 400, size = (view.few[i] ? 13 : 11) * small * px;
    const lines = linesOf(i), w = Math.max(...lines.map(line => widthOf(ctx, line, weight))) * size / 2 + px;
    const h = 0.62 * size * lines.length;
    const spot = spots(i, w, h, px).find(([a, b]) => isFree(around(a, b, w, h), part, taken));
    if (!spot) continue;
    taken.push(around(spot[0], spot[1], w, h));
    names.push({i, lines, x: spot[0], y: spot[1], size, weight, few: view.few[i]});
  }
  return names;
}

const around = (x, y, w, h) => [x - w, y - h, x + w, y + h];

function spots(i, w, h, px) {
  const x = view.x[i], y = view.y[i], r = view.radius[i];
  const below = [x, y + r + h + px], above = [x, y - r - h - px], right = [x + r + w + 3 * px, y], left = [x - r - w - 3 * px, y];
  if (view.headings.length) return nodes.kind[view.nodes[i]] === "topic" ? [left, below] : [right, below];
  return [below, above, right, left];
}

const isFree = (place, part, taken) =>
  (view.headings.length > 0 || (place[0] > part[0] && place[1] > part[1] && place[2] < part[2] && place[3] < part[3]))
  && !taken.some(t => t[0] < place[2] && place[0] < t[2] && t[1] < place[3] && place[1] < t[3]);

const rowsOf = ({lines, y, size}) => lines.map((text, k) => [text, y + (k - (lines.length - 1) / 2) * 1.24 * size]);

function drawNames(ctx, names) {
  ctx.textAlign = "center"; ctx.textBaseline = "middle"; ctx.lineJoin = "round"; ctx.strokeStyle = theme.halo;
  let font = "";
  for (const name of names) {
    const wanted = `${name.weight} ${name.size}px system-ui, sans-serif`;
    if (wanted !== font) { ctx.font = font = wanted; ctx.lineWidth = 0.27 * name.size; }
    ctx.fillStyle = name.few ? theme.strong : theme.ink;
    for (const [text, y] of rowsOf(name)) {
      ctx.strokeText(text, name.x, y);
      ctx.fillText(text, name.x, y);
    }
  }
}
