// Verdicts: each step with what it compared, and the mistake behind a refusal.

import { el, unseen } from "./dom.js";

const OUTCOMES = {
  passed: { mark: "✓", text: "passed" },
  failed: { mark: "✗", text: "failed" },
  "not-reached": { mark: "–", text: "not reached" },
};
const SIDES = { client: "in the app", server: "on the server", both: "in the app or on the server", nobody: "nowhere" };
const FIRST_OF_OURS = 100;

export const judgement = (judged) =>
  el(
    "article",
    { class: `judgement ${judged.verdict}` },
    el("h3", {}, headline(judged)),
    ...(judged.verdict === "refused" ? refusal(judged) : []),
    steps(judged),
  );

/** A decision as it was made, with what was known then; what judging it again showed anew is not said twice. */
export const recorded = (decision, again) =>
  el(
    "section",
    { class: `judgement recorded ${decision.verdict}`, "aria-labelledby": "recorded-title" },
    el("h2", { id: "recorded-title" }, "Recorded decision"),
    el("h3", {}, recordedLine(decision)),
    el("p", { class: "hint" }, `${decision.app} (${decision.environment}), ${asked(decision)}, ${decision.at}`),
    ...(decision.verdict === "refused" && !isSame(decision, again) ? refusal(decision) : []),
    el("p", { class: "hint" }, secondOpinion(decision, again), " ", el("code", {}, `assay decision ${decision.id}`), " explains it on a command line."),
  );

const isSame = (one, other) =>
  one.verdict === other?.verdict && one.code === other.code && one.detail === other.detail && one.diagnosis?.code === other.diagnosis?.code;

const asked = ({ listener }) => (listener === "background" ? "refreshed by the server itself" : `${listener} listener`);

/** What Apple answered, and what was only looked up, follows from no evidence. */
export const isJudged = ({ verdict, step, kind }) => kind !== "devicecheck" && (verdict === "accepted" || step !== undefined);

function secondOpinion(decision, again) {
  if (!isJudged(decision)) {
    return `It cannot be judged again: ${decision.kind === "devicecheck" ? "Apple alone judges device tokens" : "it rests on what Apple answered, or on what was known of the key"}.`;
  }
  if (!again) {
    return "It could not be judged again.";
  }
  const how = "Below it is judged again from its evidence, by today’s policy of the app";
  return `${how}: ${isSame(decision, again) ? "with the same outcome" : "the outcome differs, as the policy or what was known does"}.`;
}

const recordedLine = ({ kind, verdict, code, step }) =>
  verdict === "accepted" ? `✓ ${kind} accepted` : `✗ ${kind} refused${step ? ` at ${code}, step ${step}` : `: ${code}`}`;

/** In one line, as it is also said aloud. */
export function headline({ kind, verdict, code, steps: all }) {
  return recordedLine({ kind, verdict, code, step: all.find((step) => step.outcome === "failed")?.step });
}

function refusal({ detail, advice, diagnosis }) {
  return [el("p", { class: "detail" }, detail), diagnosis ? why(diagnosis) : el("p", { class: "advice" }, advice ?? "")];
}

function why({ code, found, action, side, certainty, swift }) {
  return el(
    "section",
    { class: "diagnosis", "aria-label": "Diagnosis" },
    el("h4", {}, certainty === "proved" ? "Why" : "Probably"),
    el("p", { class: "cause" }, found),
    el("p", {}, el("strong", {}, `Change ${SIDES[side] ?? side}: `), action),
    swift ? swiftLines(swift) : "",
    el("p", { class: "hint" }, el("code", {}, code), ` · ${certainty}`),
  );
}

function swiftLines(text) {
  const code = el("pre", { tabindex: "0", "aria-label": "The corrected Swift" }, el("code", {}, text));
  const copy = el("button", { type: "button", onclick: () => copied(copy, text) }, "Copy Swift");
  return el("div", { class: "swift" }, code, navigator.clipboard ? copy : "");
}

async function copied(button, text) {
  await navigator.clipboard.writeText(text);
  button.textContent = "Copied";
}

function steps({ kind, steps: all }) {
  return el(
    "table",
    { class: "steps" },
    el("caption", {}, unseen(`Steps of the ${kind}`)),
    el("thead", {}, el("tr", {}, ...["", "Apple’s step", "Code", "Compared"].map(heading))),
    el("tbody", {}, ...all.map(row)),
  );
}

const heading = (text) => el("th", { scope: "col" }, text || unseen("Outcome"));

function row({ step, code, outcome, compared }) {
  const { mark, text } = OUTCOMES[outcome];
  const ours = parseInt(step, 10) >= FIRST_OF_OURS;
  return el(
    "tr",
    { class: outcome },
    el("td", { class: "outcome" }, el("span", { "aria-hidden": "true" }, mark), unseen(text)),
    el("td", { class: "number" }, ours ? el("span", { title: "a step of this server’s own, not Apple’s" }, `Assay ${step}`) : step),
    el("th", { scope: "row" }, el("code", {}, code)),
    el("td", { class: "compared" }, compared),
  );
}
