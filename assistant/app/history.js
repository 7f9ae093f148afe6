// The conversations kept in this browser: to open again, to take along, to delete.
const page = window.assistantPage;
const find = (selector) => element.querySelector(selector);
const list = find("ol");
const row = find("template");

function draw() {
  const all = page.store.list();
  find(".none").hidden = all.length > 0;
  list.replaceChildren(
    ...all.map(({ id, title, when, turns }) => {
      const item = row.content.firstElementChild.cloneNode(true);
      item.dataset.id = id;
      item.querySelector(".open").textContent = page.inert(title.slice(0, 200));
      item.querySelector("[data-moment]").dataset.moment = when;
      item.querySelector(".count").dataset.tArgs = JSON.stringify({ n: turns.length });
      return item;
    })
  );
  page.translate(element);
}

function save({ name, kind, content }) {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: kind }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

async function take(id, form) {
  const words = page.store.turns(id).map((turn) => turn.word).filter(Boolean);
  const file = await page.asked(server.export({ words, form, language: page.language }));
  const refused = find(".refused");
  if (file.content) save(file);
  else page.put(refused, file);
  refused.hidden = Boolean(file.content);
}

// Deleting takes a second press, for which the button says so.
function remove(button, id) {
  const label = button.querySelector("[data-t]");
  if (label.dataset.t === "history.sure") return page.store.remove(id);
  label.dataset.t = "history.sure";
  page.translate(button);
  const calm = () => {
    label.dataset.t = "history.delete";
    page.translate(button);
  };
  button.addEventListener("blur", calm, { once: true });
}

list.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const id = event.target.closest("[data-id]")?.dataset.id;
  if (!button || !id) return;
  if (button.matches(".open")) page.tell("resume", id);
  else if (button.dataset.form) take(id, button.dataset.form);
  else remove(button, id);
});
page.on("conversations", draw);
page.on("language", draw);
draw();
