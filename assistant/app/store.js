// The conversations, kept in this browser: a list of them, and each turn under a key of its own, so
// that a long conversation costs no more to go on with than a short one.
window.assistantPage.store ??= (() => {
  const page = window.assistantPage;
  const LIST = "assistant-conversations";
  const TURN = "assistant-turn-";
  const MOST = 50;
  // Characters of a question that a conversation is listed by.
  const TITLE = 200;

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

  function erase(turn) {
    try {
      localStorage.removeItem(TURN + turn);
    } catch {
      // Where storage is forbidden there is nothing to erase.
    }
  }

  function forget({ turns }) {
    turns.forEach(erase);
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

  // Forgets the oldest of other conversations. The list goes first: what it names must be there.
  function drop(own, others) {
    const oldest = others.pop();
    if (!oldest || !write(LIST, [own, ...others])) return false;
    forget(oldest);
    return true;
  }

  // Whether these conversations hold so much that a turn fits for certain once they are gone.
  function outweigh(others, kept) {
    const sizes = others.flatMap(({ turns }) => turns.map((turn) => localStorage.getItem(TURN + turn)?.length ?? 0));
    return sizes.reduce((sum, size) => sum + size, 0) >= JSON.stringify(kept).length;
  }

  // Keeps a turn of a conversation. Where there is no room, its earlier turns are lightened, and
  // then the oldest conversations go; none goes for a turn that would not fit even so.
  store.keep = (id, turn, kept) => {
    const all = store.list();
    const own = all.find((each) => each.id === id) ?? { id, title: kept.question.slice(0, TITLE), turns: [] };
    const isNew = !own.turns.includes(turn);
    if (isNew) own.turns.push(turn);
    own.when = new Date().toISOString();
    const others = all.filter((each) => each.id !== id);
    const put = () => write(TURN + turn, kept) && write(LIST, [own, ...others]);
    let isKept = put();
    while (!isKept && lighten(own, turn)) isKept = put();
    const isWorth = isKept || outweigh(others, kept);
    while (!isKept && isWorth && drop(own, others)) isKept = put();
    if (!isKept) return isNew ? erase(turn) : undefined;
    while (others.length >= MOST && drop(own, others));
    page.tell("conversations");
    return undefined;
  };

  store.remove = (id) => {
    const all = store.list();
    write(LIST, all.filter((each) => each.id !== id));
    all.filter((each) => each.id === id).forEach(forget);
    page.tell("conversations");
  };

  // Another tab of this browser keeps its conversations in the same place.
  window.addEventListener("storage", ({ key }) => key === LIST && page.tell("conversations"));
  return store;
})();
