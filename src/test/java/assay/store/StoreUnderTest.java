package assay.store;

import assay.core.Bytes;

/** The stores that a chapter of the contract works with. */
interface StoreUnderTest {
  /** The store of this test, empty when the test begins. */
  Store store();

  /** One more instance on the same database, beside those that are open. */
  Store another() throws Exception;

  /** Closes every instance, and opens the database as they left it. */
  Store reopened() throws Exception;

  /** The bytes of the key's receipt as they are stored. */
  Bytes receiptBytes(AppKey key) throws Exception;
}
