// Talks to the server that the page came from, and to no other.

const KEPT = "assay-token";
const ROOT = new URL("../", import.meta.url);

let token = sessionStorage.getItem(KEPT) ?? "";

/** An answer that is not what was asked for, as the server explained it. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `the server answered ${status}`);
    this.status = status;
    this.code = problem.code ?? "";
  }
}

export const hasToken = () => token !== "";

/** Kept for this tab only, and sent in a header only. */
export function useToken(text) {
  token = text.trim();
  if (token) {
    sessionStorage.setItem(KEPT, token);
  } else {
    sessionStorage.removeItem(KEPT);
  }
}

export const get = (path) => send("GET", path);

export const post = (path, body) => send("POST", path, JSON.stringify(body));

async function send(method, path, body) {
  let response;
  try {
    response = await fetch(new URL(path.replace(/^\//, ""), ROOT), {
      method,
      body,
      headers: {
        ...(token && { Authorization: `Bearer ${token}` }),
        ...(body && { "Content-Type": "application/json" }),
      },
      credentials: "omit",
      redirect: "error",
      cache: "no-store",
    });
  } catch {
    throw new Refused(0, { detail: "The server cannot be reached." });
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Refused(response.status, answer);
  }
  return answer;
}
