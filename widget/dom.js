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

const PATHS = {
  send: "M3 20.5v-6.8l9-1.7-9-1.7V3.5l19 8.5Z",
  close: "m6 6 12 12M18 6 6 18",
  fold: "m6 9 6 6 6-6",
  menu: "M5 12h.01M12 12h.01M19 12h.01",
  up: "M7 11v9H3v-9Zm0 0 4-8a2.5 2.5 0 0 1 2.5 2.5V9H20l-1.5 11H7",
  down: "M17 13V4h4v9Zm0 0-4 8a2.5 2.5 0 0 1-2.5-2.5V15H4L5.5 4H17",
  copy: "M9 9h11v11H9ZM15 9V4H4v11h5",
  text: "M6 3h9l4 4v14H6ZM9 11h7M9 15h7",
  alert: "M12 3 2 20.5h20ZM12 9.5v5M12 17.5v.01",
  note: "M12 8.01V8M12 11v5.5M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z",
};

/** Returns a decorative icon. @param {keyof typeof PATHS} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", name === "send" ? "icon solid" : "icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
