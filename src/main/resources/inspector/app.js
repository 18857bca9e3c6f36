// The page: takes evidence, asks the server, and shows the answer.

import { $, el, plural } from "./dom.js";
import { fromHex, toBase64 } from "./bytes.js";
import * as form from "./form.js";
import * as server from "./server.js";
import * as decisions from "./decisions.js";
import { chains } from "./chain.js";
import { fieldsOf, path, place } from "./fields.js";
import { HexView } from "./hex.js";
import { headline, isJudged, judgement, recorded } from "./verdict.js";
import { TreeView, legend } from "./tree.js";

/** The keys of attestations that were inspected here, for the assertions that follow. */
const keys = new Map();
let pinned;
let shown = { fields: [], judgements: [], at: Date.now() };
let refusals = [];
let redraw;

const hex = new HexView($("hex"), { onPoint: point, onPin: pin, onCursor: (text) => ($("cursor").textContent = text) });
const tree = new TreeView($("tree"), { onPoint: point, onPin: pin });

function point(field) {
  const lit = field ?? pinned;
  hex.light(lit, lit !== undefined && document.activeElement !== $("hex") && !$("hex").matches(":hover"));
  tree.light(lit, lit !== undefined && !$("tree").matches(":hover") && !$("tree").contains(document.activeElement));
  $("detail").replaceChildren(...(lit ? details(lit) : []));
}

function pin(field) {
  pinned = field === pinned ? undefined : field;
  tree.pin(pinned);
  point(field);
  pinned && hex.reveal(pinned.ranges[0]?.[0] ?? -1);
}

const details = (field) =>
  [
    ["Field", path(field)],
    ["Where", place(field) + (field === pinned ? " · pinned, Escape lets go" : "")],
    ["Value", field.value],
    ["Meaning", field.meaning],
  ]
    .filter(([, text]) => text !== "")
    .map(([name, text]) => el("div", { class: name === "Value" ? "plain" : undefined }, el("dt", {}, name), el("dd", {}, text)));

// Inspecting

async function inspect() {
  $("answer").setAttribute("aria-busy", "true");
  try {
    await inspected();
  } finally {
    $("answer").setAttribute("aria-busy", "false");
  }
}

async function inspected() {
  fail("");
  let asked;
  try {
    asked = form.evidence();
    asked.context = form.context();
  } catch (error) {
    return fail(error.message, error.field ?? "evidence");
  }
  try {
    const request = { object: toBase64(asked.bytes) };
    show(asked, await answerTo(request, asked.context));
  } catch (error) {
    refused(error);
  }
}

/** Where the context does not suffice, the fields are shown all the same, with what is missing. */
async function answerTo(request, context) {
  if (!context) {
    return server.post("v1/inspect", request);
  }
  try {
    return await server.post("v1/inspect", { ...request, context });
  } catch (error) {
    if (error.status !== 400) throw error;
    const answer = await server.post("v1/inspect", request);
    return { ...answer, notJudged: `Not judged: ${error.message}` };
  }
}

function show(asked, answer) {
  $("empty").hidden = true;
  const fields = fieldsOf(answer.tree);
  pinned = undefined;
  const judgements = answer.judgements ?? [];
  shown = { fields, judgements, at: answer.at ? Date.parse(answer.at) : Date.now() };
  for (const id of ["bytes", "verdict", "certificates"]) {
    $(id).hidden = false;
  }
  hex.show(asked.bytes, fields);
  tree.show(fields);
  point(undefined);
  drawChains();
  $("verdict").hidden = judgements.length === 0;
  $("judgements").replaceChildren(...judgements.map(judgement));
  const whole = answer.whole ? "decoded whole" : `${plural(fields.filter((field) => field.error).length, "fault")} in it`;
  found(`${answer.whole ? "✓" : "✗"} ${answer.kind.replace("-", " ")}, ${plural(asked.bytes.length, "byte")} (${asked.from}), ${whole}`);
  $("summary").textContent = [answer.kind, whole, ...judgements.map(headline)].join("; ");
  fail(answer.notJudged ?? "");
  remember(fields, answer.kind);
}

/** What was shown before is not this one's. */
function clear() {
  shown = { fields: [], judgements: [], at: Date.now() };
  pinned = undefined;
  for (const id of ["bytes", "verdict", "certificates"]) {
    $(id).hidden = true;
  }
  found("");
}

/** An attestation tells key id and key; what it says of itself proves nothing, but saves typing. */
function remember(fields, kind) {
  const value = (name) => fields.find((field) => field.name === name)?.value ?? "";
  const coordinates = value("x (-2)") + value("y (-3)");
  if (kind === "attestation" && /^[0-9a-f]{128}$/.test(coordinates)) {
    const keyId = toBase64(fromHex(value("credential id")));
    keys.set(keyId, toBase64(fromHex(`04${coordinates}`)));
    if (!form.value("keyId")) {
      form.fill({ keyId });
      found(`${$("found").textContent}; key id taken from the object itself`);
    }
  }
}

function recall() {
  const key = keys.get(form.value("keyId"));
  if (key && !form.value("publicKey")) {
    form.fill({ publicKey: key });
  }
}

function drawChains() {
  const drawn = chains(shown.fields, shown.at, Math.max(300, $("chains").clientWidth || 800), pin);
  $("chains").replaceChildren(...drawn);
  $("certificates").hidden = drawn.length === 0;
}

// Saying what is wrong

const found = (text) => ($("found").textContent = text);

