package assay.core.diagnosis.mistake;

import static assay.core.diagnosis.mistake.Area.APPLE;
import static assay.core.diagnosis.mistake.Area.APP_ID;
import static assay.core.diagnosis.mistake.Area.CHAIN;
import static assay.core.diagnosis.mistake.Area.CLIENT_DATA;
import static assay.core.diagnosis.mistake.Area.COUNTER;
import static assay.core.diagnosis.mistake.Area.ENVIRONMENT;
import static assay.core.diagnosis.mistake.Area.KEY;
import static assay.core.diagnosis.mistake.Area.KEY_ID;
import static assay.core.diagnosis.mistake.Area.LAUNCH;
import static assay.core.diagnosis.mistake.Area.OBJECT;
import static assay.core.diagnosis.mistake.Area.RECEIPT;
import static assay.core.diagnosis.mistake.Area.SIGNATURE;
import static assay.core.diagnosis.mistake.Side.BOTH;
import static assay.core.diagnosis.mistake.Side.CLIENT;
import static assay.core.diagnosis.mistake.Side.NOBODY;
import static assay.core.diagnosis.mistake.Side.SERVER;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every mistake that can be named. The code is API, as a step's is: it stands in answers, decisions
 * and vectors, and never changes its meaning.
 */
public enum Mistake {
  OBJECT_EMPTY(
      OBJECT,
      CLIENT,
      "The object is empty.",
      "Send what the device returned, base64-encoded once.",
      Swift.OBJECT),
  OBJECT_ENCODED_TWICE(
      OBJECT,
      CLIENT,
      "The object was encoded as text twice.",
      "Encode the Data that the device returned once, and let nothing on the way encode its text again.",
      Swift.OBJECT),
  ASSERTION_AS_ATTESTATION(
      OBJECT,
      CLIENT,
      "An assertion was sent where an attestation belongs.",
      "Register with what attestKey returns; what generateAssertion returns goes with requests.",
      Swift.SEND_AT_ONCE),
  ATTESTATION_AS_ASSERTION(
      OBJECT,
      CLIENT,
      "An attestation was sent where an assertion belongs.",
      "Send attestations to the route that registers keys; sign requests with generateAssertion.",
      Swift.SIGN),
  RECEIPT_AS_OBJECT(
      OBJECT,
      BOTH,
      "A receipt was sent where an attestation or assertion belongs.",
      "Send the whole object that the device returned; the receipt stands inside an attestation.",
      Swift.OBJECT),
  WEBAUTHN_OBJECT(
      OBJECT,
      CLIENT,
      "This is an attestation of WebAuthn (a passkey or a security key), not of App Attest.",
      "Attest with DCAppAttestService; passkeys are checked by a WebAuthn server.",
      Swift.SEND_AT_ONCE),

  EXPIRED_ON_ARRIVAL(
      CHAIN,
      CLIENT,
      "The certificates are the right ones, and had expired when the attestation arrived.",
      "Send an attestation when it is made, never a stored one; to judge an old one, replay it with its own time.",
      Swift.SEND_AT_ONCE),
  CLOCK_BEHIND(
      CHAIN,
      SERVER,
      "The certificate is good, but not valid yet by this server's clock.",
      "Set the server's clock: Apple dates certificates a day back, so it is behind by more than that."),
  WEBAUTHN_ROOT(
      CHAIN,
      CLIENT,
      "The certificates lead to Apple's WebAuthn root, not to App Attest's.",
      "Attest with DCAppAttestService instead of passkeys.",
      Swift.SEND_AT_ONCE),
  SIMULATOR_KEY(
      CHAIN,
      BOTH,
      "Assay's simulator made this key, and the app trusts Apple's root.",
      "Use a real device, or an app of environment test that trusts the simulator's root."),
  DEVICE_KEY_IN_TEST_APP(
      CHAIN,
      BOTH,
      "A real device made this key, and the app trusts another root than Apple's.",
      "Send it to an app of environment development or production; those trust Apple's root."),

