package assay.service.policy;

import static assay.core.Step.Assertion.APP_ID;

import assay.core.App;
import assay.core.Checklist;
import assay.core.Refusal;
import assay.core.Step;
import assay.core.receipt.Receipt;
import assay.store.Risk;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a server asks beyond Apple's steps, where the answer follows from what is known: as pure
 * functions, so that a recorded decision is judged again by the very same.
 */
public final class Conditions {
  /** The detail of a receipt that is as old as the one that is kept, or older. */
  public static final String NOT_NEWER = "it is not newer than the one that is kept";

  private Conditions() {}

  /** A key signs only for the App ID that it was attested under, whatever others the app has. */
  public static App attested(App app, String appId) {
    return app.appIds().equals(List.of(appId))
        ? app
        : new App(
            List.of(appId),
            app.environment(),
            app.platform(),
            app.validationCategories(),
            app.launchInfoRequired(),
            app.minimumBundleVersion(),
            app.counterRule());
  }

  /** The App ID that the key was attested under is still one of the app's. */
  public static void requireServed(App app, String appId) throws Refusal {
    if (!app.appIds().contains(appId)) {
      throw new Refusal(APP_ID, "the key was attested under an App ID that this app no longer has");
    }
  }

  /**
   * The key is the subject's, where one is named.
   *
   * @param step the one that refuses it
   */
  public static void requireSubject(
      Optional<String> asked, Optional<String> registered, Step step, Checklist steps)
      throws Refusal {
    boolean same = asked.isEmpty() || asked.equals(registered);
    steps.require(
        step,
        same,
        () ->
            same
                ? asked.isEmpty() ? "none is named" : "the key is the named subject's"
                : registered.isPresent()
                    ? "the key is registered for another subject"
                    : "the key is registered without a subject");
  }

  /**
   * The attestation brought a receipt that was accepted, where the app requires one.
   *
   * @param brought whether there is one
   * @param refusedAt the code of the step that refused it
   */
  public static void requireReceipt(
      boolean required, boolean brought, Optional<String> refusedAt, Checklist steps)
      throws Refusal {
    boolean accepted = brought && refusedAt.isEmpty();
    steps.require(
        Step.Registration.RECEIPT,
        !required || accepted,
        () ->
            accepted
                ? "the attestation's receipt is accepted"
                : refusedAt
                        .map(step -> "the attestation's receipt is refused: " + step)
                        .orElse("the attestation brought no receipt")
                    + (required ? "" : ", and none is required"));
  }

  /**
   * The receipt that came in exchange is of the App ID that its key was attested under, and newer
   * than the one that is kept; where either is known.
   *
   * @param created when the kept one was made
   */
  public static void requireSuccessor(
      Receipt receipt, Optional<String> appId, Optional<Instant> created, Checklist steps)
      throws Refusal {
    if (appId.filter(attested -> !attested.equals(receipt.appId())).isPresent()) {
      throw steps.refusal(
          Step.Receipt.APP_ID, "the key was attested under another App ID of the app");
    }
    if (created.filter(kept -> !receipt.created().isAfter(kept)).isPresent()) {
      throw steps.refusal(Step.Receipt.RECEIPT_AGE, NOT_NEWER);
    }
  }

  /** The metric is not above the app's limit, where that refuses. */
  public static void requireRisk(Optional<RiskLimit> limit, Optional<Risk> risk, Checklist steps)
      throws Refusal {
    boolean refused = limit.filter(its -> its.refuses() && its.isExceededBy(risk)).isPresent();
    steps.require(
        Step.Use.RISK,
        !refused,
        () ->
            risk.map(known ->
                    "the metric is "
                        + known.metric()
                        + " as of "
                        + known.asOf()
                        + limit.map(its -> ", the app's maximum " + its.maximum()).orElse(""))
                .orElse("the metric is not known"));
  }
}
