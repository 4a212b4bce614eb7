/** Marks the quoted sentences in the text: `#918-977` or several, `#918-977,1041-1103`. */

/** @returns {[number, number][]} Offsets in characters of the file, from the address. */
function spans() {
  const found = location.hash.slice(1).matchAll(/(\d{1,7})-(\d{1,7})(?:,|$)/g);
  return Array.from(found, ([, start, end]) => [Number(start), Number(end)]);
}

/** Writes a line anew, the spans in it marked. @param {HTMLElement} line @param {[number, number][]} wanted */
function draw(line, wanted) {
  const characters = Array.from(line.textContent ?? ""); // offsets count characters, not UTF-16 units
  const offset = Number(line.dataset.start);
  const parts = [];
  let at = 0;
  for (const [start, end] of wanted) {
    const from = Math.max(start - offset, at);
    const to = Math.min(end - offset, characters.length);
    if (from >= to) continue;
    const mark = document.createElement("mark");
    mark.textContent = characters.slice(from, to).join("");
    parts.push(characters.slice(at, from).join(""), mark);
    at = to;
  }
  line.replaceChildren(...parts, characters.slice(at).join(""));
}

function show() {
  const wanted = spans().sort(([a], [b]) => a - b);
  for (const line of document.querySelectorAll("[data-start]")) draw(/** @type {HTMLElement} */ (line), wanted);
  const first = /** @type {HTMLElement | null} */ (document.querySelector("mark"));
  if (!first) return;
  first.tabIndex = -1;
  first.focus({ preventScroll: true });
  first.scrollIntoView({ block: "center" });
}

addEventListener("hashchange", show);
show();