  CLIENT_DATA_NOT_HASHED(
      CLIENT_DATA,
      BOTH,
      "The device was given the bytes themselves instead of their hash.",
      "Give SHA-256 of the challenge or client data as clientDataHash. If the backend sent that hash as clientData, it should send clientDataHash.",
      Swift.HASH_CHALLENGE),
  CLIENT_DATA_HASHED_TWICE(
      CLIENT_DATA,
      BOTH,
      "The app hashed twice.",
      "Hash once. A hash that comes from elsewhere is clientDataHash already.",
      Swift.HASH_CHALLENGE),
  HASH_AS_HEX(
      CLIENT_DATA,
      CLIENT,
      "The device was given the hash as hexadecimal text instead of its 32 bytes.",
      "Pass the digest's bytes.",
      Swift.HASH_CHALLENGE),
  HASH_AS_BASE64(
      CLIENT_DATA,
      CLIENT,
      "The device was given the hash as base64 text instead of its 32 bytes.",
      "Pass the digest's bytes.",
      Swift.HASH_CHALLENGE),
  HASH_OF_HEX_HASH(
      CLIENT_DATA,
      CLIENT,
      "The app hashed the hexadecimal text of the hash.",
      "Hash once, and pass the digest's bytes.",
      Swift.HASH_CHALLENGE),
  HASH_OF_BASE64_HASH(
      CLIENT_DATA,
      CLIENT,
      "The app hashed the base64 text of the hash.",
      "Hash once, and pass the digest's bytes.",
      Swift.HASH_CHALLENGE),
  HASH_DESCRIPTION(
      CLIENT_DATA,
      CLIENT,
      "The app used the digest's description (\"SHA256 digest: …\") instead of its bytes.",
      "Make Data of the digest, never text.",
      Swift.HASH_CHALLENGE),
  OTHER_HASH_FUNCTION(
      CLIENT_DATA,
      CLIENT,
      "The app hashed with another function than SHA-256.",
      "Hash with SHA-256.",
      Swift.HASH_CHALLENGE),
  BASE64_DECODED(
      CLIENT_DATA,
      BOTH,
      "The app decoded the text from base64 before it hashed; this server hashes the text.",
      "Hash the UTF-8 of the challenge as it came. Where the bytes are meant, send the decoded bytes as clientData.",
      Swift.HASH_CHALLENGE),
  BASE64URL_DECODED(
      CLIENT_DATA,
      BOTH,
      "The app decoded the text from base64url before it hashed; this server hashes the text.",
      "Hash the UTF-8 of the challenge as it came. Where the bytes are meant, send the decoded bytes as clientData.",
      Swift.HASH_CHALLENGE),
  HEX_DECODED(
      CLIENT_DATA,
      BOTH,
      "The app decoded the text from hexadecimal before it hashed; this server hashes the text.",
      "Hash the UTF-8 of the challenge as it came. Where the bytes are meant, send the decoded bytes as clientData.",
      Swift.HASH_CHALLENGE),
  DECODED_NOT_HASHED(
      CLIENT_DATA,
      BOTH,
      "The device was given the decoded bytes of the text, not hashed.",
      "Hash the UTF-8 of the challenge as it came. If the backend sent a hash as text in clientData, it should send clientDataHash.",
      Swift.HASH_CHALLENGE),
  BASE64_TEXT_HASHED(
      CLIENT_DATA,
      BOTH,
      "The app hashed the base64 text; this server hashes the bytes that it stands for.",
      "Hash the bytes, or send the text's own bytes as clientData.",
      Swift.HASH_BODY),
  BASE64URL_TEXT_HASHED(
      CLIENT_DATA,
      BOTH,
      "The app hashed the base64url text; this server hashes the bytes that it stands for.",
      "Hash the bytes, or send the text's own bytes as clientData.",
      Swift.HASH_BODY),
  HEX_TEXT_HASHED(
      CLIENT_DATA,
      BOTH,
      "The app hashed the hexadecimal text; this server hashes the bytes that it stands for.",
      "Hash the bytes, or send the text's own bytes as clientData.",
      Swift.HASH_BODY),
  TRAILING_NEWLINE(
      CLIENT_DATA,
      BOTH,
      "The app hashed one line end more than this server was sent.",
      "Hash and send the same bytes; command lines and text files add a line end.",
      Swift.HASH_BODY),
  WHITESPACE_TRIMMED(
      CLIENT_DATA,
      BOTH,
      "The app hashed without the white space at the ends that this server was sent.",
      "Hash and send the same bytes: trim in both places or in none.",
      Swift.HASH_BODY),
  TRAILING_ZERO(
      CLIENT_DATA,
      CLIENT,
      "The app hashed the zero byte that ends a C string.",
      "Hash the UTF-8 without its terminator.",
      Swift.HASH_CHALLENGE),
  JSON_QUOTED(
      CLIENT_DATA,
      CLIENT,
      "The app hashed the text with the quotes of JSON around it.",
      "Decode the answer's JSON first and hash the string's value.",
      Swift.HASH_CHALLENGE),
  JSON_UNQUOTED(
      CLIENT_DATA,
      SERVER,
      "The backend sent the text with the quotes of JSON around it; the app hashed it without.",
      "Send the string's value as clientData, not its JSON."),
  UTF_16(
      CLIENT_DATA,
      CLIENT,
      "The app hashed the text as UTF-16.",
      "Hash its UTF-8.",
      Swift.HASH_CHALLENGE),
  BYTE_ORDER_MARK(
      CLIENT_DATA,
      CLIENT,
      "The app hashed a byte order mark before the text.",
      "Hash the UTF-8 without a mark.",
      Swift.HASH_CHALLENGE),
  LETTER_CASE(
      CLIENT_DATA,
      BOTH,
      "The app hashed the text in another letter case.",
      "Hash the text as it came: uuidString, for one, is upper case.",
      Swift.HASH_CHALLENGE),
  PERCENT_ENCODING(
      CLIENT_DATA,
      BOTH,
      "The text was percent-encoded on one side only.",
      "Hash the text as the server made it, before or after no URL encoding.",
      Swift.HASH_CHALLENGE),
  UNICODE_NORMALISED(
      CLIENT_DATA,
      BOTH,
      "The text was normalised (NFC or NFD) on one side only.",
      "Hash and send the same bytes.",
      Swift.HASH_BODY),
  NOTHING_HASHED(
      CLIENT_DATA,
      CLIENT,
      "The app hashed nothing, or gave the device nothing.",
      "Wait for the challenge before you hash it.",
      Swift.HASH_CHALLENGE),
  KEY_ID_HASHED(
      CLIENT_DATA,
      CLIENT,
      "The app hashed the key id instead of the challenge.",
      "Hash the challenge; the key id is the other argument.",
      Swift.HASH_CHALLENGE),
  CHALLENGE_ALONE_HASHED(
      CLIENT_DATA,
      BOTH,
      "The app hashed the challenge alone; this server was sent client data with the challenge in it.",
      "Hash all of the client data, or send the challenge alone.",
      Swift.HASH_BODY),
  CHALLENGE_OF_ANOTHER_PURPOSE(
      CLIENT_DATA,
      CLIENT,
      "The app used a challenge that was issued for another purpose.",
      "Ask for one challenge to attest with and for another to sign with.",
      Swift.HASH_CHALLENGE),
  EARLIER_CHALLENGE(
      CLIENT_DATA,
      CLIENT,
      "The app used another challenge of this app than the one that it sent, such as an earlier one.",
      "Keep the challenge that you hashed beside the object, and send that one.",
      Swift.HASH_CHALLENGE),
  CHALLENGE_EXPIRED(
      CLIENT_DATA,
      BOTH,
      "The challenge was this server's, and had expired.",
      "Ask for a challenge when it is needed; where devices are slow, give challenges a longer life.",
      Swift.HASH_CHALLENGE),
  CHALLENGE_SPENT(
      CLIENT_DATA,
      CLIENT,
      "The challenge was spent before: the same request again, or two requests with one challenge.",
      "Ask for a challenge for each request, or take the nextChallenge of the answer before.",
      Swift.HASH_CHALLENGE),
  CHALLENGE_UNKNOWN(
      CLIENT_DATA,
      BOTH,
      "The challenge was not issued by this server for this app.",
      "Use the text that the server issued, unchanged; instances behind one address must share one store.",
      Swift.HASH_CHALLENGE),
  CHALLENGE_MISSING(
      CLIENT_DATA,
      BOTH,
      "There is no challenge where this server looks for it.",
      "Put the challenge into the client data that is hashed, in the member that challengePointer names (usually \"challenge\"), or hash it alone; beside a clientDataHash, send it.",
      Swift.HASH_BODY),
  CHALLENGE_DIFFERENT(
      CLIENT_DATA,
      BOTH,
      "The client data holds another challenge than the one that was sent beside it.",
      "Send the challenge that stands in the client data: the one that was hashed.",
      Swift.HASH_BODY),
  JSON_MEMBERS_REORDERED(
      CLIENT_DATA,
      BOTH,
      "The JSON was encoded again with its members in another order.",
      "Send the bytes that were hashed, not JSON that was encoded again.",
      Swift.HASH_BODY),
  JSON_SLASHES(
      CLIENT_DATA,
      BOTH,
      "The JSON was encoded again: slashes are escaped on one side only.",
      "Send the bytes that were hashed, not JSON that was encoded again; Swift escapes slashes unless told not to.",
      Swift.HASH_BODY),
  JSON_NON_ASCII(
      CLIENT_DATA,
      BOTH,
      "The JSON was encoded again: characters beyond ASCII are escaped on one side only.",
      "Send the bytes that were hashed, not JSON that was encoded again.",
      Swift.HASH_BODY),
  JSON_WHITESPACE(
      CLIENT_DATA,
      BOTH,
      "The JSON was encoded again with other spaces or line ends.",
      "Send the bytes that were hashed, not JSON that was encoded again.",
      Swift.HASH_BODY),
  JSON_ENCODED_AGAIN(
      CLIENT_DATA,
      BOTH,
      "The JSON was encoded again, differently in several ways.",
      "Send the bytes that were hashed, not JSON that was encoded again.",
      Swift.HASH_BODY),

