// The signed answers: each compared with the sources as they are now, those that differ shown.
const page = window.assistantPage;
const find = (selector) => element.querySelector(selector);
const list = find("ol");
const sum = find(".sum");
const every = find(".which input");
let round = 0;

function draw() {
  const rows = [...list.children];
  const differing = rows.filter((row) => row.classList.contains("differs")).length;
  const left = rows.filter((row) => row.classList.contains("unknown")).length;
  find(".none").hidden = rows.length > 0;
  find(".which").hidden = !rows.length;
  sum.hidden = !rows.length;
  sum.textContent = left
    ? page.say("signed.left", { n: left })
    : page.say("signed.sum", { n: differing, all: rows.length });
  for (const row of rows) row.hidden = row.classList.contains("holds") && !every.checked;
}

function told(id, html) {
  const row = list.querySelector(`[data-id="${id}"]`);
  if (!row) return;
  row.classList.remove("unknown");
  row.classList.toggle("differs", html !== "");
  row.classList.toggle("holds", html === "");
  row.querySelector(".differences").innerHTML = html;
  row.querySelector(".state").dataset.t = html ? "signed.differs" : "signed.holds";
  page.translate(row);
}

async function fill() {
  const own = ++round;
  const found = await server.signed(true).catch(() => null);
  if (!found || own !== round) return;
  list.innerHTML = found.rows;
  page.translate(list);
  draw();
  for (let at = 0; at < found.ids.length; at += 20) {
    const some = await server.compared(found.ids.slice(at, at + 20)).catch(() => null);
    if (!some || own !== round) return;
    for (const [id, html] of Object.entries(some)) told(id, html);
    draw();
  }
}

// Withdrawing takes a second press, for which the button says so.
async function withdraw(button, row) {
  const label = button.querySelector("[data-t]");
  if (label.dataset.t === "signed.sure") {
    const answer = await page.asked(server.withdraw(row.dataset.id));
    if (answer.gone) return fill();
    const refused = document.createElement("p");
    refused.setAttribute("role", "alert");
    row.querySelector(".differences").replaceChildren(refused);
    page.put(refused, answer);
    return undefined;
  }
  label.dataset.t = "signed.sure";
  page.translate(button);
  const calm = () => {
    label.dataset.t = "signed.withdraw";
    page.translate(button);
  };
  button.addEventListener("blur", calm, { once: true });
  return undefined;
}

list.addEventListener("click", (event) => {
  const button = event.target.closest("button.withdraw");
  if (button) withdraw(button, button.closest("li"));
});
every.addEventListener("change", draw);
page.on("signed", fill);
page.on("index", fill);
page.on("language", () => {
  page.translate(element);
  draw();
});
page.translate(element);
fill();
