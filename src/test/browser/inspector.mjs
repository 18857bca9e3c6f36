// The inspector in a browser, against a running server. Standard input: {browser, url, token, shots, evidence}.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { chromium } from "playwright-core";
import { faintText, nameless, tabStops } from "./accessible.mjs";
import { check, equal, holds, includes } from "./checks.mjs";

const given = JSON.parse(await text(process.stdin));
const { url, token, evidence } = given;
const folder = await mkdtemp(join(tmpdir(), "assay-browser-"));
const context = await chromium.launchPersistentContext(join(folder, "profile"), {
  executablePath: given.browser,
  headless: true,
  timeout: 240_000,
  viewport: { width: 1440, height: 1000 },
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const page = await context.newPage();
page.setDefaultTimeout(60_000); // only what never comes takes so long

const requests = [];
const complaints = [];
page.on("request", (request) => requests.push(request));
page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
page.on("pageerror", (error) => complaints.push(error.message));

const $ = (selector) => page.locator(selector);
const shot = (name) => page.screenshot({ path: join(given.shots, `${name}.png`), fullPage: true });
const hexOf = (base64, from, to) => Buffer.from(base64, "base64").subarray(from, to).toString("hex");
const litHex = async () => (await $("#hex .octets .lit").allTextContents()).join("").replaceAll(" ", "");
const field = (name) => page.getByRole("treeitem", { name }).first();
const lineOf = (name) => field(name).locator("> .line");
const focused = () => page.evaluate(() => document.activeElement.querySelector(".name")?.textContent ?? document.activeElement.id);

async function inspect(what, fields = {}) {
  await $("button[type=reset]").click();
  await $("#evidence").fill(what);
  for (const [id, value] of Object.entries(fields)) {
    await (id === "app" || id === "clientDataForm" ? $(`#${id}`).selectOption(value) : $(`#${id}`).fill(value));
  }
  await pressInspect();
}

const idle = () => page.waitForSelector("[aria-busy=true]", { state: "detached" });

/** Opens every group of the tree. */
async function openAll() {
  while ((await $("#tree [aria-expanded=false]:visible").count()) > 0) {
    await $("#tree [aria-expanded=false]:visible").first().focus();
    await page.keyboard.press("*");
  }
}

async function pressInspect() {
  await Promise.all([
    page.waitForResponse((response) => response.url().endsWith("/v1/inspect")),
    $("#inspect button[type=submit]").click(),
  ]);
  await idle();
}

const { attestation, assertion } = evidence;
const judged = { app: "shop", keyId: attestation.keyId, challenge: attestation.challenge };

await check("thePageComesWithAStrictPolicyAndNoToken", async () => {
  const response = await page.goto(`${url}/inspector`);
  equal(response.status(), 200);
  const headers = response.headers();
  for (const rule of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"]) {
    includes(headers["content-security-policy"], rule);
  }
  equal([headers["cache-control"], headers["x-content-type-options"], headers["referrer-policy"]], ["no-cache", "nosniff", "no-referrer"]);
  holds(!/unsafe|http:|https:|\*/.test(headers["content-security-policy"]), "the policy has an exception");
});

await check("aFileThatTheBrowserHasIsNotSentAgain", async () => {
  const first = await page.request.get(`${url}/inspector/app.js`);
  const again = await page.request.get(`${url}/inspector/app.js`, { headers: { "If-None-Match": first.headers().etag } });
  equal([first.status(), again.status(), (await again.body()).length], [200, 304, 0]);
});

await check("withoutATokenThePageSaysWhatIsMissingAndGoesThere", async () => {
  await $("#evidence").fill(attestation.object);
  await pressInspect();
  includes(await $("#message").textContent(), "token");
  equal(await page.evaluate(() => document.activeElement.id), "token");
});

await check("aTokenOpensTheAppsOfItsCallerAndStaysOutOfTheAddress", async () => {
  await $("#token").fill(token);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("#app").options.length > 1);
  equal(await $("#app option").allTextContents(), ["none: only show the fields", "shop (test)", "bank (test)"]);
  equal([await $("#token").inputValue(), page.url(), await page.evaluate(() => Object.keys(localStorage).length)], ["", `${url}/inspector`, 0]);
});

for (const [encoding, spelled] of Object.entries(evidence.spellings)) {
  await check(`anAttestationIsFoundIn_${encoding}`, async () => {
    await inspect(spelled, { app: "" });
    includes(await $("#found").textContent(), `✓ attestation, ${Buffer.from(attestation.object, "base64").length} bytes (${encoding})`);
  });
}

await check("aRawFileCanBeChosen", async () => {
  const path = join(folder, "attestation.bin");
  await writeFile(path, Buffer.from(attestation.object, "base64"));
  await $("button[type=reset]").click();
  await Promise.all([page.waitForResponse(/v1\/inspect/), $("#file").setInputFiles(path)]);
  await idle();
  includes(await $("#found").textContent(), "attestation.bin, raw");
});

await check("aFileCanBeDropped", async () => {
  await $("button[type=reset]").click();
  const data = await page.evaluateHandle((content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], "captured.json"));
    return transfer;
  }, evidence.body);
  await Promise.all([page.waitForResponse(/v1\/inspect/), page.dispatchEvent("#evidence", "drop", { dataTransfer: data })]);
  await idle();
  includes(await $("#found").textContent(), "JSON body, attestationObject");
  equal(await $("#challenge").inputValue(), attestation.challenge);
});

