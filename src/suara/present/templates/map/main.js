// What happens when: the view is opened, a filter changes, the language or the theme is another.

const titleOf = name => { const found = data.views.find(each => each.name === name); return found?.title[lang] ?? name; };

function changed() {
  refresh(); showLegend(); showList();
  if (pinned !== null && !view.shown[pinned]) unselect();
  else if (tied !== null && !view.drawn[tied]) unselect();
  else if (pinned !== null || tied !== null) showCard();
  if (data.time.bins.length > 1) showRange();
}

function openView(name) {
  pinned = hovered = tied = null;
  show(name);
  for (const tab of $("tabs").children) tab.setAttribute("aria-pressed", String(tab.dataset.view === view.name));
  $("tabs").querySelector("[aria-pressed=true]")?.scrollIntoView({block: "nearest", inline: "nearest"});
  $("about").textContent = view.about[lang] ?? "";
  rows = ROWS;
  showCard(); showSizes(); showLegend(); showList();
}

function showTabs() {
  $("tabs").hidden = data.views.length < 2;
  $("tabs").replaceChildren(...data.views.map(each => {
    const tab = button(titleOf(each.name), () => openView(each.name));
    tab.dataset.view = each.name;
    tab.setAttribute("aria-pressed", String(view !== null && each.name === view.name));
    return tab;
  }));
}

// Measures that a node of this view has.
function showSizes() {
  const used = Object.keys(nodes.measures).filter(name => view.nodes.some(id => nodes.measures[name][id] > 0));
  const names = ["size", "ties", ...used];
  if (!names.includes(sizing)) sizing = "size";
  $("sizing").replaceChildren(...names.map(name => { const made = element("option", name === "size" ? word("by_size") : word(name)); made.value = name; return made; }));
  $("sizing").value = sizing;
  const ways = ["community", "kind", ...(nodes.answer.some(value => value !== null) ? ["answer"] : [])];
  $("colouring").replaceChildren(...ways.map(name => { const made = element("option", word("by_" + name)); made.value = name; return made; }));
  $("colouring").value = colouring;
}

function showWords() {
  document.documentElement.lang = lang;
  for (const each of document.querySelectorAll("[data-word]")) each.textContent = word(each.dataset.word);
  for (const each of document.querySelectorAll("[data-label]")) {
    each.setAttribute("aria-label", word(each.dataset.label));
    if (each.tagName === "BUTTON") each.title = word(each.dataset.label);
  }
  field.placeholder = word("search");
  showTabs();
}

function speakIn(chosen) {
  lang = chosen;
  showWords(); showSizes(); showLegend(); showList(); showCard();
  $("about").textContent = view.about[lang] ?? "";
  if (data.time.bins.length > 1) showRange();
}

// Painted below the nodes and above them.
network.on("beforeDrawing", ctx => {
  if (!view?.whole) return;  // still being opened
  drawDiscs(ctx);
  drawTies(ctx, network.getScale());
  if (dragged && view.count >= DENSE) drawLightly(ctx);
});
network.on("afterDrawing", ctx => {
  if (!view?.whole) return;  // still being opened
  const scale = network.getScale(), bright = moving ? null : lit();
  drawNumbers(ctx, scale);
  drawHeadings(ctx, scale);
  if (bright) spotlight(ctx, scale, bright);
  drawNames(ctx, placed(ctx, scale, new Set(bright ? [active() ?? view.from[tied], ...bright.nodes].slice(0, 60) : [])));
});

network.on("hoverNode", event => { hovered = event.node; box.style.cursor = "pointer"; showCard(); });
network.on("blurNode", () => { hovered = null; box.style.cursor = ""; showCard(); });
network.on("click", event => {
  const node = event.nodes[0] ?? null;
  if (node !== null) return select(node);
  const {x, y} = event.pointer.canvas, tie = nearestTie(x, y, 6 / network.getScale());
  if (tie !== null) selectTie(tie); else unselect();
});
network.on("doubleClick", event => { if (view.opens && event.nodes.length) openCommunity(event.nodes[0]); });
for (const name of ["dragStart", "dragging", "zoom"]) network.on(name, moves);
network.on("dragStart", () => { dragged = true; });
network.on("dragEnd", () => { clearTimeout(settle); moving = dragged = false; repaint(); });
let tall = box.clientHeight > box.clientWidth;
network.on("resize", () => {
  if (!view || !box.clientWidth) return;  // printed, it has no size
  const now = box.clientHeight > box.clientWidth;
  if (now !== tall || view.headings.length) { tall = now; openView(view.name); } else home(false);
});

$("home").addEventListener("click", () => home(quick()));
$("closer").addEventListener("click", () => zoom(1.5));
$("farther").addEventListener("click", () => zoom(1 / 1.5));
$("sizing").addEventListener("change", () => { sizing = $("sizing").value; refresh(); });
$("colouring").addEventListener("change", () => { colouring = $("colouring").value; refresh(); showLegend(); });
$("reset").addEventListener("click", () => { unfilter(); changed(); });
$("more").addEventListener("click", () => { rows += ROWS; showList(); });
$("as-map").addEventListener("click", () => showAs("map"));
$("as-list").addEventListener("click", () => showAs("list"));
$("to-list").addEventListener("click", () => { showAs("list"); $("list").focus(); });
$("png").addEventListener("click", keepPng);
$("svg").addEventListener("click", () => keep(new Blob([svgText()], {type: "image/svg+xml"}), "svg"));
$("print-it").addEventListener("click", () => print());
$("other-lang").addEventListener("click", () => speakIn(lang === "id" ? "en" : "id"));
$("dark").addEventListener("click", () => { useTheme(isDark() ? "light" : "dark"); refresh(); showLegend(); });
prefersDark.addEventListener("change", () => { useTheme(); refresh(); showLegend(); });

if (narrow()) $("legend").open = false;
useTheme();
showWords();
openView(data.start);
beginSlider();
document.documentElement.dataset.ready = "yes";
