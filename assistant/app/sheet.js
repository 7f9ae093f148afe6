// Pages of a PDF as they look, with what is quoted boxed.
const SHEETS = 12;
// Room around words that are boxed, in ten-thousandths of the page.
const ASIDE = 50;
const ABOVE = 15;
const ZOOMS = [1, 1.5, 2, 3, 4];
const sheets = new Map();
const view = element.querySelector(".source-sheet");
const sheet = view.querySelector(".sheet");
const frame = sheet.querySelector("svg");
const turning = element.querySelector(".turning");
const narrow = window.matchMedia("(max-width: 860px)");
let leaf = null;
let zoom = narrow.matches ? 2 : 1;

// Opens a page; resolves to the key of what is to be said about it, if anything.
async function openSheet({ path, sha256, pages }, number, start, end) {
  const wanted = { path, sha256, page: Math.min(Math.max(number, 1), pages), start, end };
  leaf = { ...wanted, pages, drawn: null };
  const mine = leaf;
  tellSheet();
  view.classList.add("loading");
  const key = JSON.stringify(wanted);
  const drawn = sheets.get(key) ?? (await request("sheet", wanted).catch(() => null));
  if (mine !== leaf) return undefined;
  view.classList.remove("loading");
  if (drawn?.image) {
    sheets.set(key, drawn);
    if (sheets.size > SHEETS) sheets.delete(sheets.keys().next().value);
  }
  leaf.drawn = drawn;
  drawSheet();
  if (!drawn) return "source.unreachable";
  if (!drawn.image || (await isDecoded(drawn.image))) return drawn.problem;
  return mine === leaf ? "sheet.failed" : undefined;
}

// A busy browser may fail to decode a picture that it can decode a moment later.
async function isDecoded(source, tries = 3) {
  const image = sheet.querySelector("img");
  for (; tries && image.src === source; tries--) {
    try {
      await image.decode();
      return true;
    } catch {
      await new Promise((done) => setTimeout(done, 200));
      if (image.src === source) image.src = source;
    }
  }
  return false;
}

function drawSheet() {
  const { drawn } = leaf;
  sheet.hidden = !drawn?.image;
  frame.replaceChildren();
  if (sheet.hidden) return tellSheet();
  const image = sheet.querySelector("img");
  image.src = drawn.image;
  image.width = drawn.width;
  image.height = drawn.height;
  frame.append(
    ...blocksOf(drawn.boxes).map((lines) => {
      const box = document.createElementNS(frame.namespaceURI, "polygon");
      box.setAttribute("class", "box");
      box.setAttribute("points", outline(lines).join(" "));
      return box;
    })
  );
  tellSheet();
  scale();
}

// Boxes of lines, those together that lie close below one another.
function blocksOf(boxes) {
  const blocks = [];
  for (const [left, top, right, bottom] of boxes) {
    const line = { left: left - ASIDE, top: top - ABOVE, right: right + ASIDE, bottom: bottom + ABOVE };
    const before = blocks.at(-1)?.at(-1);
    const gap = before && line.top - before.bottom;
    const isClose = before && Math.abs(gap) < line.bottom - line.top;
    const isBelow = isClose && line.left < before.right && line.right > before.left;
    if (isBelow && line.top > before.top) blocks.at(-1).push(line);
    else blocks.push([line]);
  }
  return blocks;
}

// The corners of a block of lines, down on the right and up on the left.
function outline(lines) {
  const edges = lines.slice(1).map((line, i) => (line.top + lines[i].bottom) / 2);
  const tops = [lines[0].top, ...edges];
  const bottoms = [...edges, lines.at(-1).bottom];
  const right = lines.flatMap((line, i) => [`${line.right},${tops[i]}`, `${line.right},${bottoms[i]}`]);
  const left = lines.flatMap((line, i) => [`${line.left},${tops[i]}`, `${line.left},${bottoms[i]}`]);
  return [...right, ...left.reverse()];
}

function tellSheet() {
  if (!leaf) return;
  const { page: n, pages: total, drawn } = leaf;
  turning.querySelector(".leafing").textContent = page.say("sheet.number", { n, total });
  turning.querySelector(".back").disabled = n <= 1;
  turning.querySelector(".forth").disabled = n >= total;
  const quote = drawn?.boxes.length ? page.inert(drawn.quote) : "";
  const image = sheet.querySelector("img");
  image.alt = page.say(quote ? "sheet.boxed" : "sheet.drawn", { n, quote });
}

function scale() {
  sheet.style.width = `${100 * zoom}%`;
  turning.querySelector(".smaller").disabled = zoom === ZOOMS[0];
  turning.querySelector(".larger").disabled = zoom === ZOOMS.at(-1);
  const box = sheet.querySelector(".box");
  if (!box) return view.scrollTo(0, 0);
  const inside = view.getBoundingClientRect();
  const place = box.getBoundingClientRect();
  const left = place.left - inside.left - (view.clientWidth - place.width) / 2;
  view.scrollBy({
    left: Math.min(left, place.left - inside.left - 16),
    top: place.top - inside.top - view.clientHeight / 3,
    behavior: "instant",
  });
}

function rescale(by) {
  zoom = ZOOMS[ZOOMS.indexOf(zoom) + by] ?? zoom;
  scale();
}

turning.querySelector(".smaller").addEventListener("click", () => rescale(-1));
turning.querySelector(".larger").addEventListener("click", () => rescale(1));