await check("aCurlCommandLineBringsItsAppAndContext", async () => {
  await inspect(evidence.curl);
  equal(
    [await $("#app").inputValue(), await $("#keyId").inputValue(), await $("#challenge").inputValue()],
    ["shop", attestation.keyId, attestation.challenge],
  );
  includes(await $("#found").textContent(), "curl command, attestationObject");
  includes(await $("#judgements h3").first().textContent(), "✓ attestation accepted");
});

await check("everyStepIsShownWithApplesNumberAndWhatWasCompared", async () => {
  await inspect(attestation.object, judged);
  const rows = await $(".judgement").first().locator("tbody tr").evaluateAll((all) => all.map((row) => [...row.cells].slice(0, 3).map((cell) => cell.textContent).join(" ")));
  equal(rows.slice(0, 5), ["✓passed Assay 100 format", "✓passed 1 certificate-chain", "✓passed 2-4 nonce", "–not reached 4 access-control", "✓passed 5 key-id"]);
  includes(await page.locator("tr", { hasText: "app-id" }).first().locator(".compared").textContent(), "TEAMID1234.com.example.shop");
  equal(await $("#judgements h3").allTextContents(), ["✓ attestation accepted", "✓ receipt accepted"]);
  includes(await $("#summary").textContent(), "✓ attestation accepted");
  await shot("accepted");
});

await check("pointingAtAFieldLightsItsBytes", async () => {
  await lineOf(/^authData/).hover();
  const place = /offset (\d+), (\d+) bytes/.exec(await field(/^authData/).getAttribute("aria-label"));
  const [from, length] = [Number(place[1]), Number(place[2])];
  equal(await litHex(), hexOf(attestation.object, from, from + length));
});

await check("pointingAtBytesLightsTheirField", async () => {
  await lineOf(/^authData/).click();
  await $("#hex .octets span", { hasText: /^[0-9a-f ]+$/ }).and($("#hex .k-hash")).last().hover();
  equal(await $("#tree .line.lit").count(), 1);
  await page.keyboard.press("Escape");
});

await check("aFieldOfAReceiptThatIsCutIntoChunksLightsTheRightBytes", async () => {
  await inspect(evidence.receipt.object, { app: "" });
  await openAll();
  await field(/^field 6: receipt type/).focus();
  includes(Buffer.from(await litHex(), "hex").toString("latin1"), "ATTEST");
  const whole = field(/^fields/);
  await whole.focus();
  equal((await litHex()).length / 2, Number(/, (\d+) bytes/.exec(await whole.getAttribute("aria-label"))[1]));
});

await check("theTreeFollowsTheKeyboard", async () => {
  await inspect(attestation.object, { app: "" });
  equal(await $("#tree [tabindex='0']").count(), 1);
  await $("#tree [tabindex='0']").focus();
  const seen = [];
  for (const key of ["ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowUp", "End", "Home", "a"]) {
    await page.keyboard.press(key);
    seen.push(`${key} ${await focused()}`);
  }
  equal(seen.map((each) => each.split(" ").slice(1).join(" ")), ["fmt", "attStmt", "x5c", "x5c", "x5c", "attStmt", "fmt", "COSE key", "attestation object", "attStmt"]);
});

await check("whatIsPinnedIsScrolledTo", async () => {
  await lineOf(/^authData/).click();
  const [pane, bytes] = [await $("#hex").boundingBox(), await $("#hex .octets .lit").first().boundingBox()];
  holds(bytes.y >= pane.y && bytes.y + bytes.height <= pane.y + pane.height, `bytes at ${bytes.y} in a pane from ${pane.y}, ${pane.height} high`);
  await page.keyboard.press("Escape");
});

