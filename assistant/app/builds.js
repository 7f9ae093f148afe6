// The builds of the index that are kept; an older one serves again when somebody confirms it.
const page = window.assistantPage;
const find = (selector) => element.querySelector(selector);
const view = find(".builds");
const kept = find(".list");
const sure = find("dialog");
let chosen = null;
let asked = 0;

async function fill() {
  if (view.hidden) return;
  const request = ++asked;
  const html = await server.kept(null).catch(() => null);
  if (html === null || request !== asked) return;
  kept.innerHTML = html;
  find(".none").hidden = html !== "";
  page.translate(kept);
}

function ask(button) {
  chosen = button.dataset;
  find("#builds-sure").textContent = page.say("index.roll_back_to", { date: page.moment(chosen.built) });
  find(".refused").hidden = true;
  sure.showModal();
  find(".cancel").focus();
}

async function rollBack() {
  const lost = () => ({ trouble_key: "sources.unreachable" });
  const answer = await server.roll_back(chosen.generation).catch(lost);
  if (answer.done) {
    sure.close();
    page.tell("news", { kind: "done", key: "index.rolled_back" });
    await fill();
    find(".leave").focus();
    return;
  }
  const refused = find(".refused");
  refused.textContent = answer.trouble ?? page.say(answer.trouble_key, answer.values);
  refused.hidden = false;
}

kept.addEventListener("click", (event) => {
  const button = event.target.closest("button.back");
  if (button) ask(button);
});
find(".go").addEventListener("click", rollBack);
find(".cancel").addEventListener("click", () => sure.close());
find(".leave").addEventListener("click", () => page.tell("shelf", "documents"));
page.on("shelf", (name) => {
  view.hidden = name !== "builds";
  if (view.hidden) return;
  find(".leave").focus();
  fill();
});
page.on("index", fill);
page.on("language", () => page.translate(element));
page.translate(element);
