package assay.store;

import static assay.store.Given.await;

import assay.core.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What {@link Store} promises, sentence by sentence. An engine's test extends this class and says
 * how its stores are opened; the chapters are interfaces, so that each finishes a thought.
 */
public abstract class StoreContract
    implements RegisterContract,
        AdvanceContract,
        CounterContract,
        RaceContract,
        RevokeContract,
        ReadContract,
        SecretContract,
        SweepContract,
        ReceiptClaimContract,
        ReceiptFinishContract,
        TokenUseContract,
        DecisionLogContract,
        CloseContract {
  private final List<Store> opened = new ArrayList<>();

  /** Opens the database of this test: empty the first time, later as it was left. */
  protected abstract Store open() throws Exception;

  /** Opens a second instance on the same database while the first one is open. */
  protected abstract Store openAnother() throws Exception;

  /** The bytes of the key's receipt as they are stored, which no method of the store answers. */
  @Override
  public abstract Bytes receiptBytes(AppKey key) throws Exception;

  @BeforeEach
  final void openTheFirst() throws Exception {
    opened.add(open());
  }

  @AfterEach
  final void closeAll() {
    opened.forEach(store -> await(store.close()));
  }

  @Override
  public final Store store() {
    return opened.getFirst();
  }

  @Override
  public final Store another() throws Exception {
    opened.add(openAnother());
    return opened.getLast();
  }

  @Override
  public final Store reopened() throws Exception {
    closeAll();
    opened.clear();
    opened.add(open());
    return store();
  }
}
