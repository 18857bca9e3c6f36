// The fields as a tree, with the keys of the WAI-ARIA tree pattern: one stop for Tab, arrows inside.

import { el, unseen } from "./dom.js";
import { KINDS } from "./kinds.js";
import { place } from "./fields.js";

const OPEN_LEVELS = 2;
const SHOWN = 120;

export class TreeView {
  /** `onPoint(field)` follows the mouse and the focus, `onPin(field)` a click or Enter. */
  constructor(element, { onPoint, onPin }) {
    this.element = element;
    this.onPin = onPin;
    this.show([]);
    element.addEventListener("mouseover", (event) => onPoint(this.fieldUnder(event)));
    element.addEventListener("mouseleave", () => onPoint(undefined));
    element.addEventListener("focusin", (event) => onPoint(this.fieldUnder(event)));
    element.addEventListener("focusout", () => onPoint(undefined));
    element.addEventListener("click", (event) => this.clicked(event));
    element.addEventListener("keydown", (event) => this.key(event));
  }

  show(fields) {
    this.fields = fields;
    this.items = [];
    this.lit = undefined;
    this.pinned = undefined;
    this.element.replaceChildren(...(fields.length > 0 ? [this.item(fields[0])] : []));
    fields.filter((field) => field.error).forEach((field) => this.openTo(field));
    this.stop = fields[0];
    this.items[0]?.setAttribute("tabindex", "0");
  }

  item(field) {
    const leaf = field.children.length === 0;
    const item = el("div", {
      role: "treeitem",
      id: `field-${field.index}`,
      tabindex: "-1",
      "aria-level": field.level,
      "aria-expanded": leaf ? undefined : String(field.level <= OPEN_LEVELS),
      "aria-selected": "false",
      "aria-label": spoken(field),
    });
    this.items[field.index] = item;
    item.append(line(field, leaf));
    if (!leaf) {
      item.append(el("div", { role: "group" }, ...field.children.map((child) => this.item(child))));
    }
    return item;
  }

  /** Lights a field, or what is seen of it: the nearest group that is open to it. */
  light(field, scroll) {
    const seen = field && this.seen(field);
    if (seen !== this.lit) {
      this.lit && this.items[this.lit.index].firstChild.classList.remove("lit");
      seen && this.items[seen.index].firstChild.classList.add("lit");
      this.lit = seen;
    }
    if (scroll && seen) {
      this.reveal(seen);
    }
  }

  /** Pins a field, and opens what it lies in. */
  pin(field) {
    this.pinned && this.items[this.pinned.index].setAttribute("aria-selected", "false");
    this.pinned = field;
    if (field) {
      this.openTo(field);
      this.items[field.index].setAttribute("aria-selected", "true");
      this.stopAt(field);
      this.reveal(field);
    }
  }

  reveal(field) {
    const row = this.items[field.index].firstChild;
    const top = row.offsetTop; // from the top of the pane, which is positioned
    const { scrollTop, clientHeight } = this.element;
    if (top < scrollTop || top > scrollTop + clientHeight - 2 * row.offsetHeight) {
      this.element.scrollTop = top - clientHeight / 4;
    }
  }

  clicked(event) {
    const field = this.fieldUnder(event);
    if (!field) return;
    if (event.target.classList.contains("twist")) {
      this.open(field, !this.isOpen(field));
    } else {
      this.focus(field);
      this.onPin(field);
    }
  }

  key(event) {
    const field = this.fieldUnder(event);
    if (!field || event.ctrlKey || event.altKey || event.metaKey) return;
    const act = this.actions(field)[event.key] ?? (/^\S$/.test(event.key) && (() => this.typed(field, event.key)));
    if (act) {
      event.preventDefault();
      act();
    }
  }

  actions(field) {
    const open = this.isOpen(field);
    return {
      ArrowDown: () => this.step(field, 1),
      ArrowUp: () => this.step(field, -1),
      ArrowRight: () => (open ? this.focus(field.children[0]) : this.open(field, true)),
      ArrowLeft: () => (open ? this.open(field, false) : this.focus(field.parent)),
      Home: () => this.focus(this.fields[0]),
      End: () => this.focus(this.visible().at(-1)),
      Enter: () => this.onPin(field),
      " ": () => this.onPin(field),
      "*": () => (field.parent?.children ?? [field]).forEach((each) => this.open(each, true)),
    };
  }

  step(field, by) {
    const visible = this.visible();
    this.focus(visible[visible.indexOf(field) + by]);
  }

  /** The next field that is seen and whose name begins so. */
  typed(field, letter) {
    const visible = this.visible();
    const at = visible.indexOf(field) + 1;
    const after = [...visible.slice(at), ...visible.slice(0, at)];
    this.focus(after.find((each) => each.name.toLowerCase().startsWith(letter.toLowerCase())));
  }

  focus(field) {
    if (field) {
      this.stopAt(field);
      this.items[field.index].focus({ preventScroll: true });
      this.reveal(field);
    }
  }

  /** Where Tab comes in. */
  stopAt(field) {
    this.items[this.stop.index].setAttribute("tabindex", "-1");
    this.stop = field;
    this.items[field.index].setAttribute("tabindex", "0");
  }

  visible() {
    return this.fields.filter((field) => this.seen(field) === field);
  }

  seen(field) {
    let seen = field;
    for (let above = field.parent; above; above = above.parent) {
      if (!this.isOpen(above)) seen = above;
    }
    return seen;
  }

  isOpen(field) {
    return this.items[field.index].getAttribute("aria-expanded") === "true";
  }

  open(field, yes) {
    if (field.children.length > 0) {
      this.items[field.index].setAttribute("aria-expanded", String(yes));
      if (!yes && this.seen(this.stop) !== this.stop) {
        this.stopAt(field);
      }
    }
  }

  openTo(field) {
    for (let above = field.parent; above; above = above.parent) {
      this.open(above, true);
    }
  }

  fieldUnder(event) {
    const item = event.target.closest?.("[role=treeitem]");
    return item ? this.fields[Number(item.id.slice("field-".length))] : undefined;
  }
}

function line(field, leaf) {
  const mark = KINDS.find((kind) => kind.name === field.kind).mark;
  return el(
    "div",
    { class: `line k-${field.kind}${field.error ? " wrong" : ""}` },
    el("span", { class: leaf ? "leaf" : "twist", "aria-hidden": "true" }),
    el("span", { class: "name" }, field.error ? `✗ ${field.name}` : field.name),
    mark && el("span", { class: "mark" }, mark),
    el("span", { class: "value" }, short(field.value)),
    el("span", { class: "meaning" }, field.meaning),
  );
}

const short = (text) => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

function spoken(field) {
  const kind = KINDS.find(({ name }) => name === field.kind);
  return [field.error && "wrong", field.name, short(field.value), field.meaning, place(field), kind.mark && kind.means]
    .filter(Boolean)
    .join("; ");
}

/** The kinds with their marks, for people. */
export function legend() {
  const kinds = KINDS.map((kind) =>
    el("li", { class: `k-${kind.name}` }, el("span", { class: "mark" }, kind.mark || "·"), ` ${kind.means}`),
  );
  return [...kinds, el("li", { class: "wrong" }, el("span", { class: "mark" }, "✗"), unseen("marks "), " what cannot be read")];
}
