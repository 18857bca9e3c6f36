// Makes elements. Text is always text: nothing here reads markup.

const SVG = "http://www.w3.org/2000/svg";

export const $ = (id) => document.getElementById(id);

/** An element with attributes and children; `onclick` and the like are listeners, false and undefined attributes are left out. */
export function el(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same, of SVG. */
export function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.filter((child) => child !== undefined && child !== ""));
  return element;
}

/** Words that only a screen reader says. */
export const unseen = (text) => el("span", { class: "unseen" }, text);

export const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