  NONCE_AS_DIGEST(
      SIGNATURE,
      CLIENT,
      "The signature is over one hash too few: the nonce was taken for the digest.",
      "ECDSA hashes the 32-byte nonce once more, as a message. A device does; a signer of your own must.",
      Swift.CHECK),
  NONCE_HASHED_AGAIN(
      SIGNATURE,
      CLIENT,
      "The signature is over one hash too many.",
      "Sign the nonce as a message: ECDSA hashes it, and nobody before. A device does; a signer of your own must.",
      Swift.SIGN),
  SIGNED_BY_ANOTHER_KEY(
      SIGNATURE,
      CLIENT,
      "The signature is good, and another key's than the request names.",
      "Sign with the key that you name: one key id a user and device, replaced whole.",
      Swift.SIGN),
  SIGNATURE_P1363(
      SIGNATURE,
      BOTH,
      "The signature is good, but written as r and s side by side (P1363) instead of DER.",
      "Send what generateAssertion returned, unchanged; nothing on the way may rewrite it.",
      Swift.SIGN),
  AUTHENTICATOR_DATA_CHANGED(
      SIGNATURE,
      BOTH,
      "The flags in the authenticator data were changed after the device signed.",
      "Send the object unchanged. Flags that look wrong are Apple's, and part of what is signed."),

