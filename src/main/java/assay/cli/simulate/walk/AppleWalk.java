package assay.cli.simulate.walk;

import assay.cli.UnusableInput;
import assay.cli.simulate.client.Call;
import assay.cli.simulate.client.Reply;
import assay.cli.simulate.client.Routes;
import assay.simulator.SimulatedDevice;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Map;

/** What a backend asks Apple of a device, by way of the server: the risk metric, and two bits. */
record AppleWalk(Exchanges exchanges, SimulatedDevice device, Routes backend, InstantSource clock) {
  private static final Map<String, String> UNASKED =
      Map.of(
          "apple-not-configured",
          "This server asks no Apple about its test apps (apple.test in its configuration; assay"
              + " simulate apple plays one)",
          "caller-not-allowed",
          "This caller may not ask Apple (refresh and devicecheck in its allow list)");

  void run() throws UnusableInput {
    if (refresh()) {
      bits();
    }
  }

  /** Whether the server asks anybody about test apps, for this caller. */
  private boolean refresh() throws UnusableInput {
    Call call = backend.receiptRefresh(device.keyId());
    Reply reply = exchanges.ask(call);
    String code = reply.member("code").orElse("");
    if (UNASKED.containsKey(code)) {
      exchanges.remark(UNASKED.get(code) + ": the risk metric and DeviceCheck are skipped.");
      return false;
    }
    exchanges.note(
        "The backend has the key's receipt exchanged at Apple: about how many keys has the app"
            + " attested on this device lately?",
        call,
        reply,
        code.equals("receipt-not-yet") ? Expected.RECEIPT_IS_NEW : Expected.REFRESHED);
    return true;
  }

  private void bits() throws UnusableInput {
    JsonObject first = token();
    exchanges.make(
        "The device makes a DeviceCheck token; the backend reads its two bits, which nobody has"
            + " set yet.",
        backend.deviceCheck("query", first),
        Expected.NEVER_SET);
    exchanges.make(
        "The backend asks with the same token once more; each is for one request.",
        backend.deviceCheck("query", first),
        Expected.TOKEN_USED);
    exchanges.make(
        "With another token it sets bit 0: this device has had its free trial.",
        backend.deviceCheck("update", token().put("bit0", true)),
        Expected.UPDATED);
    exchanges.make(
        "It reads the bits again; they would still be there after the app was deleted and"
            + " installed anew.",
        backend.deviceCheck("query", token()),
        Expected.SET);
  }

  private JsonObject token() {
    return new JsonObject().put("deviceToken", device.deviceToken(clock.instant()));
  }
}
