package assay.cli.apple.receipt;

import assay.apple.Exchanged;
import assay.cli.Input;
import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.cli.apple.TeamOptions;
import assay.cli.apple.Told;
import assay.cli.verify.Judge;
import assay.cli.verify.given.TrustOptions;
import assay.cli.verify.given.Trusted;
import assay.cli.verify.report.StepsReport;
import assay.core.App;
import assay.core.App.Environment;
import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.receipt.Expected;
import assay.core.receipt.Receipt;
import assay.core.receipt.ReceiptFields;
import assay.core.receipt.SignedReceipt;
import assay.service.apple.Refresh;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Optional;

/**
 * Exchanges a receipt from a file. The newer one must be of the same app, key and environment, and
 * newer; whether the old one holds is for Apple to say.
 */
record RefreshOfFile(
    Terminal terminal, TeamOptions team, TrustOptions trust, Optional<Path> target, boolean json) {

  int ask(Path file) throws UnusableInput {
    Bytes old = Input.read(terminal, Optional.of(file)).bytes();
    Receipt says = read(Input.name(Optional.of(file)), old);
    Environment environment = team.environment().orElseGet(() -> environment(says));
    Exchanged exchanged =
        team.ask(environment, (id, apple) -> apple.receipts().exchange(id, old).await());
    return exchanged instanceof Exchanged.Refreshed(Bytes brought)
        ? judge(says, brought)
        : Outcomes.of(Refresh.of(exchanged, says.notBefore())).end(terminal.out(), json);
  }

  private static Receipt read(String name, Bytes receipt) throws UnusableInput {
    try {
      return ReceiptFields.decode(SignedReceipt.decode(receipt).payload());
    } catch (Malformed e) {
      throw new UnusableInput(
          name + " is no receipt: " + e.getMessage() + "; assay inspect shows what it is");
    }
  }

  private static Environment environment(Receipt says) {
    return says.environment().equals(Environment.PRODUCTION.receiptName())
        ? Environment.PRODUCTION
        : Environment.DEVELOPMENT;
  }

  private int judge(Receipt old, Bytes brought) throws UnusableInput {
    Trusted trusted = trust.trusted();
    App app = App.of(old.appId(), environment(old));
    StepsReport report =
        new Judge(trusted, trusted.knowing(app, Clock.systemUTC().instant()))
            .receipt(brought, new Expected.Refreshed(Bytes.sha256(old.publicKey())));
    return switch (report.verdict()) {
      case Verdict.Refused<?>(Step step, String detail) ->
          print(Outcomes.of(new Refresh.Refused((Step.Receipt) step, detail)), report);
      case Verdict.Accepted<?>(Receipt newer) when !newer.created().isAfter(old.created()) ->
          print(
              Outcomes.of(
                  new Refresh.Refused(
                      Step.Receipt.RECEIPT_AGE,
                      "it is not newer than the one that was sent: " + newer.created())),
              report);
      case Verdict.Accepted<?>(Receipt newer) -> print(kept(newer, brought), report);
      case Verdict.Accepted<?> _ -> throw new IllegalStateException("a receipt was judged");
    };
  }

  private Told kept(Receipt newer, Bytes brought) {
    Told refreshed = Told.good("refreshed", "Apple gave a newer receipt, and it holds");
    if (target.isEmpty()) {
      return facts(refreshed, newer).with("receipt", brought.base64());
    }
    try {
      write(target.get().toAbsolutePath(), brought);
      return facts(refreshed, newer).with("written", target.get());
    } catch (IOException e) {
      return facts(
              Told.unusable(
                  "not-written",
                  "Apple gave a newer receipt, and it holds, but "
                      + target.get()
                      + " cannot be"
                      + " written: "
                      + e,
                  "keep the receipt as it is printed here"),
              newer)
          .with("receipt", brought.base64());
    }
  }

  private static Told facts(Told told, Receipt newer) {
    return told.with("riskMetric", newer.riskMetric())
        .with("created", newer.created())
        .with("expires", newer.expires())
        .with("nextNotBefore", newer.notBefore());
  }

  private int print(Told told, StepsReport report) {
    if (json) {
      ObjectNode printed = told.json();
      printed.set("receiptReport", report.json());
      terminal.out().println(printed);
    } else {
      report.print(terminal.out());
      terminal.out().println();
      told.print(terminal.out());
    }
    return told.code();
  }

  /** Written whole beside it and then moved there, so that an old receipt is never half gone. */
  private static void write(Path file, Bytes receipt) throws IOException {
    Path whole = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(whole, receipt.base64() + "\n");
    Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
