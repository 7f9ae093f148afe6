// The bar: what the index holds, whether the sources have changed since, and rebuilding it.
const page = window.assistantPage;
const find = (selector) => element.querySelector(selector);
const rebuild = find(".rebuild");
const facts = find(".facts");
const light = find(".light");
const meter = find(".meter");
const news = find(".news");

const STAGES = ["model", "read", "split", "encode", "write"];
let state = null;
let told = null;
let trouble = null;
let mine = false;

function share({ stage, done, total }) {
  const before = STAGES.indexOf(stage) / STAGES.length;
  return before + (total ? done / total : 0) / STAGES.length;
}

function describe() {
  if (!state) return ["opening", page.say("index.loading")];
  if (state.building) {
    const { stage, done, total } = state.building;
    const count = total ? ` · ${page.number(done)} / ${page.number(total)}` : "";
    return ["building", page.say(`stage.${stage}`) + count];
  }
  if (state.trouble) return ["trouble", page.say("index.trouble")];
  if (!state.index) return ["opening", page.say("index.loading")];
  const { documents, passages, built } = state.index;
  const holds = [
    page.say("index.sources", { n: documents }),
    page.say("index.passages", { n: passages }),
    page.say("index.built", { date: page.moment(built) }),
  ];
  if (state.changed) return ["changed", page.say("index.changed", { n: state.changed }), holds];
  return ["current", page.say("index.current"), holds];
}

function draw() {
  const [kind, headline, holds = []] = describe();
  element.dataset.state = kind;
  const strong = document.createElement("strong");
  strong.textContent = headline;
  const rest = document.createElement("span");
  rest.textContent = holds.join(" · ");
  facts.replaceChildren(strong, rest);
  facts.title = holds.join(" · ");
  meter.hidden = !state?.building;
  if (state?.building) meter.firstElementChild.style.width = `${100 * share(state.building)}%`;
  rebuild.disabled = mine || Boolean(state?.building);
  const label = rebuild.querySelector("[data-t]");
  label.dataset.t = rebuild.disabled ? "index.building" : "index.rebuild";
  page.translate(rebuild);
}

function announce() {
  news.hidden = !told;
  if (!told) return;
  news.dataset.kind = told.kind;
  const words = told.key ? [page.say(told.key, told.values)] : [told.text];
  if (told.skipped) words.push(page.say("index.skipped", { n: told.skipped }));
  news.querySelector("p").textContent = words.join(" ");
}

function receive(value) {
  const before = state?.mark;
  const served = state?.index?.generation;
  state = value.state;
  if (value.news) {
    mine = value.news.kind === "progress";
    if (mine) state = { ...state, building: value.news };
    told = mine ? null : value.news;
    announce();
  } else if (served && state.index && state.index.generation !== served && !mine) {
    // Built elsewhere: the command line, another page.
    if (told?.key !== "index.done") told = { kind: "done", key: "index.new" };
    announce();
  } else if (state.trouble && state.trouble !== trouble) {
    told = { kind: "trouble", text: state.trouble };
    announce();
  }
  trouble = state.trouble;
  draw();
  if (state.mark !== before) page.tell("index", state);
}

watch("value", () => props.value && receive(props.value));
rebuild.addEventListener("click", () => {
  mine = true;
  told = null;
  announce();
  draw();
  trigger("rebuild");
});
find(".dismiss").addEventListener("click", () => {
  told = null;
  announce();
  rebuild.focus();
});

function speak(language) {
  page.translate(element);
  for (const choice of element.querySelectorAll("[data-language-choice]")) {
    choice.setAttribute("aria-pressed", String(choice.dataset.languageChoice === language));
  }
  draw();
  announce();
  // The names of the tabs are Gradio's to draw.
  trigger("language", { language });
}

find(".languages").addEventListener("click", (event) => {
  const choice = event.target.closest("[data-language-choice]");
  if (choice) page.choose(choice.dataset.languageChoice);
});
page.on("language", speak);
page.on("failed", () => {
  mine = false;
  draw();
});
speak(page.language);
trigger("load");
