// Refusals that the server remembers: how many at which step, and one of them as evidence to inspect.

import { el, plural } from "./dom.js";
import { get } from "./server.js";

const DAY = 86400e3;
const MOST = 200;
const LISTED = 12;

/** The refusals of the last day, the latest first. */
export async function recent() {
  const since = new Date(Date.now() - DAY).toISOString();
  const answer = await get(`v1/decisions?since=${encodeURIComponent(since)}&limit=${MOST}`);
  return (answer.decisions ?? []).filter((decision) => decision.code && decision.code !== "accepted");
}

export const one = (id) => get(`v1/decisions/${encodeURIComponent(id)}`);

/** A bar for each step, the commonest first; `onChoose(code)` filters, and undefined shows all. */
export function chart(decisions, chosen, onChoose) {
  const counts = new Map();
  for (const { code } of decisions) {
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  const bars = [...counts].sort(([, a], [, b]) => b - a).map(([code, count]) => {
    const bar = el("span", { class: "bar", "aria-hidden": "true" });
    bar.style.width = `${(100 * count) / most}%`;
    return el("li", {}, el(
      "button",
      {
        type: "button",
        "aria-pressed": String(code === chosen),
        "aria-label": `${code}: ${plural(count, "refusal")}`,
        onclick: () => onChoose(code === chosen ? undefined : code),
      },
      el("span", { class: "code" }, code), el("span", { class: "track" }, bar), el("span", { class: "count" }, String(count)),
    ));
  });
  return el("ul", { class: "chart", "aria-label": "Refusals of the last day by step" }, ...bars);
}

/** Links that open a decision here. */
export const list = (decisions) =>
  el("ul", { class: "decisions" }, ...decisions.slice(0, LISTED).map(({ id, at, app, kind, code }) =>
    el("li", {}, el("a", { href: `#decision=${encodeURIComponent(id)}` }, `${kind} ${code}`), el("span", { class: "hint" }, ` ${app} · ${at.slice(5, 19).replace("T", " ")}`)),
  ));

/** The evidence of a decision as the form takes it: {object, fields}. */
export function asEvidence({ app, at, evidence = {} }) {
  const { clientData, clientDataHash } = evidence;
  return {
    object: evidence.attestationObject ?? evidence.assertionObject ?? evidence.receipt ?? evidence.object ?? "",
    fields: {
      app,
      at,
      keyId: evidence.keyId ?? "",
      challenge: evidence.challenge ?? "",
      clientData: clientData ?? clientDataHash ?? "",
      clientDataForm: clientData === undefined && clientDataHash !== undefined ? "hash" : "bytes",
      publicKey: evidence.publicKey ?? "",
      counter: String(evidence.highestCounter ?? evidence.counter ?? ""),
    },
  };
}
