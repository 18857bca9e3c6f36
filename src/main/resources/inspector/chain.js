// Certificates as a picture: who signed whom, when each is valid, and when it was judged.

import { el, svg } from "./dom.js";

const YEAR = 365.2425 * 86400e3;
const LETTER = 7.3;
const ROW = { wide: 62, narrow: 92 };

/** One picture for each group of certificates in the object; `onPin(field)` follows a click. */
export function chains(fields, at, width, onPin) {
  const groups = new Map();
  for (const field of fields.filter(isCertificate)) {
    groups.set(field.parent, [...(groups.get(field.parent) ?? []), field]);
  }
  return [...groups].map(([parent, group]) => figure(parent, group.map(certificate), at, width, onPin));
}

const child = (field, name) => field?.children.find((each) => each.name === name);

const isCertificate = (field) => child(child(field, "signed part"), "validity") !== undefined;

function certificate(field) {
  const signed = child(field, "signed part");
  const validity = child(signed, "validity");
  return {
    field,
    subject: child(signed, "subject")?.value ?? "",
    issuer: child(signed, "issuer")?.value ?? "",
    from: Date.parse(child(validity, "not before")?.value ?? ""),
    to: Date.parse(child(validity, "not after")?.value ?? ""),
    link: fieldOfChain(field),
  };
}

/** The remark on who issued it and whether that one's signature fits. */
function fieldOfChain(field) {
  const above = [field.parent, field.parent?.parent];
  return above.map((each) => child(child(each, "chain"), field.name)).find(Boolean);
}

function figure(parent, group, at, width, onPin) {
  const rows = [...group].reverse(); // the root on top
  const top = rows[0];
  if (top.issuer !== top.subject) {
    rows.unshift({ subject: top.issuer, absent: true });
  }
  const title = /^(certificates)/.test(parent?.name ?? "") ? "Of the receipt's signer" : "Of the key";
  return el(
    "figure",
    {},
    el("figcaption", {}, title),
    picture(rows, at, width, title, onPin),
    el("ul", { class: "unseen" }, ...rows.map((row) => el("li", {}, described(row, at)))),
  );
}

function picture(rows, at, width, title, onPin) {
  const wide = width >= 640;
  const height = wide ? ROW.wide : ROW.narrow;
  const axis = 34;
  const box = { x: 0, width: wide ? Math.min(380, width * 0.42) : width };
  const line = wide ? { x: box.width + 24, width: width - box.width - 32 } : { x: 8, width: width - 16 };
  const scale = scaleOf(rows, at, line);
  const total = axis + rows.length * height;
  const drawing = svg("svg", {
    class: "chain", role: "img", "aria-label": `${title}: ${rows.length} certificates and their dates`,
    viewBox: `0 0 ${width} ${total}`, width, height: total,
  });
  drawing.append(...ticks(scale, total));
  const drawn = rows.map((row, i) => drawnRow(row, i, axis + i * height, { box, line, wide, at, scale, height }, onPin));
  drawing.append(...drawn.map(({ group }) => group));
  const now = scale.at(at);
  const left = now > line.x + line.width / 2;
  drawing.append(
    svg("line", { class: "now", x1: now, x2: now, y1: 16, y2: total }),
    svg("text", { class: "now-label", x: now + (left ? -5 : 5), y: 12, "text-anchor": left ? "end" : "start" }, `judged ${day(at)}`),
    ...drawn.flatMap(({ dates }) => dates),
  );
  return drawing;
}

function scaleOf(rows, at, line) {
  const times = rows.flatMap((row) => [row.from, row.to]).filter(Number.isFinite);
  const from = Math.min(at, ...times);
  const to = Math.max(at, ...times);
  return { from, to, line, at: (time) => line.x + ((time - from) / Math.max(1, to - from)) * line.width };
}

