// The bar: what the index holds, whether the sources have changed since, and rebuilding it.
const page = window.assistantPage;
const find = (selector) => element.querySelector(selector);
const rebuild = find(".rebuild");
const halt = find(".halt");
const facts = find(".facts");
const light = find(".light");
const meter = find(".meter");
const news = find(".news");

const STAGES = ["model", "read", "split", "encode", "write"];
let state = null;
let told = null;
let trouble = null;
let mine = false;
let again = false;
let halting = false;

function share({ stage, done, total }) {
  const before = STAGES.indexOf(stage) / STAGES.length;
  return before + (total ? done / total : 0) / STAGES.length;
}

function unbuilt() {
  if (!state.mark) return ["opening", page.say("index.loading")];
  if (state.changed) return ["changed", page.say("index.unbuilt", { n: state.changed })];
  return ["empty", page.say("index.empty")];
}

function describe() {
  if (!state) return ["opening", page.say("index.loading")];
  if (state.building) {
    const { stage, done, total } = state.building;
    const count = total ? ` · ${page.number(done)} / ${page.number(total)}` : "";
    return ["building", page.say(`stage.${stage}`) + count];
  }
  if (state.trouble && !state.index) return ["trouble", page.say("index.trouble")];
  if (!state.index) return unbuilt();
  const { documents, passages, built } = state.index;
  const holds = [
    page.say("index.sources", { n: documents }),
    page.say("index.passages", { n: passages }),
    page.say("index.built", { date: page.moment(built) }),
  ];
  if (state.trouble) return ["trouble", page.say("index.older"), holds];
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
  const running = Boolean(state?.building);
  halting = halting && running;
  if (!running && document.activeElement === halt) rebuild.focus();
  halt.hidden = !running;
  halt.disabled = halting;
  halt.querySelector("[data-t]").dataset.t = halting ? "index.stopping" : "index.stop";
  page.translate(halt);
}

function announce() {
  news.hidden = !told;
  if (!told) return;
  news.dataset.kind = told.kind;
  const words = news.querySelector("p");
  page.put(words, { trouble_key: told.key, ...told });
  if (told.skipped) words.append(` ${page.say("index.skipped", { n: told.skipped })}`);
}

// Only editors see what only editors may do; the server refuses it to the others all the same.
function greet({ role, name, local }) {
  document.documentElement.dataset.role = role ?? "";
  const visitor = find(".visitor");
  visitor.hidden = local;
  const who = visitor.querySelector(".who");
  who.textContent = name ?? "";
  who.title = role ? page.say(`access.${role}_role`) : "";
  visitor.querySelector(".enter").hidden = Boolean(name);
  visitor.querySelector(".leave").hidden = !name;
}

find(".leave").addEventListener("click", async () => {
  // Whatever became of the request, the page that comes next tells who is signed in.
  await fetch("logout", { method: "POST", keepalive: true }).catch(() => null);
  location.reload();
});

// Whoever is no longer signed in is sent to do so; a server that is away gives no answer.
page.on("unseen", async () => {
  const answer = await fetch("gradio_api/app_id", { cache: "no-store" }).catch(() => null);
  if (answer?.status === 401) location.replace(`login${location.hash}`);
});

function receive(value) {
  if (value.visitor) greet(value.visitor);
  const before = state?.mark;
  const served = state?.index?.generation;
  state = value.state;
  if (value.news) {
    mine = value.news.kind === "progress";
    again ||= value.news.kind === "busy";
    if (mine) state = { ...state, building: value.news };
    told = mine ? null : value.news;
    announce();
  } else if (served && state.index && state.index.generation !== served && !mine) {
    // Built elsewhere: the command line, another page.
    const known = ["index.done", "index.rolled_back"].includes(told?.key);
    if (!known) told = { kind: "done", key: "index.new" };
    announce();
  } else if (state.trouble && state.trouble !== trouble) {
    told = { kind: "trouble", trouble: state.trouble, trouble_fr: state.trouble_fr };
    announce();
  }
  trouble = state.trouble;
  draw();
  if (state.mark !== before) page.tell("index", state);
  if (again && !state.building && !mine) {
    again = false;
    if (state.changed) begin();
  }
}

function begin() {
  mine = true;
  told = null;
  announce();
  draw();
  trigger("rebuild");
}

watch("value", () => props.value && receive(props.value));
rebuild.addEventListener("click", begin);
halt.addEventListener("click", async () => {
  halting = true;
  draw();
  await server.halt(null).catch(() => null);
});
// After sources were added or removed. A build that runs already may not have seen them.
page.on("rebuild", () => {
  if (mine || state?.building) again = true;
  else begin();
});
page.on("news", (news) => {
  told = news;
  announce();
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
