package dev.dbops.aws.doctor;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsFailure;
import dev.dbops.aws.network.AddressRange;
import dev.dbops.aws.rds.InstanceReference;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Remedy;
import dev.dbops.doctor.Step;
import dev.dbops.target.ConnectionTarget;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Checks through the AWS API whether an RDS database can be reached and is protected against loss.
 *
 * <p>The requests run while other checks try the connection; the meaning of the answers depends on its result.
 */
public final class AwsChecks {
    /** The section of its findings. */
    public static final String SECTION = "aws";

    private static final Step CREDENTIALS = new Step(SECTION, "credentials");
    private static final Step INSTANCE = new Step(SECTION, "instance");

    private final InstanceReference reference;
    private final ConnectionTarget target;
    private final AsyncCall<AwsClients> clients;
    private final AsyncCall<String> identity;
    private final AsyncCall<Inquiry> inquiry;
    private final AsyncCall<List<AddressRange>> own;
    private final AsyncCall<Approach> approach;

    private AwsChecks(
            InstanceReference reference,
            ConnectionTarget target,
            Supplier<AwsClients> clients,
            Supplier<List<AddressRange>> own,
            Supplier<Approach> approach) {
        this.reference = reference;
        this.target = target;
        this.clients = AsyncCall.start(clients);
        this.identity = AsyncCall.start(() -> identity(this.clients.answer()));
        this.inquiry = AsyncCall.start(() -> Inquiry.begin(this.clients.answer(), reference));
        this.own = AsyncCall.start(own);
        this.approach = AsyncCall.start(approach);
    }

    /**
     * Starts the requests to AWS.
     *
     * @param reference the database that the target's host refers to
     * @param clients creates the AWS clients, which are closed at the end of {@link #examine}
     * @param own finds the public addresses of this machine
     */
    public static AwsChecks begin(
            ConnectionTarget target,
            InstanceReference reference,
            Supplier<AwsClients> clients,
            Supplier<List<AddressRange>> own) {
        return begin(target, reference, clients, own, () -> Approach.of(target));
    }

    /** As {@link #begin(ConnectionTarget, InstanceReference, Supplier, Supplier)}, where the approach is known. */
    static AwsChecks begin(
            ConnectionTarget target,
            InstanceReference reference,
            Supplier<AwsClients> clients,
            Supplier<List<AddressRange>> own,
            Supplier<Approach> approach) {
        return new AwsChecks(reference, target, clients, own, approach);
    }

    private static String identity(AwsClients clients) {
        var caller = AwsCall.of("sts:GetCallerIdentity", () -> clients.sts().getCallerIdentity());
        return "%s in %s".formatted(caller.arn(), clients.region());
    }

    /**
     * Waits for the answers and reports findings: first those that decide whether the database can be reached.
     *
     * @param reached whether the database's port answered
     * @param functions the Lambda functions that triggers of the database call
     * @param findings gets each finding as soon as it is made
     * @throws OpsException of kind INTERRUPTED; whatever AWS refuses is a finding
     */
    public void examine(boolean reached, List<String> functions, Consumer<Finding> findings) {
        if (!credentials(findings)) {
            return;
        }
        try (var _ = clients.answer()) {
            var answers = inquiry.answer();
            examine(answers, reached, functions, findings);
        } catch (OpsException e) {
            findings.accept(unknown(e));
        }
    }

    /** Returns whether there are credentials that AWS accepts, as far as AWS reports it. */
    private boolean credentials(Consumer<Finding> findings) {
        try {
            findings.accept(CREDENTIALS.ok(identity.answer()));
            return true;
        } catch (OpsException e) {
            requireNotInterrupted(e);
            var failure = AsyncCall.failureOf(e);
            var unknown = "%s; the state on RDS is unknown".formatted(e.getMessage());
            findings.accept(
                    failure == AwsFailure.NO_CREDENTIALS
                            // many who work on a database have none, and need none
                            ? CREDENTIALS.skipped(unknown, Remedy.prose(hint(e)))
                            : CREDENTIALS.warning(unknown, hint(e)));
            return failure == AwsFailure.DENIED;
        }
    }

    /** A missing instance is a failure; a missing permission to ask is not. */
    private static Finding unknown(OpsException failure) {
        requireNotInterrupted(failure);
        return failure.kind() == Kind.USAGE
                ? INSTANCE.failed(failure.getMessage(), hint(failure))
                : INSTANCE.skipped(AsyncCall.reason(failure));
    }

    private static void requireNotInterrupted(OpsException failure) {
        if (failure.kind() == Kind.INTERRUPTED) {
            throw failure;
        }
    }

    private static String hint(OpsException failure) {
        return failure.hint().orElse("");
    }

    private void examine(Inquiry answers, boolean reached, List<String> functions, Consumer<Finding> findings) {
        var database = answers.database();
        var remedies = new Remedies(target, reference.source().equals("--instance") ? reference.name() : "");
        findings.accept(new StateFinding(INSTANCE, database, remedies).finding(reached));
        new NetworkFindings(answers, target, remedies).examine(reached, own, approach.answer(), findings);
        new TlsFindings(answers, target).examine(findings);
        new StorageFinding(answers).examine(findings);
        new SafetyFindings(database, target).examine(findings);
        new MaintenanceFindings(answers).examine(findings);
        new LambdaFindings(answers, functions).examine(findings);
    }
}
