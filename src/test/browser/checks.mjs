// Runs named checks and tells of each on a line of standard output: {name, ok, error}.

export async function check(name, run) {
  let error;
  try {
    await run();
  } catch (thrown) {
    error = String(thrown.message ?? thrown);
  }
  console.log(JSON.stringify({ name, ok: error === undefined, error }));
}

export function equal(actual, expected, what = "") {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) {
    throw new Error(`${what} is ${a}, not ${b}`);
  }
}

export function holds(condition, what) {
  if (!condition) {
    throw new Error(what);
  }
}

export function includes(text, part) {
  holds(String(text).includes(part), `“${part}” is not in: ${text}`);
}