function fail(text, field) {
  $("message").textContent = text;
  for (const marked of document.querySelectorAll("[aria-invalid]")) {
    marked.removeAttribute("aria-invalid");
  }
  if (field) {
    $(field).setAttribute("aria-invalid", "true");
    $(field).focus();
  }
}

function refused(error) {
  if (error.status === 401) {
    fail(server.hasToken() ? error.message : "Give a caller's token first: the server takes requests of callers that may inspect.");
    $("token").focus();
  } else {
    fail(error instanceof server.Refused ? error.message : `This page failed: ${error.message}`);
  }
}

// Context and decisions

async function begin() {
  if (!server.hasToken()) {
    return;
  }
  try {
    const { apps } = await server.get("v1/apps");
    const chosen = form.value("app");
    $("app").replaceChildren($("app").options[0], ...apps.map(({ app, environment }) => el("option", { value: app }, `${app} (${environment})`)));
    form.fill({ app: chosen || (apps.length === 1 ? apps[0].app : "") });
    $("access-state").textContent = `✓ ${plural(apps.length, "app")}`;
  } catch (error) {
    $("access-state").textContent = `✗ ${error.status === 401 ? "not a token of a caller that may inspect" : error.message}`;
  }
  await refreshRecent();
  await openFromAddress();
}

async function refreshRecent() {
  try {
    const recent = await decisions.recent();
    refusals = recent.refusals;
    const count = `${recent.more ? "the latest " : ""}${plural(refusals.length, "refusal")}`;
    $("recent-state").textContent = refusals.length === 0 ? "None in the last day." : `In the last day: ${count}.`;
    drawRecent();
  } catch (error) {
    refusals = [];
    $("recent-chart").replaceChildren();
    $("recent-list").replaceChildren();
    $("recent-state").textContent =
      error.status === 404 ? "This server remembers no decisions." : error.status === 401 ? "This token may not read decisions." : error.message;
  }
}

function drawRecent(code) {
  const listed = code ? refusals.filter((refusal) => refusal.code === code) : refusals;
  const focused = $("recent-chart").contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") : undefined;
  $("recent-chart").replaceChildren(...(refusals.length > 0 ? [decisions.chart(refusals, code, drawRecent)] : []));
  $("recent-list").replaceChildren(...(listed.length > 0 ? [decisions.list(listed)] : []));
  focused && [...$("recent-chart").querySelectorAll("button")].find((button) => button.getAttribute("aria-label") === focused)?.focus();
}

/** What is typed from now on is not the decision's evidence any more. */
function forgetDecision() {
  $("recorded").replaceChildren();
  if (location.hash.startsWith("#decision=")) {
    history.replaceState(undefined, "", location.pathname);
  }
}

function unkept({ objectBytes, operation, deviceTokenSha256 }) {
  if (objectBytes) {
    return `The object had ${objectBytes} bytes, too many to be kept.`;
  }
  return operation
    ? `DeviceCheck was asked to ${operation}; of the device token only the SHA-256 is kept: ${deviceTokenSha256}`
    : "There was no receipt to look into.";
}

async function openFromAddress() {
  const id = /^#decision=(.+)$/.exec(location.hash)?.[1];
  if (!id || !server.hasToken()) {
    return;
  }
  try {
    const decision = await decisions.one(decodeURIComponent(id));
    form.edited();
    $("evidence").value = decision.evidence.object ?? "";
    form.fill({ ...decisions.asFields(decision), ...(!isJudged(decision) && { app: "" }) });
    if (decision.evidence.object) {
      await inspect();
    } else {
      clear();
      fail(unkept(decision.evidence));
    }
    $("recorded").replaceChildren(recorded(decision, shown.judgements[0]));
    $("recorded").scrollIntoView();
  } catch (error) {
    refused(error);
  }
}

// Listening

function changed() {
  form.edited();
  forgetDecision();
  try {
    const { bytes, from, fields } = form.evidence();
    fields && form.fill(fields);
    recall();
    found(`${from}, ${plural(bytes.length, "byte")}`);
  } catch (error) {
    found($("evidence").value.trim() ? error.message : "");
  }
}

async function dropped(file) {
  if (file) {
    await form.take(file);
    forgetDecision();
    try {
      const { bytes, from, fields } = form.evidence();
      fields && form.fill(fields);
      found(`${file.name}: ${from}, ${plural(bytes.length, "byte")}`);
      await inspect();
    } catch (error) {
      fail(error.message, "evidence");
    }
  }
}

$("access").addEventListener("submit", (event) => {
  event.preventDefault();
  server.useToken($("token").value);
  $("token").value = "";
  fail("");
  begin();
});
$("inspect").addEventListener("submit", (event) => {
  event.preventDefault();
  inspect();
});
$("inspect").addEventListener("reset", () => {
  form.edited();
  found("");
  fail("");
  forgetDecision();
});
$("evidence").addEventListener("input", changed);
$("keyId").addEventListener("input", recall);
$("file").addEventListener("change", (event) => dropped(event.target.files[0]));
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  dropped(event.dataTransfer.files[0]);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && pinned) {
    pin(pinned);
    point(undefined);
  } else if (event.key === "Enter" && event.ctrlKey) {
    inspect();
  }
});
window.addEventListener("hashchange", openFromAddress);
new ResizeObserver(() => {
  cancelAnimationFrame(redraw);
  redraw = requestAnimationFrame(() => shown.fields.length > 0 && drawChains());
}).observe($("certificates").parentElement);

$("legend").append(...legend());
begin();
