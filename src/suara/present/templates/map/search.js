// A field that suggests names as one types: arrows, Enter, Escape, as the pattern of the combobox has it.

const MOST = 8;
const field = $("search"), offers = $("offers");
const plain = text => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
let offered = [], marked = -1;

// Names that hold what is typed: those with a word that begins with it first, then the larger; this view's before others'.
function matches(typed) {
  const wanted = plain(typed.trim()), found = [], known = new Set();
  if (!wanted) return [];
  for (const each of [view, ...data.views.filter(other => other.name !== view.name)]) {
    const here = [];
    for (let i = 0; i < each.nodes.length; i++) {
      const id = each.nodes[i], name = plain(nameOf(id)), at = name.indexOf(wanted);
      const within = at > 0 && /[\p{L}\p{N}]/u.test(name[at - 1]) ? 1 : 0;
      if (at >= 0 && !known.has(id)) { known.add(id); here.push({id, at: within, size: each.size[i], view: each.name}); }
    }
    found.push(...here.sort((a, b) => a.at - b.at || b.size - a.size));
    if (found.length >= MOST) break;
  }
  return found.slice(0, MOST);
}

function offer() {
  offered = matches(field.value); marked = offered.length ? 0 : -1;
  offers.replaceChildren(...offered.map(({id, view: where}, k) => {
    const elsewhere = where === view.name ? "" : ` · ${titleOf(where)}`;
    const item = element("li", "", element("span", nameOf(id)), element("span", word(nodes.kind[id]) + elsewhere));
    item.id = `offer-${k}`; item.setAttribute("role", "option");
    item.addEventListener("mousedown", event => { event.preventDefault(); choose(k); });
    return item;
  }));
  if (field.value.trim() && !offered.length) offers.append(element("li", word("nothing_found")));
  const open = field.value.trim() !== "";
  offers.hidden = !open;
  field.setAttribute("aria-expanded", String(open));
  mark(marked);
  if (open) say(told("found", {n: offered.length}));
}

function mark(k) {
  marked = k;
  for (const [n, item] of [...offers.children].entries()) item.setAttribute("aria-selected", String(n === k));
  if (k >= 0) field.setAttribute("aria-activedescendant", `offer-${k}`); else field.removeAttribute("aria-activedescendant");
}

function choose(k) {
  const {id, view: where} = offered[k];
  closeOffers();
  if (where !== view.name) openView(where);
  const i = view.at.get(id);
  if (!view.shown[i]) { unfilter(); changed(); }
  field.value = nameOf(id);
  if (!$("list").hidden) showAs("map");
  select(i, {move: true});
}

function closeOffers() { offers.hidden = true; field.setAttribute("aria-expanded", "false"); mark(-1); }

field.addEventListener("input", offer);
field.addEventListener("focus", () => { if (field.value) offer(); });
field.addEventListener("blur", closeOffers);
field.addEventListener("keydown", event => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (offers.hidden) offer();
    if (offered.length) mark((marked + (event.key === "ArrowDown" ? 1 : -1) + offered.length) % offered.length);
  } else if (event.key === "Enter" && marked >= 0 && !offers.hidden) { event.preventDefault(); choose(marked); }
  else if (event.key === "Escape") { event.stopPropagation(); if (offers.hidden) field.value = ""; closeOffers(); }
});
