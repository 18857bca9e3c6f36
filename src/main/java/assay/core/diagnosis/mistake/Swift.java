package assay.core.diagnosis.mistake;

/** The corrected lines of an app, each as it should stand. */
enum Swift {
  HASH_CHALLENGE("let clientDataHash = Data(SHA256.hash(data: Data(challenge.utf8)))"),
  HASH_BODY(
      """
      let body = try JSONEncoder().encode(payload)
      let clientDataHash = Data(SHA256.hash(data: body))
      request.httpBody = body // the very bytes that were hashed\
      """),
  SIGN(
      "let assertion = try await DCAppAttestService.shared.generateAssertion(keyId, clientDataHash: clientDataHash)"),
  CHECK("publicKey.isValidSignature(signature, for: Data(nonce)) // a message, not a SHA256Digest"),
  KEY_ID("[\"keyId\": keyId] // as generateKey() returned it, base64 already"),
  KEY_ID_IN_URL("keyId.addingPercentEncoding(withAllowedCharacters: .alphanumerics)"),
  OBJECT("[\"attestationObject\": attestationObject.base64EncodedString()] // encoded once"),
  SEND_AT_ONCE(
      "let object = try await DCAppAttestService.shared.attestKey(keyId, clientDataHash: clientDataHash) // send it now"),
  NEW_KEY(
      "let keyId = try await DCAppAttestService.shared.generateKey() // then attestKey, then keep keyId"),
  KEEP_KEY_ID("if accepted { UserDefaults.standard.set(keyId, forKey: \"appAttestKeyId\") }"),
  ONE_AT_A_TIME(
      "// one after the other: sign, send, await the answer, and only then sign the next\nlet answer = try await send(sign(request))");

  private final String lines;

  Swift(String lines) {
    this.lines = lines;
  }

  String lines() {
    return lines;
  }
}
