package assay.core.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.attestation.AttestationObject;
import assay.core.authenticator.AttestedData;
import assay.core.pki.Certificates;
import assay.core.receipt.ReceiptFields;
import assay.core.receipt.SignedReceipt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A tree is without errors exactly where the verifier's decoders take the object. */
class StrictnessTest {
  private final Inspector inspector = new Inspector(Samples.NONE);

  @Test
  void everyByteChanged() {
    Bytes good = Samples.attestation();
    Random random = new Random(1);
    int wrong = 0;
    for (int i = 0; i < good.length(); i++) {
      byte[] bytes = good.toArray();
      bytes[i] ^= (byte) (1 << random.nextInt(8));
      Bytes changed = Bytes.of(bytes);
      var result = (Inspection.Recognised) inspector.inspect(changed, Kind.ATTESTATION);
      if (result.whole() != decodes(changed)) {
        wrong++;
        System.out.println(i + " whole=" + result.whole() + " " + result.tree().errors());
      }
    }
    assertEquals(0, wrong);
  }

  static boolean decodes(Bytes bytes) {
    try {
      AttestationObject object = AttestationObject.decode(bytes);
      AttestedData.decode(object.authData());
      for (Bytes certificate : object.x5c()) {
        Certificates.decode(certificate);
      }
      if (object.receipt().isPresent()) {
        ReceiptFields.decode(SignedReceipt.decode(object.receipt().get()).payload());
      }
      return true;
    } catch (Malformed e) {
      return false;
    }
  }
}
