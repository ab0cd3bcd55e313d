// Colours: light or dark as the reader has it or chooses, and what nodes are coloured by.

const THEMES = {
  light: {paper: "#fbfbf9", veil: "rgba(251, 251, 249, 0.84)", halo: "rgba(251, 251, 249, 0.92)", strong: "#111827",
    ink: "#4b5563", edge: "#9aa3ae", rim: "#ffffff", few: "#1f2933"},
  dark: {paper: "#14181d", veil: "rgba(20, 24, 29, 0.82)", halo: "rgba(20, 24, 29, 0.9)", strong: "#f3f4f6",
    ink: "#b6bec8", edge: "#66707c", rim: "#14181d", few: "#f3f4f6"},
};
const NONE = "#b4b9bf";
const ANSWER = ["#007f86", "#63b3a6", "#e3b23c", "#e07a3f", "#a61e2e"];
const ANSWER_DARK = ["#1f9aa1", "#7cc7bb", "#e3b23c", "#e8894f", "#d5434d"];
const KIND = {agency: "#0072b2", citizen: "#8d99a6", topic: "#d55e00", hashtag: "#009e73", community: "#0072b2",
  outcome: "#8400cd", actor: "#0072b2", concept: "#d55e00"};

let theme = THEMES.light, colouring = "community";

const prefersDark = matchMedia("(prefers-color-scheme: dark)");
function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : prefersDark.matches;
}

function useTheme(chosen) {
  if (chosen) document.documentElement.dataset.theme = chosen;
  theme = isDark() ? THEMES.dark : THEMES.light;
}

const parts = colour => [1, 3, 5].map(i => parseInt(colour.slice(i, i + 2), 16));

// Colours that would drown in a dark page are lightened there.
function onPaper(colour) {
  const [red, green, blue] = parts(colour);
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  if (theme !== THEMES.dark || light > 95) return colour;
  return "#" + [red, green, blue].map(v => Math.round(v + (255 - v) * 0.3).toString(16).padStart(2, "0")).join("");
}

function inkOn(colour) {
  const [red, green, blue] = parts(colour).map(v => (v / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 ? "#000000" : "#ffffff";
}

// Of the band of an answer.
const answerColour = band => band === null ? NONE : (theme === THEMES.dark ? ANSWER_DARK : ANSWER)[band];
// Of ties that are positions in a discourse: blue and vermilion, which nobody takes for each other.
const POSITION = new Map([["agrees", "#0072b2"], ["opposes", "#d55e00"]]);

const discColour = disc => onPaper(disc.color);

function colourAt(i) {
  const id = view.nodes[i];
  if (colouring === "answer") return answerColour(nodes.answer[id]);
  if (colouring === "kind") return onPaper(KIND[nodes.kind[id]] ?? NONE);
  if (view.headings.length) return answerColour(nodes.answer[id]);
  const disc = view.colour[i];
  return disc < 0 ? NONE : discColour(view.discs[disc]);
}
