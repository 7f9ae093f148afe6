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
const OPEN = "assistant-open";
const LINK = "#answer=";
const tools = find("template");
const all = [];
const waiting = [];
let current = null;
let number = 0;
let conversation = null;

function make(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function say(turn, key, values = {}) {
  page.put(turn.status, { trouble_key: key, values });
}

const linked = () => location.hash.startsWith(LINK) && location.hash.slice(LINK.length);
const identity = () => `${Date.now()}-${Math.random().toString(36).slice(2, 8)}-${++number}`;

function begin(question, id = identity()) {
  const turn = { id, question, item: make("li", "turn") };
  const asked = make("div", "question");
  asked.setAttribute("role", "heading");
  asked.setAttribute("aria-level", "2");
  const you = make("span", "sr-only");
  you.dataset.t = "ask.you";
  const words = make("bdi", "words", page.inert(question));
  words.dir = "auto";
  asked.append(you, words);
  turn.status = make("p", "status");
  turn.item.append(asked, turn.status);
  page.translate(turn.item);
  turn.item.addEventListener("click", (event) => open(turn, event));
  turns.append(turn.item);
  element.classList.add("started");
  all.push(turn);
  return turn;
}

function ask(question, subject) {
  element.querySelectorAll(".also").forEach((old) => old.remove());
  // Whoever goes on from an answer in a link makes it the start of a conversation.
  if (linked()) all.filter((turn) => turn.html).forEach(keep);
  unlink();
  const turn = begin(question);
  turn.subject = subject;
  waiting.push(turn);
  say(turn, "ask.queued");
  next();
  keep(turn);
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

function history(before) {
  const earlier = before ? all.slice(0, all.indexOf(before)) : all;
  const answered = earlier.filter((turn) => turn.html);
  return answered.slice(-HISTORY).map(({ question, text }) => ({ question, answer: text }));
}

function finish(turn) {
  turn.item.classList.remove("pending");
  current = null;
  next();
  keep(turn);
}

function answer(turn, { html, targets, text, word }) {
  Object.assign(turn, { html, targets, text, word });
  turn.status.remove();
  if (turn.growing) complete(turn.growing, html);
  else turn.item.insertAdjacentHTML("beforeend", html);
  if (word) turn.item.querySelector(".answer").append(toolsOf(turn));
  page.translate(turn.item);
}

// Shows the parts of an answer that are known so far; each stays as it is in the whole.
function extend(turn, { parts, targets, language }) {
  turn.targets = targets;
  if (!turn.growing) {
    const said = make("div", "said");
    said.lang = language;
    turn.growing = make("div", "answer");
    turn.growing.append(said);
    turn.status.before(turn.growing);
    say(turn, "ask.growing");
  }
  const said = turn.growing.firstElementChild;
  for (const part of parts.slice(said.children.length)) said.insertAdjacentHTML("beforeend", part);
}

function complete(growing, html) {
  const made = make("template", "");
  made.innerHTML = html;
  const [said, ...rest] = made.content.firstElementChild.children;
  const shown = growing.firstElementChild;
  shown.append(...[...said.children].slice(shown.children.length));
  growing.append(...rest);
}

// Below an answer: a link to it, and saying whether it is right.
function toolsOf(turn) {
  const row = tools.content.firstElementChild.cloneNode(true);
  const form = row.querySelector("form");
  const kinds = [...row.querySelectorAll("[data-kind]")];
  const told = (key, values = {}) => {
    const place = row.querySelector(".told");
    place.dataset.t = key;
    place.dataset.tArgs = JSON.stringify(values);
    page.translate(row);
  };
  const choose = (kind) => {
    for (const each of kinds) each.setAttribute("aria-pressed", String(each.dataset.kind === kind));
    form.hidden = !kind;
    if (kind) form.elements.note.focus();
  };
  row.querySelector(".link").addEventListener("click", async () => {
    const address = location.href.split("#")[0] + LINK + turn.word;
    told((await page.copy(address)) ? "tools.copied" : "tools.uncopied");
  });
  row.querySelector(".sign").addEventListener("click", async () => {
    const wanted = { word: turn.word, history: history(turn) };
    const done = await server.sign(wanted).catch(() => false);
    told(done ? "tools.signed" : "tools.unsigned");
    if (done) page.tell("signed");
  });
  for (const each of kinds) each.addEventListener("click", () => choose(each.dataset.kind));
  form.querySelector(".cancel").addEventListener("click", () => choose(null));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const kind = kinds.find((each) => each.getAttribute("aria-pressed") === "true")?.dataset.kind;
    const judged = { kind, note: form.elements.note.value, word: turn.word };
    const { key, trouble_key: lost, values, kept } = await page.asked(server.judge(judged), "tools.failed");
    told(key ?? lost, values);
    form.hidden = Boolean(kept);
    if (kept) row.querySelector(".link").focus();
  });
  return row;
}

