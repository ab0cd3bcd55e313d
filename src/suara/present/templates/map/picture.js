// The view as a picture: an SVG made from the data, a PNG of the canvas; and the SVG for the printer.

function part(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, typeof value === "number" ? tidy(value) : value);
  if (text !== undefined) made.textContent = text;
  return made;
}

// The part of the map that is in view, as it looks, in pixels of the screen.
function picture() {
  const scale = network.getScale(), [left, top] = seen(scale), wide = box.clientWidth, high = box.clientHeight;
  const svg = part("svg", {xmlns: SVG, width: wide, height: high + 34, viewBox: `0 0 ${wide} ${high + 34}`});
  const X = x => (x - left) * scale, Y = y => (y - top) * scale;
  svg.append(part("title", {}, document.title), part("rect", {width: wide, height: high + 34, fill: theme.paper}));
  for (const [i, disc] of view.discs.entries()) if (disc.r && !filters.discs.has(i))
    svg.append(part("circle", {cx: X(disc.x), cy: Y(disc.y), r: disc.r * scale, fill: discColour(disc), "fill-opacity": 0.1}));
  svg.append(pictureOfTies(X, Y, wide, high, scale), pictureOfNodes(X, Y, wide, high, scale), pictureOfNames(X, Y, scale));
  svg.append(part("text", {x: 12, y: high + 22, fill: theme.ink, "font-size": 12, "font-family": "sans-serif"},
    `${document.title} · ${titleOf(view.name)} · ${$("notice").textContent}`));
  return svg;
}

function pictureOfTies(X, Y, wide, high, scale) {
  const made = part("g", {fill: "none"}), groups = new Map(), wider = new Set(strong);
  for (let t = 0; t < view.ties; t++) {
    if (!view.drawn[t]) continue;
    const [x0, y0, x1, y1] = [X(view.x[view.from[t]]), Y(view.y[view.from[t]]), X(view.x[view.to[t]]), Y(view.y[view.to[t]])];
    if (Math.max(x0, x1) < 0 || Math.max(y0, y1) < 0 || Math.min(x0, x1) > wide || Math.min(y0, y1) > high) continue;
    const width = wider.has(t) ? Math.max(1, widthOfTie(t) * (view.headings.length ? 1 : scale)) : 1;
    const key = `${tieColour(t)} ${Math.round(2 * width) / 2}`;
    groups.set(key, (groups.get(key) ?? "") + `M${Math.round(x0)} ${Math.round(y0)}L${Math.round(x1)} ${Math.round(y1)}`);
  }
  for (const [key, d] of groups) {
    const [colour, width] = key.split(" ");
    made.append(part("path", {d, stroke: colour, "stroke-width": width, "stroke-opacity": colour === theme.edge ? 0.38 : 0.5}));
  }
  return made;
}

function pictureOfNodes(X, Y, wide, high, scale) {
  const made = part("g", {"stroke-width": 1});
  for (let i = 0; i < view.count; i++) {
    const x = X(view.x[i]), y = Y(view.y[i]), r = view.radius[i] * scale;
    if (!view.shown[i] || x < -r || y < -r || x > wide + r || y > high + r) continue;
    const drawn = outline(data.shapes[nodes.kind[view.nodes[i]]], tidy(x), tidy(y), tidy(r), colourAt(i));
    drawn.setAttribute("stroke", view.few[i] ? theme.few : theme.rim);
    drawn.append(part("title", {}, nameAt(i)));
    made.append(drawn);
  }
  return made;
}

function pictureOfNames(X, Y, scale) {
  const made = part("g", {"font-family": "system-ui, sans-serif", "text-anchor": "middle", "dominant-baseline": "central",
    "paint-order": "stroke", stroke: theme.paper, "stroke-width": 3, "stroke-linejoin": "round"});
  for (const name of placed(document.createElement("canvas").getContext("2d"), scale, new Set()))
    for (const [text, y] of rowsOf(name))
      made.append(part("text", {x: X(name.x), y: Y(y), "font-size": name.size * scale, "font-weight": name.weight,
        fill: name.few ? theme.strong : theme.ink}, text));
  for (const {x, y, text} of view.headings)
    made.append(part("text", {x: X(x), y: Y(y), "font-size": 13, "font-weight": 600, fill: theme.ink}, word(text)));
  return made;
}

function keep(blob, ending) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `suara-${view.name}.${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

const svgText = () => new XMLSerializer().serializeToString(picture());

function keepPng() {
  const drawn = box.querySelector("canvas"), copy = document.createElement("canvas");
  copy.width = drawn.width; copy.height = drawn.height;
  const ctx = copy.getContext("2d");
  ctx.fillStyle = theme.paper; ctx.fillRect(0, 0, copy.width, copy.height);
  ctx.drawImage(drawn, 0, 0);
  copy.toBlob(blob => keep(blob, "png"), "image/png");
}

addEventListener("beforeprint", () => {
  const before = theme;
  theme = THEMES.light;
  $("print").replaceChildren(picture());
  theme = before;
});
addEventListener("afterprint", () => $("print").replaceChildren());
