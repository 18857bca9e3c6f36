package assay.service.apple;

import assay.core.Bytes;
import java.util.Optional;

/** What is asked of DeviceCheck about one device. */
public sealed interface DeviceRequest {
  /**
   * What DCDevice's generateToken returned, decoded; Apple means it for one request. It is never
   * written, logged or answered.
   */
  Bytes deviceToken();

  /** The operation's name in metrics and answers. */
  String operation();

  /** Reads the two bits. */
  record Query(Bytes deviceToken) implements DeviceRequest {
    @Override
    public String operation() {
      return "query";
    }

    @Override
    public String toString() {
      return "Query[]";
    }
  }

  /** Sets the bits that are given, at least one, and leaves the other as it is. */
  record Update(Bytes deviceToken, Optional<Boolean> bit0, Optional<Boolean> bit1)
      implements DeviceRequest {
    public Update {
      if (bit0.isEmpty() && bit1.isEmpty()) {
        throw new IllegalArgumentException("an update sets a bit");
      }
    }

    @Override
    public String operation() {
      return "update";
    }

    @Override
    public String toString() {
      return "Update[bit0=" + bit0 + ", bit1=" + bit1 + "]";
    }
  }

  /** Asks whether the token came from the team's app on an Apple device. */
  record Validate(Bytes deviceToken) implements DeviceRequest {
    @Override
    public String operation() {
      return "validate";
    }

    @Override
    public String toString() {
      return "Validate[]";
    }
  }
}