await check("enterPinsAndEscapeLetsGo", async () => {
  await field(/^fmt/).focus();
  await page.keyboard.press("Enter");
  equal(await field(/^fmt/).getAttribute("aria-selected"), "true");
  await lineOf(/^authData/).hover();
  await $("h1").hover();
  includes(Buffer.from(await litHex(), "hex").toString("latin1"), "apple-appattest");
  await page.keyboard.press("Escape");
  equal(await $("#tree [aria-selected='true']").count(), 0);
});

await check("theBytesFollowTheKeyboard", async () => {
  await $("#hex").focus();
  for (const key of ["ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight"]) await page.keyboard.press(key);
  equal(await $("#hex .octets .cursor").textContent(), hexOf(attestation.object, 5, 6));
  includes(await $("#cursor").textContent(), "byte 5: 6f, fmt");
  await page.keyboard.press("Enter");
  equal(await field(/^fmt/).getAttribute("aria-selected"), "true");
  await page.keyboard.press("Escape");
});

await check("aRefusalIsExplainedWithTheCorrectedSwiftLine", async () => {
  await inspect(evidence.hashedTwice.object, { ...judged, challenge: evidence.hashedTwice.challenge });
  equal(await $("#judgements h3").allTextContents(), ["✗ attestation refused at nonce, step 2-4"]);
  includes(await $(".diagnosis").textContent(), "client-data-hashed-twice · proved");
  includes(await $(".diagnosis pre").textContent(), "SHA256.hash(data: Data(challenge.utf8))");
  includes(await $(".steps .failed").textContent(), "failed");
  await shot("refused");
});

await check("aReceiptThatIsRefusedIsExplained", async () => {
  await inspect(evidence.receipt.object, { app: "shop", keyId: attestation.keyId });
  equal(await $("#judgements h3").allTextContents(), ["✗ receipt refused at receipt-type, step 103"]);
  includes(await $(".diagnosis").textContent(), "receipt-not-exchanged · proved");
  includes(await $(".diagnosis").textContent(), "Change on the server: Exchange it at Apple's server first");
});

await check("anotherAppsEvidenceIsNamed", async () => {
  await inspect(attestation.object, { ...judged, app: "bank" });
  includes(await $(".diagnosis").textContent(), "app-id-of-another-app");
});

await check("aKeyOfAnAttestationServesTheAssertionsThatFollow", async () => {
  await inspect(assertion.object, { app: "shop", keyId: attestation.keyId, clientData: assertion.clientData, counter: "1" });
  equal(await $("#judgements h3").textContent(), "✓ assertion accepted");
  await inspect(assertion.object, { app: "shop", keyId: attestation.keyId, clientData: assertion.clientData, counter: "3" });
  equal(await $("#judgements h3").textContent(), "✗ assertion refused at counter, step 5");
  includes(await $(".diagnosis").textContent(), "assertion-again · likely");
});

await check("whatIsMissingForAJudgementIsSaidAndTheFieldsAreShown", async () => {
  await inspect(attestation.object, { app: "shop", keyId: attestation.keyId });
  includes(await $("#message").textContent(), "Not judged: what did the app sign?");
  holds(await field(/^authData/).isVisible(), "no fields");
});

await check("whatIsNoEvidenceIsSaidAtTheField", async () => {
  await $("#evidence").fill("hello, world!");
  await $("#inspect button[type=submit]").click();
  includes(await $("#message").textContent(), "neither base64");
  equal(await page.evaluate(() => [document.activeElement.id, document.activeElement.getAttribute("aria-invalid")]), ["evidence", "true"]);
});

await check("certificatesAreAPictureWithTheTimeOfTheJudgement", async () => {
  await inspect(attestation.object, { ...judged, at: "2046-01-01T00:00:00Z" });
  equal(await $("svg.chain").count(), 2);
  includes(await $(".chain .now-label").first().textContent(), "judged 2046-01-01");
  holds((await $(".chain .expired").count()) >= 2, "nothing has expired");
  includes(await $("#judgements h3").first().textContent(), "refused at certificate-chain");
  includes(await $("#chains ul.unseen").first().textContent(), "expired");
  await shot("expired");
});