  KEY_ID_HEX(
      KEY_ID,
      CLIENT,
      "The key id was sent as hexadecimal.",
      "Send the base64 text that generateKey returned.",
      Swift.KEY_ID),
  KEY_ID_ENCODED_TWICE(
      KEY_ID,
      CLIENT,
      "The key id was base64-encoded twice.",
      "generateKey returns base64 already: send it as it is.",
      Swift.KEY_ID),
  KEY_ID_DECODED_TWICE(
      KEY_ID,
      BOTH,
      "The key id was base64-decoded twice.",
      "Decode it once: the result has 32 bytes.",
      Swift.KEY_ID),
  KEY_ID_PLUS_LOST(
      KEY_ID,
      BOTH,
      "A + of the key id's base64 was lost on the way: forms and URLs read it as a space.",
      "Send the key id in JSON, or percent-encode it.",
      Swift.KEY_ID_IN_URL),
  KEY_ID_BASE64URL(
      KEY_ID,
      SERVER,
      "The key id was sent as base64url, and something on the way read it as standard base64.",
      "Pass the text through, or decode it with the URL-safe alphabet."),
  KEY_ID_CUT(
      KEY_ID,
      BOTH,
      "The key id was cut off.",
      "Send all 44 characters; a column may be too short.",
      Swift.KEY_ID),
  KEY_ID_OF_COORDINATES(
      KEY_ID,
      CLIENT,
      "The key id was computed over X and Y without the 04 before them.",
      "Send what generateKey returned; to compute it, hash all 65 bytes of the X9.62 point.",
      Swift.KEY_ID),
  KEY_ID_OF_KEY_INFO(
      KEY_ID,
      CLIENT,
      "The key id was computed over the SubjectPublicKeyInfo.",
      "Send what generateKey returned; to compute it, hash the 65 bytes of the X9.62 point.",
      Swift.KEY_ID),
  KEY_ID_OF_COMPRESSED_POINT(
      KEY_ID,
      CLIENT,
      "The key id was computed over the compressed point.",
      "Send what generateKey returned; to compute it, hash the 65 bytes of the uncompressed point.",
      Swift.KEY_ID),
  KEY_ID_HASHED_AGAIN(
      KEY_ID,
      CLIENT,
      "The key id was hashed once more.",
      "Send what generateKey returned: it is a hash already.",
      Swift.KEY_ID),
  PUBLIC_KEY_AS_KEY_ID(
      KEY_ID,
      CLIENT,
      "The public key was sent instead of the key id.",
      "Send what generateKey returned.",
      Swift.KEY_ID),
  KEY_ID_OF_ANOTHER_KEY(
      KEY_ID,
      CLIENT,
      "The key id is another registered key's than the attested one's.",
      "Send the id of the key that you attested.",
      Swift.KEY_ID),

