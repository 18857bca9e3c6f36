// Bytes and the ways to write them down.

const PEM = /-----BEGIN [^-]+-----([^-]*)-----END/;

/** How a text spells bytes: {encoding, bytes}, or nothing where it spells none. */
export function decode(text) {
  const pem = PEM.exec(text);
  if (pem) {
    return spelled("PEM", fromBase64(packed(pem[1])));
  }
  const plain = packed(text.trim().replace(/^"(.*)"$/s, "$1"));
  if (plain.length > 0 && plain.length % 2 === 0 && /^[0-9a-fA-F]+$/.test(plain)) {
    return spelled("hex", fromHex(plain));
  }
  return spelled(/[-_]/.test(plain) ? "base64url" : "base64", fromBase64(plain));
}

const packed = (text) => text.replace(/\s+/g, "");

const spelled = (encoding, bytes) => (bytes && bytes.length > 0 ? { encoding, bytes } : undefined);

/** A file's bytes: what its text spells, or else as they are. */
export function decodeFile(bytes) {
  const isText = bytes.every((byte) => byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte < 127));
  return (isText && decode(asText(bytes))) || { encoding: "raw", bytes };
}

export const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

/** Of either alphabet, padded or not; undefined where it is neither. */
export function fromBase64(text) {
  const mixed = /[-_]/.test(text) && /[+/]/.test(text);
  if (mixed || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) {
    return undefined;
  }
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  } catch {
    return undefined; // a length that no bytes have
  }
}

export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export function toBase64(bytes) {
  let text = "";
  bytes.forEach((byte) => (text += String.fromCharCode(byte)));
  return btoa(text);
}

export const utf8 = (text) => new TextEncoder().encode(text);

export const asText = (bytes) => new TextDecoder().decode(bytes);