await check("anObjectThatIsCutOffShowsWhere", async () => {
  await inspect(Buffer.from(attestation.object, "base64").subarray(0, 300).toString("base64"), { app: "" });
  includes(await $("#found").textContent(), "✗ attestation");
  holds((await $("#tree .line.wrong").count()) > 0, "no fault is marked");
  await shot("cut-off");
});

await check("markupInEvidenceIsOnlyText", async () => {
  const markup = "<img src=x onerror=alert(1)>";
  const cbor = Buffer.concat([Buffer.from("a163666d74", "hex"), Buffer.from([0x78, markup.length]), Buffer.from(markup)]);
  await inspect(cbor.toString("hex"), { app: "" });
  includes(await $("#tree").textContent(), markup);
  equal(await $("#tree img").count(), 0);
});

await check("everyControlHasAName", async () => {
  await inspect(attestation.object, judged);
  equal(await nameless(page), []);
});

await check("tabGoesThroughThePageInReadingOrder", async () => {
  const stops = await tabStops(page);
  const wanted = ["Skip to the evidence", "token", "Use", "evidence", "file", "app", "keyId", "challenge", "clientDataForm", "clientData", "publicKey", "counter", "at", "Inspect", "Clear"];
  equal(stops.slice(0, wanted.length), wanted);
  holds(stops.indexOf("hex") > 0 && stops.includes("field-0") && stops.indexOf("hex") < stops.indexOf("field-0"), stops.join(", "));
});

await check("landmarksAndHeadingsAreThere", async () => {
  equal(await page.getByRole("main").count(), 1);
  equal(await page.getByRole("banner").count(), 1);
  equal(await page.getByRole("heading", { level: 1 }).count(), 1);
  equal(await page.getByRole("heading", { level: 2 }).allTextContents(), ["Evidence", "Recent refusals", "Verdict", "Bytes and fields", "Certificates"]);
  equal(await page.evaluate(() => document.documentElement.lang), "en");
});

for (const colorScheme of ["light", "dark"]) {
  await check(`textIsReadableIn_${colorScheme}`, async () => {
    await page.emulateMedia({ colorScheme });
    for (const [name, what, fields] of [["attestation", attestation.object, judged], ["refused", evidence.hashedTwice.object, { ...judged, challenge: evidence.hashedTwice.challenge, at: "2046-01-01T00:00:00Z" }]]) {
      await inspect(what, fields);
      await lineOf(/^authData/).click();
      await shot(`${colorScheme}-${name}`);
      equal(await page.evaluate(faintText), []);
      await page.keyboard.press("Escape");
    }
  });
}

await check("aNarrowScreenNeedsNoSidewaysScrolling", async () => {
  await page.setViewportSize({ width: 375, height: 800 });
  await inspect(evidence.hashedTwice.object, { ...judged, challenge: evidence.hashedTwice.challenge });
  await shot("narrow");
  equal(await page.evaluate(() => document.documentElement.scrollWidth), 375);
  await page.setViewportSize({ width: 1440, height: 1000 });
});