  KEY_OF_ANOTHER_APP(
      KEY,
      BOTH,
      "The key is registered under another app of this server.",
      "Send requests to the app that registered the key. Development and production builds need a key each.",
      Swift.NEW_KEY),
  KEY_REFUSED_EARLIER(
      KEY,
      CLIENT,
      "The key is not registered: an attestation that named it was refused.",
      "Keep a key id only after its attestation was accepted; make a new key, as one can be attested once only.",
      Swift.KEEP_KEY_ID),
  NEW_KEY_AFTER_REINSTALL(
      KEY,
      CLIENT,
      "The user's earlier key is registered and this one is not: reinstalling, restoring or moving to another device loses the key.",
      "Attest the new key before you sign with it; the server need not forget the old one at once.",
      Swift.NEW_KEY),
  KEY_NOT_REGISTERED(
      KEY,
      CLIENT,
      "The assertion is good, but its key was never registered for this app, or is no longer.",
      "Attest the key and await the answer before you sign with it; a key that was attested elsewhere needs a successor.",
      Swift.NEW_KEY),

  KEY_REVOKED(
      KEY,
      CLIENT,
      "The key was revoked, and stays so.",
      "Forget the key id, and attest a new key where the user may go on.",
      Swift.NEW_KEY),
  KEY_OF_ANOTHER_USER(
      KEY,
      CLIENT,
      "The key is registered for another user: accounts on one device share a key id.",
      "Keep a key for each user of a device; when accounts change, change the key id too.",
      Swift.NEW_KEY),
  KEY_OF_NO_USER(
      KEY,
      SERVER,
      "The key is registered without a user, and the request names one.",
      "Name the subject when the key is registered, through the internal listener, or never."),

  APP_ID_OF_ANOTHER_APP(
      APP_ID,
      BOTH,
      "The evidence is of another app of this server.",
      "Send it to that app's routes."),
  APP_ID_WITHOUT_PREFIX(
      APP_ID,
      SERVER,
      "The App ID is configured without its prefix.",
      "Configure <App ID prefix>.<bundle identifier>, with the prefix of the Identifier's entry in the developer account."),
  APP_ID_PREFIX(
      APP_ID,
      SERVER,
      "The evidence's App ID has another prefix than the configured one.",
      "Look the App ID prefix up in the Identifier's entry in the developer account: for old apps it is not the team id."
          + " Where the configured one is right, another team signed this copy of the app: never take a prefix from evidence."),
  APP_ID_CASE(
      APP_ID,
      SERVER,
      "The App ID is configured in another letter case.",
      "Configure the bundle identifier in its exact case."),
  APP_ID_OF_THE_FULL_APP(
      APP_ID,
      SERVER,
      "An App Clip's or extension's own identifier is configured; the evidence carries the full app's.",
      "Configure the full app's App ID: an App Clip attests as its app."),
  APP_ID_OF_AN_EXTENSION(
      APP_ID,
      SERVER,
      "The evidence is of an extension or a variant of the app, whose identifier extends the configured one.",
      "Add that App ID to the app if it should be accepted."),
  APP_ID_UNKNOWN(
      APP_ID,
      BOTH,
      "The evidence is of an App ID that the app is not configured with.",
      "Configure its App ID, or find out who sends it."),