function fail(turn, value) {
  turn.item.classList.add("trouble");
  page.put(turn.status, value);
}

// Gradio loads the page anew when it has lost the server and found it again; the conversation
// stays in the browser meanwhile. What was under way then is told to have got lost. Each tab has
// a conversation of its own open.
function keep(turn) {
  conversation ??= identity();
  remember(conversation);
  const { question, html, text, word, subject, stopped } = turn;
  const targets = html && turn.targets;
  page.store.keep(conversation, turn.id, { question, html, targets, text, word, subject, stopped });
}

function remember(id) {
  try {
    if (id) sessionStorage.setItem(OPEN, id);
    else sessionStorage.removeItem(OPEN);
  } catch {
    // Without storage the conversation lives as long as the page.
  }
}

function remembered() {
  try {
    return sessionStorage.getItem(OPEN);
  } catch {
    return null;
  }
}

function restore(id) {
  conversation = id;
  remember(id);
  for (const kept of page.store.turns(id)) {
    const turn = begin(kept.question, kept.id);
    turn.subject = kept.subject;
    if (kept.html) answer(turn, kept);
    else if (kept.stopped) say(turn, "ask.stopped");
    else fail(turn, { trouble_key: "ask.lost" });
  }
  next();
  review();
  log.scrollTop = log.scrollHeight;
}

// The answer in the page's address, with how its quotes stand today.
async function recall(word) {
  const found = await page.asked(server.recall(word), "ask.lost");
  const turn = begin(found.question ?? "");
  if (found.html) answer(turn, found);
  else {
    fail(turn, found);
    turn.item.querySelector(".question").hidden = true;
  }
  next();
  page.tell("source", { targets: cited(turn), at: 0, quiet: true });
}

const cited = (turn) => (turn.targets ?? []).filter((target) => target.marker);

// Tells with each answer whether a source that it cites has changed since.
async function review() {
  const sources = new Map(all.flatMap(cited).map((target) => [target.document, target.sha256]));
  if (!sources.size) return;
  const changed = new Set((await server.changed(Object.fromEntries(sources)).catch(() => null)) ?? []);
  for (const turn of all) {
    const stale = cited(turn).some((target) => changed.has(target.document));
    let note = turn.item.querySelector(".stale");
    if (!note && stale) {
      note = make("p", "stale");
      note.dataset.t = "ask.stale";
      page.translate(note);
      turn.item.querySelector(".answer").prepend(note);
    }
    if (note) note.hidden = !stale;
  }
}

// The last heading above a place, without its number.
const heading = ({ section }) => section.at(-1)?.replace(/^\d+(\.\d+)*\.?\s+/, "");

// Offers what the sources have an answer to next, under the last answer only.
async function suggest(turn, { subjects, language }) {
  const asked = all.flatMap((each) => [each.subject, ...cited(each).map(heading)]).filter(Boolean);
  const { document: source, start } = cited(turn)[0] ?? {};
  const wanted = { subjects, asked, document: source, start, language, history: history() };
  const found = await server.follow_ups(wanted).catch(() => []);
  if (!found?.length || turn !== all.at(-1)) return;
  const also = make("div", "also");
  const label = make("p", "");
  label.dataset.t = "ask.next";
  const list = make("ul", "");
  for (const { subject, question } of found) {
    const button = make("button", "suggestion", page.inert(subject));
    button.type = "button";
    button.dir = "auto";
    button.title = page.inert(question);
    button.addEventListener("click", () => ask(question, subject));
    const item = make("li", "");
    item.append(button);
    list.append(item);
  }
  also.append(label, list);
  page.translate(also);
  turn.item.append(also);
}

