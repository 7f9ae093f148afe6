// The conversations, kept in this browser: a list of them, and each turn under a key of its own, so
// that a long conversation costs no more to go on with than a short one.
window.assistantPage.store ??= (() => {
  const page = window.assistantPage;
  const LIST = "assistant-conversations";
  const TURN = "assistant-turn-";
  const MOST = 50;

  function read(key, instead) {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? instead;
    } catch {
      return instead;
    }
  }

  // Tells whether it could be written: storage may be full, or forbidden.
  function write(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }

  const store = {};

  // Conversations as {id, title, when, turns: ids}, the newest first.
  store.list = () => read(LIST, []).filter((each) => each?.id && Array.isArray(each.turns));

  store.turns = (id) => {
    const found = store.list().find((each) => each.id === id);
    return (found?.turns ?? []).map((turn) => ({ id: turn, ...read(TURN + turn, {}) })).filter((turn) => turn.question);
  };

  function forget({ turns }) {
    for (const turn of turns) localStorage.removeItem(TURN + turn);
  }

  // Leaves of a conversation's next turn before this one the answer with its citations, not what
  // else was weighed for it; tells whether there was such a turn.
  function lighten(own, turn) {
    const next = own.light ?? 0;
    if (next >= own.turns.indexOf(turn)) return false;
    const kept = read(TURN + own.turns[next], {});
    const made = document.createElement("template");
    made.innerHTML = kept.html ?? "";
    made.content.querySelector(".why")?.remove();
    const targets = (kept.targets ?? []).filter((target) => target.marker);
    write(TURN + own.turns[next], { ...kept, html: made.innerHTML, targets });
    own.light = next + 1;
    return true;
  }

  // Keeps a turn of a conversation. Where there is no room, its earlier turns are lightened, and
  // then the oldest conversations go.
  store.keep = (id, turn, kept) => {
    const all = store.list();
    const own = all.find((each) => each.id === id) ?? { id, title: kept.question, turns: [] };
    if (!own.turns.includes(turn)) own.turns.push(turn);
    own.when = new Date().toISOString();
    const others = all.filter((each) => each.id !== id);
    others.splice(MOST - 1).forEach(forget);
    while (!write(TURN + turn, kept) || !write(LIST, [own, ...others])) {
      if (lighten(own, turn)) continue;
      if (!others.length) return;
      forget(others.pop());
    }
    page.tell("conversations");
  };

  store.remove = (id) => {
    const all = store.list();
    all.filter((each) => each.id === id).forEach(forget);
    write(LIST, all.filter((each) => each.id !== id));
    page.tell("conversations");
  };

  // Another tab of this browser keeps its conversations in the same place.
  window.addEventListener("storage", ({ key }) => key === LIST && page.tell("conversations"));
  return store;
})();
