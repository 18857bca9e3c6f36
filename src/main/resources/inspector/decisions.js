// Refusals that the server remembers: how many at which step, and one of them as evidence to inspect.

import { toBase64, utf8 } from "./bytes.js";
import { el, plural } from "./dom.js";
import { get } from "./server.js";

const DAY = 86400e3;
const MOST = 500;
const LISTED = 12;

/** The refusals of the last day, the latest first. */
export async function recent() {
  const since = new Date(Date.now() - DAY).toISOString();
  const answer = await get(`v1/decisions?since=${encodeURIComponent(since)}&limit=${MOST}`);
  return { refusals: answer.decisions.filter(({ verdict }) => verdict === "refused"), more: answer.next !== undefined };
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
  el("ul", { class: "decisions" }, ...decisions.slice(0, LISTED).map(({ id, at, app, kind, code }) => {
    const text = `${kind} ${code}`;
    const when = `${app} · ${at.slice(5, 19).replace("T", " ")}`;
    const link = el("a", { href: `#decision=${encodeURIComponent(id)}`, "aria-label": `${text}, ${when}` }, text);
    return el("li", {}, link, el("span", { class: "hint", "aria-hidden": "true" }, ` ${when}`));
  }));

/** The form's fields as they were when it was decided. */
export function asFields({ app, at, keyId = "", evidence, state }) {
  const challenge = evidence.challenge ?? "";
  const alone = evidence.clientData === toBase64(utf8(challenge)); // then the challenge is the client data
  const [clientData, clientDataForm] = alone
    ? ["", "text"]
    : evidence.clientData
      ? [evidence.clientData, "bytes"]
      : evidence.clientDataHash
        ? [evidence.clientDataHash, "hash"]
        : ["", "text"]; // a receipt that came in exchange has none
  return {
    app,
    at,
    keyId: evidence.keyIdText ?? keyId,
    challenge,
    clientData,
    clientDataForm,
    publicKey: state.key?.publicKey ?? "",
    counter: String(state.key?.counter ?? ""),
  };
}
