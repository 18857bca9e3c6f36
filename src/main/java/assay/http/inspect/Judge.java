package assay.http.inspect;

import assay.core.Bytes;
import assay.core.Checklist;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.assertion.Assertion;
import assay.core.assertion.AssertionVerifier;
import assay.core.assertion.RegisteredKey;
import assay.core.assertion.SignedRequest;
import assay.core.attestation.Attestation;
import assay.core.attestation.AttestationVerifier;
import assay.core.attestation.AttestedKey;
import assay.core.diagnosis.Diagnoser;
import assay.core.inspect.Kind;
import assay.core.pki.Signatures;
import assay.core.receipt.Expected;
import assay.core.receipt.ReceiptVerifier;
import assay.http.request.BadRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Judges an object as a decision would, but writes nothing down and asks no store. */
record Judge(Signatures signatures, Why why) {
  Judge(Signatures signatures) {
    this(signatures, new Why(new Diagnoser(signatures)));
  }

  private static final String ONLY_A_DECISION = "known only where a decision is made";

  /** One judgement, and of an accepted attestation with a receipt another. */
  List<Judgement> judge(Kind kind, Bytes object, Context context) throws BadRequest {
    return switch (kind) {
      case ATTESTATION -> attestation(object, context);
      case ASSERTION -> List.of(assertion(object, context));
      case RECEIPT -> List.of(receipt(object, expected(context), context));
      case AUTHENTICATOR_DATA, CERTIFICATE ->
          throw new BadRequest(
              "context is taken for an attestation, an assertion or a receipt; this is a part of"
                  + " one ("
                  + kind.slug()
                  + ")");
    };
  }

  private List<Judgement> attestation(Bytes object, Context context) throws BadRequest {
    Attestation evidence = new Attestation(context.requireKeyId(), object, context.requireHash());
    Checklist steps = Checklist.keeping();
    steps.skip(Step.Attestation.CHALLENGE, ONLY_A_DECISION);
    steps.skip(Step.Attestation.REVOKED_KEY, ONLY_A_DECISION);
    Verdict<AttestedKey> verdict =
        new AttestationVerifier(context.app().attestationRoots())
            .verify(evidence, context.app().app(), context.at(), steps);
    Judgement judged =
        Judgement.of(Kind.ATTESTATION.slug(), verdict, Step.Attestation.values(), steps)
            .because(why.of(verdict, object, context));
    return Stream.concat(Stream.of(judged), receipt(verdict, context).stream()).toList();
  }

  private Optional<Judgement> receipt(Verdict<AttestedKey> verdict, Context context)
      throws BadRequest {
    if (!(verdict instanceof Verdict.Accepted<AttestedKey>(AttestedKey key))
        || key.receipt().isEmpty()) {
      return Optional.empty();
    }
    Expected expected =
        new Expected.AtRegistration(key.keyId(), Optional.of(key.leaf()), context.requireHash());
    return Optional.of(receipt(key.receipt().get(), expected, context));
  }

  private Judgement assertion(Bytes object, Context context) throws BadRequest {
    Bytes publicKey = context.requirePublicKey();
    Optional<RegisteredKey> key =
        context.keyId().filter(id -> !id.equals(Bytes.sha256(publicKey))).isPresent()
            ? Optional.empty()
            : Optional.of(new RegisteredKey(publicKey, false));
    Checklist steps = Checklist.keeping();
    steps.skip(Step.Assertion.SUBJECT, ONLY_A_DECISION);
    steps.skip(Step.Assertion.CHALLENGE, ONLY_A_DECISION);
    steps.skip(Step.Assertion.COUNTER, ONLY_A_DECISION);
    Verdict<SignedRequest> signed =
        new AssertionVerifier(signatures)
            .verify(new Assertion(object, context.requireHash()), key, context.app().app(), steps);
    Verdict<?> verdict = counted(signed, context, steps);
    return Judgement.of(Kind.ASSERTION.slug(), verdict, Step.Assertion.values(), steps)
        .because(why.of(verdict, object, context));
  }

  /** The counter is judged where the caller says what it has to be ahead of. */
  private static Verdict<?> counted(
      Verdict<SignedRequest> signed, Context context, Checklist steps) {
    return signed instanceof Verdict.Accepted<SignedRequest>(SignedRequest request)
            && context.counter().isPresent()
        ? context.app().app().counterRule().judge(context.counter().get(), request.counter(), steps)
        : signed;
  }

  /** With client data a receipt is one of an attestation, else one that Apple exchanged. */
  private static Expected expected(Context context) throws BadRequest {
    Bytes keyId =
        context.publicKey().isPresent()
            ? Bytes.sha256(context.publicKey().get())
            : context.requireKeyId();
    return context.clientData().isPresent()
        ? new Expected.AtRegistration(keyId, Optional.empty(), context.clientData().get().hash())
        : new Expected.Refreshed(keyId);
  }

  private Judgement receipt(Bytes object, Expected expected, Context context) {
    Checklist steps = Checklist.keeping();
    var verdict =
        new ReceiptVerifier(context.app().receiptRoots(), signatures)
            .verify(object, Optional.of(expected), context.app().app(), context.at(), steps);
    return Judgement.of(Kind.RECEIPT.slug(), verdict, Step.Receipt.values(), steps)
        .because(why.ofReceipt(verdict, object, expected, context));
  }
}
