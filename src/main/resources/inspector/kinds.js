// What kind of thing a field is: its colour, and its mark for those who do not see the colour.

export const KINDS = [
  { name: "identity", mark: "id", means: "who: App ID, key id, names" },
  { name: "hash", mark: "#", means: "hash or nonce" },
  { name: "key", mark: "key", means: "public key" },
  { name: "signature", mark: "sig", means: "signature" },
  { name: "time", mark: "t", means: "time" },
  { name: "number", mark: "n", means: "counter, flags, number" },
  { name: "other", mark: "", means: "structure, text" },
];

const RULES = [
  ["signature", /^(signature|signed with|signature algorithm)$/],
  ["time", /(time$|^not before$|^not after$|^validity$)/],
  ["hash", /(hash|nonce|^rpIdHash$|digest|KeyIdentifier$)/i],
  ["key", /(^key$|^public key$|COSE key|^[xy] \(-\d\)$|^crv|^kty|^alg \()/],
  ["identity", /(App ID|^subject$|^issuer$|credential id$|^aaguid$|environment|^fmt$|attested key|common name)/],
  ["number", /(counter|flags|length$|^version$|serial|\[\d+\]|category|bundle|receipt type)/i],
];

/** Of a node and of what it lies in: what has no kind of its own has its parent's. */
export function kindOf(name, parentName, parentKind) {
  if (name === "value" && parentName === "nonce") {
    return "hash";
  }
  const own = RULES.find(([, pattern]) => pattern.test(name))?.[0];
  return own ?? (parentKind === undefined ? "other" : inherited(parentName, parentKind));
}

const inherited = (parentName, parentKind) => (/^(signed part|x5c|extensions)/.test(parentName) ? "other" : parentKind);
