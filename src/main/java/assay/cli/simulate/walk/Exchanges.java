package assay.cli.simulate.walk;

import assay.cli.UnusableInput;
import assay.cli.simulate.client.Call;
import assay.cli.simulate.client.Caller;
import assay.cli.simulate.client.Reply;
import java.io.PrintStream;

/** Makes exchanges one after the other, tells them, and counts those that went as expected. */
public final class Exchanges {
  private final Caller caller;
  private final Transcript transcript;
  private int all;
  private int right;

  /** Told as they are made: for people, or as JSON with everything in full. */
  public Exchanges(Caller caller, PrintStream out, boolean json) {
    this.caller = caller;
    this.transcript = json ? new Transcript.Json(out) : new Transcript.Text(out);
  }

  /**
   * Asks, and tells what came of it.
   *
   * @param what what the device or the backend does, for the reader
   */
  Reply make(String what, Call call, Expected expected) throws UnusableInput {
    Reply reply = ask(call);
    note(what, call, reply, expected);
    return reply;
  }

  /** Asks only. */
  Reply ask(Call call) throws UnusableInput {
    try {
      return caller.ask(call);
    } catch (Caller.NoAnswer e) {
      throw unreachable(e);
    }
  }

  /** Tells of what was asked before. */
  void note(String what, Call call, Reply reply, Expected expected) {
    Exchange exchange = new Exchange(what, call, reply, expected);
    transcript.add(exchange);
    all++;
    right += exchange.asExpected() ? 1 : 0;
  }

  void remark(String text) {
    transcript.remark(text);
  }

  boolean allRight() {
    return right == all;
  }

  /** Such as 6 of 6. */
  String score() {
    return right + " of " + all;
  }

  /** Nothing answers: which server, why, and what to do. */
  public static UnusableInput unreachable(Caller.NoAnswer e) {
    return new UnusableInput(e.getMessage() + "; start it with: make run");
  }
}
