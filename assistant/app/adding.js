// Adding sources: each file or page is a card, which shows what is understood of it; what its
// form states is understood anew, and is written when somebody confirms it.
const page = window.assistantPage;
const find = (selector) => element.querySelector(selector);
const view = find(".adding");
const drop = find(".drop");
const chooser = find("input[type=file]");
const fetching = find(".fetch");
const cards = find(".cards");
const blank = find("template");

const LARGEST = Number(view.dataset.largest);
const UPLOAD = "sources/upload";
const all = find(".all");
let line = Promise.resolve();
let number = 0;

function card(name) {
  const made = blank.content.firstElementChild.cloneNode(true);
  made.querySelector("h3").textContent = page.inert(name);
  made.state = { word: null, plain: null, shown: null, asked: 0 };
  for (const field of made.querySelectorAll("[data-field]")) {
    const hint = field.querySelector(".hint");
    hint.id = `adding-hint-${++number}`;
    field.querySelector("[name]").setAttribute("aria-describedby", hint.id);
  }
  made.querySelector("form").addEventListener("change", (event) => {
    if (event.target.name !== "replace") understand(made);
  });
  made.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    confirm([made]);
  });
  for (const each of made.querySelectorAll(".discard")) {
    each.addEventListener("click", () => discard(made));
  }
  page.translate(made);
  cards.append(made);
  return made;
}

function tell(made, key, values) {
  const status = made.querySelector(".status");
  made.classList.toggle("busy", ["sources.sending", "sources.reading"].includes(key));
  if (key) page.put(status, { trouble_key: key, values });
  status.hidden = !key;
}

// What was wrong, in a place of its own: of the document as a whole, or of what its form states.
function refuse(made, answer) {
  const form = made.querySelector("form");
  const place = form.hidden ? made.querySelector(".status") : form.querySelector(".refused");
  if (form.hidden) {
    tell(made, null);
    made.classList.add("trouble");
  }
  page.put(place, answer);
}

const lost = { trouble_key: "sources.unreachable" };

// One after the other: the server reads one document at a time anyway. Whatever becomes of one, the
// next has its turn.
function bring(name, fetched) {
  const made = card(name);
  tell(made, "sources.sending");
  made.scrollIntoView({ block: "nearest" });
  line = line.then(() => receive(made, fetched)).catch(() => refuse(made, lost));
}

async function receive(made, fetched) {
  const answer = await page.asked(fetched());
  if (!answer.word) return refuse(made, answer);
  made.state.word = answer.word;
  if (answer.name) made.querySelector("h3").textContent = answer.name;
  await understand(made);
}

function take(files) {
  for (const file of files) bring(file.name, () => send(file));
}

async function send(file) {
  if (file.size > LARGEST) return { trouble_key: "sources.too_large", values: { n: Math.floor(LARGEST / 1e6) } };
  const answer = await fetch(`${UPLOAD}?name=${encodeURIComponent(file.name)}`, {
    method: "POST",
    headers: { "Content-Type": "application/octet-stream" },
    body: file,
  });
  const found = await answer.json().catch(() => ({}));
  return found.word || found.trouble ? found : { ...lost, ...(found.detail && { trouble: found.detail }) };
}

// What the form states otherwise than what was understood without it.
function stated(made) {
  const fields = {};
  for (const { name, value } of made.querySelectorAll("form [name]")) {
    const known = made.state.plain?.fields[name];
    if (known !== undefined && value.trim() !== known) fields[name] = value.trim();
  }
  return fields;
}

// What moved under a button that is being pressed would lose the click.
let pressed = false;
element.addEventListener("pointerdown", () => (pressed = true));
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => setTimeout(() => (pressed = false)));
}
async function released() {
  while (pressed) await new Promise((done) => setTimeout(done, 20));
}

async function understand(made) {
  const { state } = made;
  const request = ++state.asked;
  if (!state.plain) tell(made, "sources.reading");
  const wanted = { word: state.word, fields: stated(made), language: page.language };
  const answer = await page.asked(server.understand(wanted));
  await released();
  if (request !== state.asked) return;
  tell(made, null);
  made.querySelector(".refused").hidden = true;
  if (!answer.fields) return refuse(made, answer);
  state.shown = answer;
  if (!state.plain) {
    state.plain = answer;
    for (const control of made.querySelectorAll("form [data-field] [name]")) fill(control, answer);
  }
  show(made);
}

