/** Elements built by hand: text is only ever set as text. */

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * Returns a new element. `class` and `part` set those; `on...` listens; true and false set or leave
 * out an attribute; everything else is an attribute.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any> | null} [props]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, String(value));
  }
  element.append(.../** @type {(Node | string)[]} */ (children.filter((child) => child)));
  return element;
}

/**
 * Returns questions as buttons.
 *
 * @param {{title: string, payload?: string}[]} buttons
 * @param {string} legend
 * @param {(text: string, press?: string) => void} ask
 */
export function asks(buttons, legend, ask) {
  const pill = (/** @type {{title: string, payload?: string}} */ { title, payload }) =>
    h("button", { class: "pill", type: "button", lang: "en", dir: "auto", onclick: () => ask(title, payload) }, title);
  return h("fieldset", { class: "asks" }, h("legend", null, legend), ...buttons.map(pill));
}

/** Returns a decorative icon, drawn in lines. @param {string} d its path on 24 x 24 */
export function icon(d) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", d);
  svg.append(path);
  return svg;
}