function ticks(scale, total) {
  const years = (scale.to - scale.from) / YEAR;
  const step = [1, 2, 5, 10, 20].find((each) => years / each <= scale.line.width / 60) ?? 50;
  const marks = [];
  const first = Math.ceil(new Date(scale.from).getUTCFullYear() / step) * step;
  for (let year = first; Date.UTC(year) <= scale.to; year += step) {
    if (Date.UTC(year) >= scale.from) {
      const x = scale.at(Date.UTC(year));
      marks.push(svg("line", { class: "tick", x1: x, x2: x, y1: 30, y2: total }), svg("text", { class: "year", x, y: 27 }, String(year)));
    }
  }
  return marks;
}

function drawnRow(row, i, y, { box, line, wide, at, scale, height }, onPin) {
  const letters = Math.floor((box.width - 24) / LETTER);
  const boxHeight = wide ? height - 18 : 44;
  const group = svg("g", { class: `certificate ${state(row, at)}${row.absent ? " absent" : ""}` });
  if (i > 0) {
    group.append(...arrow(row, box, y));
  }
  group.append(
    svg("rect", { class: "box", x: box.x + 1, y, width: box.width - 2, height: boxHeight, rx: 4 }),
    svg("text", { class: "subject", x: box.x + 12, y: y + 18 }, cut(commonName(row.subject), letters)),
    svg("text", { class: "role", x: box.x + 12, y: y + 35 }, cut(row.absent ? "not in the object: the server holds it" : `${row.field.name} · ${words(row, at)}`, letters)),
  );
  const dates = [];
  if (Number.isFinite(row.from) && Number.isFinite(row.to)) {
    const from = scale.at(row.from);
    const length = Math.max(4, scale.at(row.to) - from);
    const barY = wide ? y + 8 : y + 51;
    const end = from + 175 > line.x + line.width;
    group.append(svg("rect", { class: "bar", x: from, y: barY, width: length, height: 9, rx: 2 }));
    dates.push(
      svg("text", { class: "dates", x: end ? Math.max(line.x + 150, from + length) : from, y: barY + 23, "text-anchor": end ? "end" : "start" }, `${day(row.from)} → ${day(row.to)}`),
    );
  }
  if (row.field) {
    group.addEventListener("click", () => onPin(row.field));
  }
  return { group, dates };
}

function arrow(row, box, y) {
  const x = box.x + 26;
  const verdict = signature(row);
  return [
    svg("path", { class: `link ${verdict.name}`, d: `M${x} ${y - 17} V${y - 3} M${x - 4} ${y - 8} L${x} ${y - 2} L${x + 4} ${y - 8}` }),
    svg("text", { class: `link-label ${verdict.name}`, x: x + 10, y: y - 5 }, verdict.text),
  ];
}

/** What the object itself shows of a signature; the steps tell whether a trusted root is above. */
function signature(row) {
  const remark = row.link ? `${row.link.value}; ${row.link.meaning}` : "";
  if (remark.includes("the signature fits")) {
    return { name: "fits", text: "✓ signed it" };
  }
  return remark.includes("not fit") || remark.includes("not issued")
    ? { name: "misfits", text: "✗ did not sign it" }
    : { name: "open", text: "is named as its issuer" };
}

function state(row, at) {
  if (row.absent) return "";
  return at < row.from ? "early" : at > row.to ? "expired" : "valid";
}

function words(row, at) {
  const days = (from, to) => `${Math.max(1, Math.round((to - from) / 86400e3))} d`;
  return {
    early: `✗ not valid for another ${days(at, row.from)}`,
    expired: `✗ expired ${days(row.to, at)} before`,
    valid: `✓ valid then, ${days(row.from, at)} of ${days(row.from, row.to)}`,
  }[state(row, at)];
}

const commonName = (name) => /CN=([^,]*)/.exec(name)?.[1] ?? name;

const cut = (text, most) => (text.length > most ? `${text.slice(0, Math.ceil(most / 2) - 1)}…${text.slice(-Math.floor(most / 2) + 1)}` : text);

const day = (time) => (Number.isFinite(time) ? new Date(time).toISOString().slice(0, 10) : "?");

const described = (row, at) =>
  row.absent
    ? `${commonName(row.subject)}: not in the object; the server holds it`
    : `${commonName(row.subject)}: ${day(row.from)} to ${day(row.to)}, ${words(row, at)}; its issuer ${commonName(row.issuer)} ${signature(row).text}`;