  DEVELOPMENT_KEY_IN_PRODUCTION(
      ENVIRONMENT,
      BOTH,
      "A development key came to a production app.",
      "Builds that Xcode installs attest as development unless the entitlement com.apple.developer.devicecheck.appattest-environment says production; TestFlight,"
          + " App Store and enterprise builds always attest as production, and an ad hoc build follows its entitlement. Use a development app for these builds, or set the entitlement."),
  PRODUCTION_KEY_IN_DEVELOPMENT(
      ENVIRONMENT,
      BOTH,
      "A production key came to a development app.",
      "TestFlight, App Store and enterprise builds attest as production whatever the entitlement says, and an ad hoc build follows its entitlement. Send them to a production app."),

  ASSERTION_AGAIN(
      COUNTER,
      CLIENT,
      "The assertion's counter was used already: the same assertion again, by a retry or a replay.",
      "Sign every request anew, retries too.",
      Swift.SIGN),
  ASSERTIONS_OVERTOOK(
      COUNTER,
      BOTH,
      "A later assertion arrived first: requests overtook each other.",
      "Send one request after the other, or give the app a counter window.",
      Swift.ONE_AT_A_TIME),
  COUNTER_FAR_BEHIND(
      COUNTER,
      CLIENT,
      "The counter is further behind than requests overtake each other: an old assertion was kept and sent, or a copy of the device's state was restored.",
      "Send assertions when they are made. Where that is so already, revoke the key and have the app attest a new one.",
      Swift.NEW_KEY),
  COUNTER_ZERO(
      COUNTER,
      CLIENT,
      "The counter is 0, which no assertion of a device carries.",
      "Have the device's generateAssertion make it; a signer of your own starts at 1.",
      Swift.SIGN),

  LAUNCHED_FROM_TESTFLIGHT(
      LAUNCH,
      SERVER,
      "The app was launched from TestFlight (category 2), which the policy does not allow.",
      "Allow category 2 where testers are users."),
  LAUNCHED_BY_DEVELOPER(
      LAUNCH,
      BOTH,
      "The build is signed for development (category 3), which the policy does not allow.",
      "Use a development app for such builds; production should not allow them."),
  LAUNCHED_FROM_APP_STORE(
      LAUNCH,
      SERVER,
      "The app was launched from the App Store (category 4), which the policy does not allow.",
      "Allow category 4 where the public are users."),
  LAUNCHED_BY_ENTERPRISE(
      LAUNCH,
      SERVER,
      "The build is distributed by an enterprise or ad hoc (category 5), which the policy does not allow.",
      "Allow category 5 where you distribute it so yourself."),
  LAUNCHED_WITH_DEVELOPER_ID(
      LAUNCH,
      SERVER,
      "The build is signed with a Developer ID (category 6), which the policy does not allow.",
      "Allow category 6 where you distribute the Mac app outside the App Store."),
  LAUNCHED_AS_SYSTEM(
      LAUNCH,
      NOBODY,
      "The launch category is one that the system keeps for itself, or invalid; no app of yours has it.",
      "Refuse it. Apple's published sample is of category 1."),
  LAUNCHED_BY_OTHERS(
      LAUNCH,
      NOBODY,
      "The build is signed by some other identity (category 10 or one that is not known).",
      "Refuse it, unless you know who signed the build."),
  LAUNCH_INFO_MISSING(
      LAUNCH,
      BOTH,
      "The policy requires launch information, and the evidence has none.",
      "Only systems of version 27 give it, to apps that are built with that SDK. Make it optional, or build with it and ask users to update."),
  BUILD_TOO_OLD(
      LAUNCH,
      CLIENT,
      "The running build is older than the policy's minimum.",
      "Ask the user to update, or lower the minimum."),
  BUILD_NOT_NUMERIC(
      LAUNCH,
      CLIENT,
      "The running build's CFBundleVersion is not numbers with dots between, so it cannot be compared.",
      "Give builds numeric versions, or set no minimum."),
  IPHONE_KEY_IN_MAC_APP(
      LAUNCH,
      SERVER,
      "The key's access control is an iPhone's or iPad's, and the app is configured as macos.",
      "Configure the platform as ios, or a second app for the other platform."),
  MAC_WITHOUT_FULL_SECURITY(
      LAUNCH,
      CLIENT,
      "The Mac does not boot with full security, or System Integrity Protection is off.",
      "Ask the user to choose Full Security in Startup Security Utility and to turn System Integrity Protection on; then attest a new key.",
      Swift.NEW_KEY),

