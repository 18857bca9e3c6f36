// Requests as people capture them: a JSON body of our routes, a curl command line, an HTTP message.

const OBJECTS = ["attestationObject", "assertionObject", "receipt", "object"];
const BODY_OPTIONS = new Set(["-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json"]);
const APP_IN_PATH = /\/v1\/apps\/([^/?\s]+)\//;

/**
 * The evidence and its context in a captured request: {from, object, fields}. Undefined where the text is no request.
 * Throws an Error that says what is missing where it is one without evidence.
 */
export function captured(text) {
  const trimmed = text.trim();
  if (/^(\$\s*)?curl(\.exe)?\s/.test(trimmed)) {
    return ofCurl(trimmed.replace(/^\$\s*/, ""));
  }
  if (/^[A-Z]+ \S+ HTTP\/[\d.]+\r?\n/.test(trimmed)) {
    const [head, ...rest] = trimmed.split(/\r?\n\r?\n/);
    return ofBody("HTTP request", rest.join("\n\n"), head);
  }
  return trimmed.startsWith("{") ? ofBody("JSON body", trimmed, "") : undefined;
}

function ofCurl(text) {
  const words = shellWords(text);
  const at = words.findIndex((word) => BODY_OPTIONS.has(word) || /^(--(data(-raw|-binary|-ascii)?|json)=|-d.)/.test(word));
  if (at < 0) {
    throw new Error("This curl command sends no body (-d, --data, --data-raw, --data-binary or --json).");
  }
  const body = BODY_OPTIONS.has(words[at]) ? (words[at + 1] ?? "") : words[at].replace(/^(--[a-z-]+=|-d)/, "");
  if (body.startsWith("@")) {
    throw new Error(`The body is in the file ${body.slice(1)}: drop that file instead.`);
  }
  return ofBody("curl command", body, words.find((word) => APP_IN_PATH.test(word)) ?? "");
}

function ofBody(from, body, where) {
  let members;
  try {
    members = JSON.parse(body);
  } catch (error) {
    throw new Error(`The body is not JSON: ${error.message}.`);
  }
  const name = OBJECTS.find((member) => typeof members[member] === "string");
  if (!name) {
    throw new Error(`The JSON has no ${OBJECTS.join(", ")}; it has ${Object.keys(members).join(", ") || "nothing"}.`);
  }
  const app = APP_IN_PATH.exec(where);
  return {
    from: `${from}, ${name}`,
    object: members[name],
    fields: { ...(app && { app: decodeURIComponent(app[1]) }), ...context({ ...members, ...members.context }) },
  };
}

/** The form's fields from the members of a request. */
function context(members) {
  const fields = {};
  for (const name of ["app", "keyId", "challenge", "publicKey", "counter", "at"]) {
    if (["string", "number"].includes(typeof members[name])) {
      fields[name] = String(members[name]);
    }
  }
  if (typeof members.clientData === "string") {
    Object.assign(fields, { clientData: members.clientData, clientDataForm: "bytes" });
  } else if (typeof members.clientDataHash === "string") {
    Object.assign(fields, { clientData: members.clientDataHash, clientDataForm: "hash" });
  }
  return fields;
}

/** Words as a POSIX shell, or bash's $'…', would split them. */
export function shellWords(text) {
  const piece = /\\\r?\n|\\([\s\S])|\$'((?:[^'\\]|\\[\s\S])*)'|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|(\s+)|([^\s'"\\$]+|\$)/g;
  const words = [];
  let word;
  for (const [all, escaped, dollar, single, double, space, plain] of text.matchAll(piece)) {
    if (space !== undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (!/^\\\r?\n$/.test(all)) {
      word = (word ?? "") + (escaped ?? single ?? plain ?? (dollar === undefined ? unquoted(double) : ansi(dollar)));
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

const unquoted = (text) => text.replace(/\\\r?\n/g, "").replace(/\\([$`"\\])/g, "$1");

const ANSI = { n: "\n", t: "\t", r: "\r", 0: "\0" };

const ansi = (text) =>
  text.replace(/\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))/g, (_, unit, byte, c) =>
    unit || byte ? String.fromCharCode(parseInt(unit ?? byte, 16)) : (ANSI[c] ?? c),
  );