if (given.remembers) {
  await check("recentRefusalsAreCountedByStep", async () => {
    equal(await $("#recent-state").textContent(), "In the last day: 8 refusals.");
    const bars = await $(".chart button").evaluateAll((all) => all.map((bar) => bar.getAttribute("aria-label")));
    equal([bars[0], [...bars.slice(1)].sort()], ["nonce: 2 refusals", ["bad-device-token: 1 refusal", "challenge: 1 refusal", "key-id: 1 refusal", "no-data: 1 refusal", "public-key: 1 refusal", "signature: 1 refusal"]]);
    await $(".chart button").first().focus();
    await page.keyboard.press("Enter");
    equal(await $(".decisions a").allTextContents(), ["attestation nonce", "attestation nonce"]);
    equal(await page.evaluate(() => document.activeElement.getAttribute("aria-pressed")), "true");
    await page.keyboard.press("Enter");
    equal(await $(".decisions a").count(), 8);
  });

  await check("aRecordedDecisionOpensAndIsJudgedAgain", async () => {
    await page.goto(`${url}/inspector#decision=${given.nonce}`);
    await page.waitForFunction((id) => document.querySelector("#recorded").textContent.includes(id), given.nonce);
    await idle();
    const headline = "✗ attestation refused at nonce, step 2-4";
    equal([await $("#recorded h3").textContent(), await $("#judgements h3").textContent()], [headline, headline]);
    includes(await $("#recorded").textContent(), "with the same outcome");
    includes(await $("#judgements .diagnosis").textContent(), "client-data-hashed-twice");
    await shot("decision");
  });

  await check("whatOnlyADecisionJudgesIsShownAsItWas", async () => {
    await page.getByRole("link", { name: "assertion challenge" }).click();
    await page.waitForFunction((id) => document.querySelector("#recorded").textContent.includes(id), given.challenge);
    await idle();
    equal(await $("#recorded h3").textContent(), "✗ assertion refused at challenge, step 6");
    includes(await $("#recorded").textContent(), "the outcome differs");
    equal(await $("#judgements h3").textContent(), "✓ assertion accepted");
    await $("#evidence").fill(attestation.object);
    equal([await $("#recorded").textContent(), page.url()], ["", `${url}/inspector`]);
  });

  const open = async (id) => {
    await page.goto(`${url}/inspector#decision=${id}`);
    await page.waitForFunction((wanted) => document.querySelector("#recorded").textContent.includes(wanted), id);
    await idle();
  };

  await check("aReceiptThatWasRefusedOpensAndIsExplained", async () => {
    await open(given.receipt);
    const headline = "✗ receipt refused at public-key, step 4";
    equal([await $("#recorded h3").textContent(), await $("#judgements h3").textContent()], [headline, headline]);
    includes(await $("#recorded").textContent(), "with the same outcome");
    includes(await $("#judgements .diagnosis").textContent(), "receipt-of-another-key · proved");
    includes(await $("#judgements .diagnosis").textContent(), "Keep each key's receipt with its key id");
    equal(await $("#app").inputValue(), "shop");
    await shot("receipt-decision");
  });

  await check("whatAppleAnsweredIsShownWithTheReceiptAndNotJudgedAgain", async () => {
    await open(given.noData);
    equal(await $("#recorded h3").textContent(), "✗ receipt refused: no-data");
    includes(await $("#recorded .diagnosis").textContent(), "receipt-no-data");
    includes(await $("#recorded").textContent(), "It cannot be judged again");
    equal(await $("#judgements h3").count(), 0);
    holds(await $("#tree").isVisible(), "the receipt is not shown");
  });

  await check("aQuestionToDeviceCheckIsShownWithoutItsToken", async () => {
    await open(given.bits);
    equal(await $("#recorded h3").textContent(), "✗ devicecheck refused: bad-device-token");
    includes(await $("#recorded .diagnosis").textContent(), "devicecheck-bad-device-token");
    includes(await $("#recorded").textContent(), "Apple alone judges device tokens");
    includes(await $("#message").textContent(), "only the SHA-256 is kept");
    holds(!(await $("#tree").isVisible()), "another object's fields are shown");
  });

  await check("aDecisionThatIsNotThereIsSaid", async () => {
    const before = await $("#message").textContent();
    await page.goto(`${url}/inspector#decision=AAAAAAAAAAAAAAAAAAAAAA`);
    await page.waitForFunction((old) => document.querySelector("#message").textContent !== old, before);
    includes(await $("#message").textContent(), "none of this id is recorded");
  });
} else {
  await check("withoutDecisionsThePageSaysSo", async () => {
    includes(await $("#recent-state").textContent(), "remembers no decisions");
  });
}

await check("nothingMovesForThoseWhoAskForStillness", async () => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const moving = await page.evaluate(() => [...document.querySelectorAll("*")].filter((element) => !/^0s(, 0s)*$/.test(getComputedStyle(element).transitionDuration) || getComputedStyle(element).animationName !== "none").length);
  equal(moving, 0);
});

await check("nothingWentAnywhereElseAndTheTokenOnlyInAHeader", async () => {
  const elsewhere = requests.map((request) => request.url()).filter((target) => !target.startsWith(`${url}/`) && !target.startsWith("data:"));
  equal(elsewhere, []);
  holds(requests.length > 30, `only ${requests.length} requests`);
  holds(requests.every((request) => !request.url().includes(token) && !(request.postData() ?? "").includes(token)), "the token is in a request");
  const carrying = new Set();
  for (const request of requests) {
    if ((await request.allHeaders()).authorization) carrying.add(new URL(request.url()).pathname);
  }
  equal([...carrying].filter((path) => !path.startsWith("/v1/")), []);
});

await check("theBrowserHadNothingToComplainOf", async () => {
  equal(complaints.filter((text) => !/status of (400|401|404|422)/.test(text)), []);
});

await context.close();
await rm(folder, { recursive: true, force: true, maxRetries: 40, retryDelay: 250 }); // its processes may write a little longer