  RECEIPT_SENT_LATE(
      RECEIPT,
      CLIENT,
      "The attestation was kept and sent late: its receipt is older than five minutes.",
      "Send an attestation when it is made. The key may be accepted all the same; its receipt is exchanged for a fresh one.",
      Swift.SEND_AT_ONCE),
  RECEIPT_FROM_THE_FUTURE(
      RECEIPT,
      SERVER,
      "The receipt is from the future by this server's clock.",
      "Set the server's clock: it is behind by more than five minutes."),
  RECEIPT_MISSING(
      RECEIPT,
      BOTH,
      "The policy requires a receipt, and the attestation brought none.",
      "Send the whole object that attestKey returned, or make receipts optional.",
      Swift.OBJECT),
  ATTESTATION_AS_RECEIPT(
      RECEIPT,
      SERVER,
      "A whole attestation stands where a receipt belongs.",
      "Take the member receipt of its attStmt."),
  RECEIPT_NOT_EXCHANGED(
      RECEIPT,
      SERVER,
      "This is the attestation's own receipt, where one is due that Apple gave in exchange.",
      "Exchange it at Apple's server first; only what comes back has a metric."),
  RECEIPT_EXCHANGED_ALREADY(
      RECEIPT,
      BOTH,
      "This is a receipt that Apple gave in exchange, where the attestation's own is due.",
      "Leave the receipt in an attestation as it came; keep exchanged ones beside it."),
  RECEIPT_KEPT_TOO_LONG(
      RECEIPT,
      SERVER,
      "The receipt is past its expiration.",
      "Exchange receipts more often than every 30 days; for this key the device must attest again."),
  RECEIPT_OF_ANOTHER_KEY(
      RECEIPT,
      SERVER,
      "The receipt is another key's than the one it is kept with.",
      "Keep each key's receipt with its key id; an exchange answers for the receipt that was sent."),
  RECEIPT_OF_SIMULATOR(
      RECEIPT,
      BOTH,
      "Assay's simulator made this receipt, and the app trusts Apple's root.",
      "Use a real device, or an app of environment test that trusts the simulator's root."),
  DEVICE_RECEIPT_IN_TEST_APP(
      RECEIPT,
      BOTH,
      "Apple made this receipt, and the app trusts another root than Apple's.",
      "Send it to an app of environment development or production; those trust Apple's root."),

