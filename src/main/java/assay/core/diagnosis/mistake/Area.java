package assay.core.diagnosis.mistake;

/** What a mistake is about, in the order of the troubleshooting table. */
public enum Area {
  OBJECT("The object"),
  CHAIN("Certificates"),
  CLIENT_DATA("Challenge and client data"),
  SIGNATURE("Signatures"),
  KEY_ID("Key ids"),
  KEY("Keys"),
  APP_ID("App IDs"),
  ENVIRONMENT("Environments"),
  COUNTER("Counters"),
  LAUNCH("Launch information and Macs"),
  RECEIPT("Receipts"),
  APPLE("Apple's answers");

  private final String title;

  Area(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }
}
