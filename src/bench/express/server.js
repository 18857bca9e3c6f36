// The server that ours is compared with: express and node-app-attest, with keys and counters in memory.
// Arguments: port, file of keys ({ keyId: PEM }), team and bundle identifier.
import express from "express";
import { readFileSync } from "node:fs";
import { verifyAssertion } from "node-app-attest";

const [port, file, teamIdentifier, bundleIdentifier] = process.argv.slice(2);
const keys = new Map(
  Object.entries(JSON.parse(readFileSync(file))).map(([id, publicKey]) => [id, { publicKey, signCount: 0 }]),
);

const app = express();
app.use(express.json());
app.post("/v1/apps/:app/assertions/verify", (request, response) => {
  const { keyId, assertionObject, clientData } = request.body;
  const key = keys.get(keyId);
  if (!key) {
    return response.status(404).json({ code: "unknown-key" });
  }
  try {
    const { signCount } = verifyAssertion({
      assertion: Buffer.from(assertionObject, "base64"),
      payload: Buffer.from(clientData, "base64"),
      publicKey: key.publicKey,
      bundleIdentifier,
      teamIdentifier,
      signCount: key.signCount,
    });
    key.signCount = signCount;
    return response.json({ verdict: "accepted", keyId, counter: signCount });
  } catch (error) {
    return response.status(403).json({ code: error.message });
  }
});
app.listen(Number(port), "127.0.0.1");