  RECEIPT_NOT_YET(
      APPLE,
      NOBODY,
      "Apple makes no newer receipt before the time in the last one's field 19.",
      "Keep the receipt, and ask again after that time."),
  RECEIPT_NO_DATA(
      APPLE,
      NOBODY,
      "Apple has no data for this key: it keeps them for 30 days.",
      "Normal until the device attests again; refresh receipts more often than every 30 days."),
  RECEIPT_WRONG_ENVIRONMENT(
      APPLE,
      SERVER,
      "The receipt went to the host of the other environment.",
      "Send development receipts to Apple's development host, production ones to production; look at the app's environment."),
  RECEIPT_BAD_PAYLOAD(
      APPLE,
      SERVER,
      "Apple cannot read the receipt that was sent.",
      "Send the newest receipt as Apple made it, in standard base64 and nothing else."),
  RECEIPT_UNAUTHORIZED(
      APPLE,
      SERVER,
      "Apple does not take the provider token for this receipt.",
      "Look at team id, key id and private key: the key needs the DeviceCheck service, and its team must be the receipt's."),
  RECEIPT_THROTTLED(
      APPLE,
      NOBODY,
      "Apple asks for fewer receipt requests.",
      "Wait as long as Apple says, and spread refreshes over the day."),
  RECEIPT_DOWN(
      APPLE,
      NOBODY,
      "Apple's receipt server gave no usable answer.",
      "Nothing is lost: the receipt stays, and is asked for again later."),
  RECEIPT_NOT_CONFIGURED(
      APPLE,
      SERVER,
      "Apple was not asked: this app's team has no usable private key.",
      "Give the team a keyId and a privateKeyFile in the configuration."),
  RECEIPT_NOT_NEWER(
      APPLE,
      SERVER,
      "What came in exchange is as old as the receipt that is kept, or older.",
      "Look for a proxy or cache that answers in Apple's place, and at the hosts that are configured under apple."),
  DEVICECHECK_NEVER_SET(
      APPLE,
      NOBODY,
      "Nobody of this team ever set a bit of this device.",
      "Take both bits for clear."),
  DEVICECHECK_BAD_DEVICE_TOKEN(
      APPLE,
      CLIENT,
      "Apple does not take the device token: it is damaged, used up, or of another environment or team.",
      "Make a token for each call with DCDevice.generateToken and send it at once, in standard base64 without line ends."),
  DEVICECHECK_TOKEN_USED(
      APPLE,
      CLIENT,
      "This device token was used here before; Apple was not asked again.",
      "Make a token for each call with DCDevice.generateToken, also for a call that is sent again."),
  DEVICECHECK_NOT_CONFIGURED(
      APPLE,
      SERVER,
      "Apple was not asked: the app's team has no usable private key, or its environment no host.",
      "Give the team a keyId and a privateKeyFile in the configuration; for test apps, name a host under apple.test."),
  DEVICECHECK_MISCONFIGURED(
      APPLE,
      SERVER,
      "Apple refuses this server: its key, its clock or its request.",
      "Look at team id, key id, private key (with the DeviceCheck service) and clock."),
  DEVICECHECK_THROTTLED(
      APPLE,
      NOBODY,
      "Apple asks for fewer DeviceCheck requests.",
      "Wait as long as Apple says, and ask only where the bits decide something."),
  DEVICECHECK_DOWN(
      APPLE,
      NOBODY,
      "Apple's DeviceCheck server gave no usable answer.",
      "Try again later; decide what your service does without the bits.");

  private final Area area;
  private final Side side;
  private final String sentence;
  private final String action;
  private final Optional<String> swift;

  Mistake(Area area, Side side, String sentence, String action) {
    this(area, side, sentence, action, null);
  }

  Mistake(Area area, Side side, String sentence, String action, @Nullable Swift swift) {
    this.area = area;
    this.side = side;
    this.sentence = sentence;
    this.action = action;
    this.swift = Optional.ofNullable(swift).map(Swift::lines);
  }

  /** The stable code, in kebab case. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public Area area() {
    return area;
  }

  /** Who has something to change. */
  public Side side() {
    return side;
  }

  /** What went wrong, in one sentence for the developer. */
  public String sentence() {
    return sentence;
  }

  /** What to change. */
  public String action() {
    return action;
  }

  /** The app's line as it should be, where there is one. */
  public Optional<String> swift() {
    return swift;
  }

  /** One row of the table, in Markdown. */
  public String row() {
    return "| `" + code() + "` | " + sentence + " | " + side.text() + " | " + action + " |";
  }

  /** The codes of each area, in one Markdown row an area. */
  public static String index() {
    return Stream.of(Area.values())
        .map(area ->
            "| "
                + area.title()
                + " | "
                + Stream.of(values())
                    .filter(mistake -> mistake.area == area)
                    .map(mistake -> "`" + mistake.code() + "`")
                    .collect(Collectors.joining(", "))
                + " |\n")
        .collect(Collectors.joining("", "| about | codes |\n|---|---|\n", ""));
  }

  /** All codes with sentence, side and action, as a Markdown table an area. */
  public static String table() {
    return Stream.of(Area.values())
        .map(area ->
            "#### "
                + area.title()
                + "\n\n| code | what went wrong | side | what to change |\n|---|---|---|---|\n"
                + Stream.of(values())
                    .filter(mistake -> mistake.area == area)
                    .map(mistake -> mistake.row() + "\n")
                    .collect(Collectors.joining()))
        .collect(Collectors.joining("\n"));
  }
}
