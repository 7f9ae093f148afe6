// The builds of the index that are kept; an older one serves again when somebody confirms it.
const page = window.assistantPage;
const find = (selector) => element.querySelector(selector);
const view = find(".builds");
const kept = find(".list");
const sure = find("dialog");
// The state of a build in the list is called so, too.
const refused = sure.querySelector(".refused");
let chosen = null;
let asked = 0;

async function fill() {
  if (view.hidden) return;
  const request = ++asked;
  const answer = await page.asked(server.kept(null));
  if (request !== asked) return;
  const none = find(".none");
  if (typeof answer !== "string") return page.put(none, answer);
  kept.innerHTML = answer;
  page.put(none, { trouble_key: "index.no_builds" });
  none.hidden = answer !== "";
  page.translate(kept);
}

function ask(button) {
  chosen = button.dataset;
  find("#builds-sure").textContent = page.say("index.roll_back_to", { date: page.moment(chosen.built) });
  refused.hidden = true;
  sure.showModal();
  find(".cancel").focus();
}

async function rollBack() {
  const answer = await page.asked(server.roll_back(chosen.generation));
  if (answer.done) {
    sure.close();
    page.tell("news", { kind: "done", key: "index.rolled_back" });
    await fill();
    find(".leave").focus();
    return;
  }
  page.put(refused, answer);
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
