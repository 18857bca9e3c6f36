package assay.bench.http;

import java.io.IOException;

/** Something whose speed is measured again and again. */
interface Contender {
  String name();

  /** How much it does a second, measured for about so many seconds. */
  double measure(int seconds) throws IOException;
}
