// What is asked: the evidence, in whatever form it was pasted, and the context to judge it in.

import { $ } from "./dom.js";
import { decode, decodeFile, fromBase64, toBase64, toHex, utf8 } from "./bytes.js";
import { captured } from "./captured.js";

const CONTEXT = ["app", "keyId", "challenge", "clientData", "clientDataForm", "publicKey", "counter", "at"];
const POINT_BYTES = 65;
const POINT_IN_SPKI = 26;
const SPKI_BYTES = POINT_IN_SPKI + POINT_BYTES;

/** What was dropped or chosen as a file, until the text is changed. */
let file;

/**
 * Reads the evidence: {bytes, from}. Fills in the context where a request brings it.
 * Throws an Error that says what the text looks like where there is no evidence in it.
 */
export function evidence() {
  if (file) {
    return file;
  }
  const text = $("evidence").value;
  if (text.trim() === "") {
    throw new Error("There is nothing to inspect yet: paste evidence, or drop a file.");
  }
  const request = captured(text);
  const found = decode(request ? request.object : text);
  if (!found) {
    throw new Error(`${request ? `${request.from} is` : "This is"} neither base64, base64url, hex nor PEM.`);
  }
  return { bytes: found.bytes, from: [request?.from, found.encoding].filter(Boolean).join(", "), fields: request?.fields };
}

/** Takes a file as if it had been pasted; raw bytes stay what they are. */
export async function take(chosen) {
  const bytes = new Uint8Array(await chosen.arrayBuffer());
  const found = decodeFile(bytes);
  file = undefined;
  if (found.encoding === "raw" && bytes.includes(0)) {
    $("evidence").value = toHex(bytes).replace(/(.{64})/g, "$1\n");
    file = { bytes, from: `${chosen.name}, raw` };
  } else {
    $("evidence").value = new TextDecoder().decode(bytes);
  }
}

/** The text was changed: it counts again, not the file. */
export function edited() {
  file = undefined;
}

export function fill(fields) {
  for (const name of CONTEXT) {
    if (fields[name] !== undefined) {
      $(name).value = fields[name];
    }
  }
}

export const value = (name) => $(name).value.trim();

/** The context for the server, or nothing where no app is chosen. Throws an Error that names a field that cannot be read. */
export function context() {
  if (!value("app")) {
    return undefined;
  }
  return pruned({
    app: value("app"),
    keyId: keyId(),
    challenge: $("challenge").value,
    ...clientData(),
    publicKey: publicKey(),
    counter: counter(),
    at: value("at"),
  });
}

const pruned = (members) => Object.fromEntries(Object.entries(members).filter(([, member]) => member !== undefined && member !== ""));

/** As it was sent: how it is spelled is part of what is judged. */
function keyId() {
  const text = value("keyId");
  if (text && !fromBase64(text)) {
    throw new FieldError("keyId", "The key id is not base64. Give what generateKey() returned, as it is.");
  }
  return text;
}

function clientData() {
  const text = $("clientData").value;
  if (text === "") {
    return {};
  }
  const form = $("clientDataForm").value;
  if (form === "text") {
    return { clientData: toBase64(utf8(text)) };
  }
  const found = decode(text);
  if (!found) {
    throw new FieldError("clientData", "The client data is neither base64 nor hex; choose “text” if it is text.");
  }
  return { [form === "hash" ? "clientDataHash" : "clientData"]: toBase64(found.bytes) };
}

/** The point itself, or the SubjectPublicKeyInfo around it. */
function publicKey() {
  const text = value("publicKey");
  if (!text) {
    return undefined;
  }
  const bytes = decode(text)?.bytes;
  if (bytes?.length !== POINT_BYTES && bytes?.length !== SPKI_BYTES) {
    throw new FieldError("publicKey", "The public key is an uncompressed P-256 point (65 bytes) or its SubjectPublicKeyInfo (91), in base64, hex or PEM.");
  }
  return toBase64(bytes.slice(-POINT_BYTES));
}

function counter() {
  const text = value("counter");
  if (text && !/^\d{1,10}$/.test(text)) {
    throw new FieldError("counter", "The highest counter is a whole number.");
  }
  return text ? Number(text) : undefined;
}

/** What is wrong with one field of the form. */
export class FieldError extends Error {
  constructor(field, message) {
    super(message);
    this.field = field;
  }
}
