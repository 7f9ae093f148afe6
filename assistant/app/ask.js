// The conversation. One question is on its way at a time, so that each is answered with the turns
// before it; the next ones wait, and the box is free all the while.
const page = window.assistantPage;
const find = (selector) => element.querySelector(selector);
const log = find(".log");
const turns = find(".turns");
const box = find("textarea");
const stop = find(".stop");
const fresh = find(".new");

const HISTORY = 6;
const KEPT = 50;
const STORED = "assistant-conversation";
const all = [];
const waiting = [];
let current = null;
let number = 0;

function make(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function say(turn, key) {
  turn.status.dataset.t = key;
  turn.status.hidden = false;
  page.translate(turn.status);
}

function begin(question) {
  const turn = { id: `${Date.now()}-${++number}`, question, item: make("li", "turn") };
  const asked = make("div", "question");
  const you = make("span", "sr-only");
  you.dataset.t = "ask.you";
  const words = make("bdi", "words", page.inert(question));
  words.dir = "auto";
  asked.append(you, words);
  turn.status = make("p", "status");
  turn.item.append(asked, turn.status);
  page.translate(turn.item);
  turns.append(turn.item);
  element.classList.add("started");
  all.push(turn);
  return turn;
}

function ask(question) {
  const turn = begin(question);
  waiting.push(turn);
  say(turn, "ask.queued");
  next();
  keep();
  log.scrollTop = log.scrollHeight;
}

function next() {
  if (!current && waiting.length) {
    current = waiting.shift();
    current.item.classList.add("pending");
    say(current, "ask.searching");
    trigger("submit", { id: current.id, question: current.question, history: history() });
  }
  stop.hidden = !current;
  fresh.hidden = !all.length;
}

function history() {
  const answered = all.filter((turn) => turn.html);
  return answered.slice(-HISTORY).map(({ question, text }) => ({ question, answer: text }));
}

function finish(turn) {
  turn.item.classList.remove("pending");
  current = null;
  next();
  keep();
}

function answer(turn, { html, targets, text }) {
  Object.assign(turn, { html, targets, text });
  turn.status.remove();
  turn.item.insertAdjacentHTML("beforeend", html);
  turn.item.addEventListener("click", (event) => open(turn, event));
}

function fail(turn, value) {
  turn.item.classList.add("trouble");
  if (value.trouble_key) return say(turn, value.trouble_key);
  delete turn.status.dataset.t;
  turn.status.textContent = value.trouble;
}

// Gradio loads the page anew when it has lost the server and found it again; the conversation
// stays in the tab meanwhile. What was under way then is told to have got lost.
function keep() {
  const turns = all.slice(-KEPT).map(({ question, html, targets, text }) => ({ question, html, targets, text }));
  try {
    sessionStorage.setItem(STORED, JSON.stringify(turns));
  } catch {
    // Without storage the conversation lives as long as the page.
  }
}

function restore() {
  let turns = [];
  try {
    turns = JSON.parse(sessionStorage.getItem(STORED)) ?? [];
  } catch {
    // As above.
  }
  for (const kept of turns) {
    const turn = begin(kept.question);
    if (kept.html) answer(turn, kept);
    else fail(turn, { trouble_key: "ask.lost" });
  }
  next();
  log.scrollTop = log.scrollHeight;
}

function open(turn, event) {
  const button = event.target.closest("button[data-target]");
  if (!button) return;
  const at = Number(button.dataset.target);
  // The citations form a row to walk along; a passage that was only considered stands alone.
  const cited = turn.targets.filter((target) => target.marker);
  const targets = at < cited.length ? cited : [turn.targets[at]];
  page.tell("source", { targets, at: at < cited.length ? at : 0, opener: button });
}

watch("value", () => {
  const value = props.value;
  if (!current || !value || value.id !== current.id) return;
  const turn = current;
  if (value.html) answer(turn, value);
  else fail(turn, value);
  finish(turn);
  // The question stays in sight, with as much of its answer as there is room for.
  log.scrollTop = turn.item.offsetTop - log.offsetTop - 16;
  const cited = (turn.targets ?? []).filter((target) => target.marker);
  page.tell("source", { targets: cited, at: 0, quiet: true });
  page.tell("prefetch", { targets: cited });
});

function send() {
  const question = box.value;
  if (!question.trim()) return box.focus();
  box.value = "";
  grow();
  ask(question);
}

function grow() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 200)}px`;
}

function halt(turn) {
  turn.item.classList.remove("pending");
  say(turn, "ask.stopped");
}

find("form").addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
box.addEventListener("input", grow);
box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send();
  }
});
stop.addEventListener("click", () => {
  trigger("stop");
  [current, ...waiting.splice(0)].filter(Boolean).forEach(halt);
  current = null;
  next();
  box.focus();
});
fresh.addEventListener("click", () => {
  if (current) stop.click();
  turns.replaceChildren();
  all.length = 0;
  element.classList.remove("started");
  next();
  keep();
  box.focus();
});
find(".examples").addEventListener("click", (event) => {
  const example = event.target.closest("button");
  if (example) ask(example.textContent);
});
page.on("shown", (target) => {
  for (const turn of all) {
    turn.item.querySelectorAll("[data-target]").forEach((button) => {
      if (turn.targets[button.dataset.target] === target) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
  }
});
page.on("failed", () => {
  if (!current) return;
  fail(current, { trouble_key: "ask.lost" });
  finish(current);
});
page.on("index", (state) => {
  const covered = new Set(state.countries ?? []);
  const examples = [...element.querySelectorAll("[data-needs]")];
  for (const item of examples) item.firstElementChild.hidden = !covered.has(item.dataset.needs);
  find(".examples").hidden = !examples.some((item) => covered.has(item.dataset.needs));
});
page.on("language", () => page.translate(element));
page.translate(element);
restore();
