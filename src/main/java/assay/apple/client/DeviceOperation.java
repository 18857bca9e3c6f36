package assay.apple.client;

/** What DeviceCheck is asked. */
enum DeviceOperation {
  QUERY("query", "/v1/query_two_bits"),
  UPDATE("update", "/v1/update_two_bits"),
  VALIDATE("validate", "/v1/validate_device_token");

  private final String text;
  private final String path;

  DeviceOperation(String text, String path) {
    this.text = text;
    this.path = path;
  }

  String text() {
    return text;
  }

  String path() {
    return path;
  }
}