// What stands in the form stays: somebody may be writing there.
function show(made) {
  const { shown } = made.state;
  const fields = stated(made);
  const form = made.querySelector("form");
  const understood = made.querySelector(".understood");
  understood.innerHTML = shown.html;
  for (const field of form.querySelectorAll("[data-field]")) {
    const key = field.dataset.field;
    const hint = field.querySelector(".hint");
    hint.dataset.t = reason(shown, key, key in fields);
  }
  const same = shown.standing === "same";
  form.hidden = same;
  made.classList.toggle("trouble", same);
  if (same) tell(made, "sources.same", { path: shown.twin || shown.path });
  form.querySelector(".place").textContent = page.say("sources.place", { path: shown.path });
  form.querySelector(".replace").hidden = shown.standing !== "other";
  form.querySelector(".replace span").textContent = page.say("sources.replace", { path: shown.path });
  page.translate(made);
  count();
}

function fill(control, { fields, fixed }) {
  const value = fields[control.name];
  const isFixed = fixed.includes(control.name);
  if (control.tagName === "SELECT") {
    control.disabled = isFixed;
    if (![...control.options].some((each) => each.value === value)) {
      const option = new Option(value, value);
      option.dataset.language = value;
      control.append(option);
    }
  } else control.readOnly = isFixed;
  control.value = value;
}

function reason(shown, key, isStated) {
  if (shown.fixed.includes(key)) return "sources.hint_fixed";
  if (isStated) return key === "countries" ? "sources.hint_none" : "sources.hint_stated";
  if (shown.fields[key]) return "sources.hint_told";
  if (key === "countries") return "sources.hint_countries";
  return key === "as_of" ? "sources.hint_as_of" : "sources.hint_unknown";
}

const ready = () => [...cards.children].filter((made) => !made.querySelector("form").hidden);

function count() {
  const n = ready().length;
  all.hidden = n < 2;
  all.textContent = page.say("sources.confirm_all", { n });
}

// Writes the document into the corpus; tells whether it is there now.
async function write(made) {
  const form = made.querySelector("form");
  const button = form.querySelector("[type=submit]");
  if (button.disabled) return false;
  button.disabled = true;
  made.state.asked++;
  const wanted = { word: made.state.word, fields: stated(made), replace: form.elements.replace.checked };
  const answer = await page.asked(server.add(wanted));
  button.disabled = false;
  if (!answer.path) {
    await understand(made);
    refuse(made, answer);
    return false;
  }
  form.hidden = true;
  made.querySelector(".understood").replaceChildren();
  made.classList.add("done");
  made.state.word = null;
  tell(made, "sources.added", { path: answer.path });
  return true;
}

// The index follows once, whatever their number.
async function confirm(several) {
  let written = false;
  for (const made of several) written = (await write(made)) || written;
  count();
  if (!written) return;
  find(".back").focus();
  page.tell("rebuild");
}

function discard(made) {
  made.state.asked++;
  if (made.state.word) server.discard(made.state.word).catch(() => null);
  made.remove();
  count();
  find(".choose").focus();
}

all.addEventListener("click", () => confirm(ready()));
find(".choose").addEventListener("click", () => chooser.click());
chooser.addEventListener("change", () => {
  take([...chooser.files]);
  chooser.value = "";
});
fetching.addEventListener("submit", (event) => {
  event.preventDefault();
  const address = fetching.elements.address.value.trim();
  if (!address) return;
  fetching.reset();
  bring(address, () => server.fetch_page(address));
});
find(".back").addEventListener("click", () => page.tell("shelf", "documents"));

// A file let go anywhere on the page would otherwise be opened in the page's place.
const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
document.addEventListener("dragover", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = welcome() ? "copy" : "none";
  drop.classList.toggle("over", welcome());
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) drop.classList.remove("over");
});
document.addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  drop.classList.remove("over");
  if (!welcome()) return;
  page.tell("shelf", "adding");
  take([...event.dataTransfer.files]);
});
function welcome() {
  return document.documentElement.dataset.role === "editor" && element.closest(".tabitem")?.checkVisibility() === true;
}

page.on("shelf", (name) => {
  view.hidden = name !== "adding";
  if (!view.hidden) find(".choose").focus();
});
page.on("language", () => {
  page.translate(element);
  count();
  for (const made of cards.children) if (made.state.shown && made.state.word) show(made);
});
page.translate(element);
