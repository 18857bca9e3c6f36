// The bytes, cut where fields begin and end, with the byte that the keyboard is at.

import { el } from "./dom.js";
import { owners } from "./fields.js";

const WIDE = 16;
const NARROW = 8;

export class HexView {
  /** `onPoint(field)` follows the mouse and the keyboard, `onPin(field)` a click or Enter, `onCursor(text)` is to be said aloud. */
  constructor(element, { onPoint, onPin, onCursor }) {
    this.element = element;
    this.onPoint = onPoint;
    this.onCursor = onCursor;
    this.show(new Uint8Array(), []);
    element.addEventListener("mouseover", (event) => onPoint(this.fieldUnder(event)));
    element.addEventListener("mouseleave", () => onPoint(undefined));
    element.addEventListener("click", (event) => this.fieldUnder(event) && onPin(this.fieldUnder(event)));
    element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && this.cursor >= 0) {
        event.preventDefault();
        onPin(this.owner[this.cursor]);
      } else if (this.move(event)) {
        event.preventDefault();
      }
    });
    element.addEventListener("blur", () => this.setCursor(-1));
  }

  show(bytes, fields) {
    this.bytes = bytes;
    this.fields = fields;
    this.owner = fields.length > 0 ? owners(fields, bytes.length) : [];
    this.cursor = -1;
    this.lit = [];
    this.width = matchMedia("(max-width: 640px)").matches ? NARROW : WIDE;
    this.digits = Math.max(4, (bytes.length - 1).toString(16).length);
    this.rows = [];
    const rows = [];
    for (let start = 0; start < bytes.length; start += this.width) {
      const row = { start, element: el("div", { class: "row" }), cuts: [] };
      this.rows.push(row);
      this.fill(row);
      rows.push(row.element);
    }
    this.element.replaceChildren(...rows);
    this.element.scrollTop = 0;
  }

  /** Writes one row: a piece for each run of bytes of one field. */
  fill(row) {
    const end = Math.min(row.start + this.width, this.bytes.length);
    const hex = el("span", { class: "octets" });
    const text = el("span", { class: "letters", "aria-hidden": "true" });
    row.cuts = [];
    for (let from = row.start; from < end; ) {
      let to = from + 1;
      while (to < end && this.owner[to] === this.owner[from] && from !== this.cursor && to !== this.cursor) to++;
      row.cuts.push(this.cut(from, to, hex, text));
      from = to;
    }
    const offset = el("span", { class: "offset" }, row.start.toString(16).padStart(this.digits, "0"));
    row.element.replaceChildren(offset, hex, text);
    this.mark(row);
  }

  cut(from, to, hex, text) {
    const field = this.owner[from];
    const attributes = {
      class: `k-${field.kind}${field.error ? " wrong" : ""}${from === this.cursor ? " cursor" : ""}`,
      "data-field": field.index,
    };
    const some = Array.from(this.bytes.subarray(from, to));
    const letters = some.map((byte) => (byte > 32 && byte < 127 ? String.fromCharCode(byte) : "·")).join("");
    const digits = some.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const pieces = [el("span", attributes, digits), el("span", attributes, letters)];
    hex.append(pieces[0], " ");
    text.append(pieces[1]);
    return { from, pieces };
  }

  /** Lights the bytes of a field. */
  light(field, scroll) {
    const before = this.lit;
    this.lit = field?.ranges ?? [];
    for (const [start, end] of [...before, ...this.lit]) {
      const last = Math.min(this.rows.length - 1, Math.floor((end - 1) / this.width));
      for (let i = Math.floor(start / this.width); i <= last; i++) {
        this.mark(this.rows[i]);
      }
    }
    if (scroll && this.lit.length > 0) {
      this.reveal(this.lit[0][0]);
    }
  }

  mark(row) {
    for (const { from, pieces } of row.cuts) {
      const on = this.lit.some(([start, end]) => from >= start && from < end);
      pieces.forEach((piece) => piece.classList.toggle("lit", on));
    }
  }

  /** Scrolls so that a byte is seen, and moves nothing else on the page. */
  reveal(offset) {
    const row = this.rows[Math.floor(offset / this.width)]?.element;
    if (!row) return;
    const top = row.offsetTop; // from the top of the pane, which is positioned
    const { scrollTop, clientHeight } = this.element;
    if (top < scrollTop || top > scrollTop + clientHeight - 2 * row.offsetHeight) {
      this.element.scrollTop = top - clientHeight / 4;
    }
  }

  fieldUnder(event) {
    const index = event.target.dataset?.field;
    return index === undefined ? undefined : this.fields[Number(index)];
  }

  move({ key, ctrlKey }) {
    const last = this.bytes.length - 1;
    const rowStart = this.cursor - (this.cursor % this.width);
    const to = {
      ArrowRight: this.cursor + 1,
      ArrowLeft: this.cursor - 1,
      ArrowDown: this.cursor < 0 ? 0 : this.cursor + this.width,
      ArrowUp: this.cursor - this.width,
      PageDown: this.cursor + 16 * this.width,
      PageUp: this.cursor - 16 * this.width,
      Home: ctrlKey ? 0 : rowStart,
      End: ctrlKey ? last : rowStart + this.width - 1,
    }[key];
    if (to === undefined || last < 0) {
      return false;
    }
    this.setCursor(Math.max(0, Math.min(last, to)));
    const field = this.owner[this.cursor];
    this.onPoint(field);
    this.reveal(this.cursor);
    const byte = this.bytes[this.cursor].toString(16).padStart(2, "0");
    this.onCursor(`byte ${this.cursor}: ${byte}, ${field.name}`);
    return true;
  }

  setCursor(offset) {
    const before = this.cursor;
    this.cursor = offset;
    for (const at of new Set([before, offset])) {
      if (at >= 0 && at < this.bytes.length) {
        this.fill(this.rows[Math.floor(at / this.width)]);
      }
    }
  }
}