function open(turn, event) {
  const button = event.target.closest("button[data-target]");
  if (!button) return;
  const at = Number(button.dataset.target);
  // The citations form a row to walk along; a passage that was only considered stands alone.
  const row = cited(turn);
  const targets = at < row.length ? row : [turn.targets[at]];
  page.tell("source", { targets, at: at < row.length ? at : 0, opener: button });
}

watch("value", () => {
  const value = props.value;
  const turn = value && all.find(({ id }) => id === value.id);
  if (!turn || !(turn === current || turn.isLost)) return;
  turn.item.classList.remove("trouble");
  if (value.waits_for) return say(turn, `ask.${value.waits_for}`);
  if (value.parts) return extend(turn, value);
  turn.isLost = false;
  if (value.html) answer(turn, value);
  else fail(turn, value);
  if (turn === current) finish(turn);
  else keep(turn);
  // The question stays in sight, with as much of its answer as there is room for.
  log.scrollTop = turn.item.offsetTop - log.offsetTop - 16;
  page.tell("source", { targets: cited(turn), at: 0, quiet: true });
  page.tell("prefetch", { targets: cited(turn) });
  if (value.html) suggest(turn, value);
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
  turn.stopped = true;
  say(turn, "ask.stopped");
  keep(turn);
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
// Leaves the conversation as it is; it stays in the history.
function leave() {
  if (current) stop.click();
  turns.replaceChildren();
  all.length = 0;
  conversation = null;
  remember(null);
  element.classList.remove("started");
  next();
}

function unlink() {
  if (linked()) window.history.replaceState(null, "", location.pathname + location.search);
}

fresh.addEventListener("click", () => {
  leave();
  unlink();
  box.focus();
});
page.on("resume", (id) => {
  leave();
  unlink();
  restore(id);
  document.querySelector("#tabs [role=tab]").click();
  box.focus();
});
page.on("conversations", () => {
  const isGone = conversation && !page.store.list().some((each) => each.id === conversation);
  if (isGone && !current) leave();
});
window.addEventListener("hashchange", () => {
  const word = linked();
  if (!word) return;
  leave();
  recall(word);
  document.querySelector("#tabs [role=tab]").click();
  document.querySelector("#tabs [role=tab]").click();
});
find(".examples").addEventListener("click", (event) => {
  const example = event.target.closest("button");
  if (example) ask(example.textContent);
});
page.on("shown", (target) => {
  turns.querySelectorAll("[aria-current]").forEach((old) => old.removeAttribute("aria-current"));
  for (const turn of all) {
    const at = target ? (turn.targets?.indexOf(target) ?? -1) : -1;
    if (at < 0) continue;
    const buttons = turn.item.querySelectorAll(`[data-target="${at}"]`);
    buttons.forEach((button) => button.setAttribute("aria-current", "true"));
  }
});
// Which request failed is not told: where it was one stopped before, the answer still comes.
page.on("failed", () => {
  if (!current) return;
  current.isLost = true;
  fail(current, { trouble_key: "ask.lost" });
  finish(current);
});
page.on("index", (state) => {
  const covered = new Set(state.countries ?? []);
  const examples = [...element.querySelectorAll("[data-needs]")];
  for (const item of examples) item.firstElementChild.hidden = !covered.has(item.dataset.needs);
  find(".examples").hidden = !examples.some((item) => covered.has(item.dataset.needs));
  review();
});
page.on("language", () => page.translate(element));
page.translate(element);
if (linked()) recall(linked());
else if (remembered()) restore(remembered());
else next();
