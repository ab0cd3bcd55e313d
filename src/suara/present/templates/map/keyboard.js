// The map without a mouse: arrows go to the next node in that direction, + - 0 zoom, Enter goes into the card.

const WAYS = {ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};

// The nearest node ahead: far aside counts double.
function ahead(i, [dx, dy]) {
  let best = null, least = Infinity;
  for (let j = 0; j < view.count; j++) {
    if (!view.shown[j] || j === i) continue;
    const x = view.x[j] - view.x[i], y = view.y[j] - view.y[i], along = x * dx + y * dy, aside = Math.abs(x * dy - y * dx);
    if (along > 0 && aside <= along * 1.5 && along + 2 * aside < least) { least = along + 2 * aside; best = j; }
  }
  return best;
}

function step(way) {
  const first = view.order.find(i => view.shown[i]);
  const next = pinned === null ? first : ahead(pinned, WAYS[way]);
  if (next === null || next === undefined) return;
  select(next);
  const {x, y} = network.canvasToDOM({x: view.x[next], y: view.y[next]});
  if (x < 20 || y < 20 || x > box.clientWidth - 20 || y > box.clientHeight - 20) goTo(next);
}

box.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const act = {"+": () => zoom(1.5), "=": () => zoom(1.5), "-": () => zoom(1 / 1.5), "0": () => home(quick()),
    Enter: () => { if (pinned !== null) card.focus(); }}[event.key] ?? (WAYS[event.key] && (() => step(event.key)));
  if (act) { event.preventDefault(); act(); }
});

document.addEventListener("keydown", event => {
  if (event.key === "Escape") { const inside = card.contains(document.activeElement); unselect(); if (inside) box.focus(); }
  if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) { event.preventDefault(); field.focus(); }
});
