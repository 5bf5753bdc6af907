package dev.dbops.cli.doctor;

import dev.dbops.BackgroundTask;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.doctor.AwsChecks;
import dev.dbops.aws.rds.InstanceReference;
import dev.dbops.cli.aws.AwsOptions;
import dev.dbops.cli.aws.InstanceOptions;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.network.AddressOptions;
import dev.dbops.doctor.Finding;
import dev.dbops.target.ConnectionTarget;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The section of what AWS says, for a database whose host leads to RDS, or whose instance is named.
 *
 * <p>RDS_INSTANCE_ID names none here: it may be set for another database than the one that is examined.
 */
final class DoctorAwsOptions {
    private final Context context;
    private final AwsOptions aws;
    private String instance = "";

    DoctorAwsOptions(Context context) {
        this.context = context;
        this.aws = new AwsOptions(context);
    }

    void describe(CommandSpecBuilder model) {
        model.option(
                "--instance",
                "NAME",
                "RDS instance or cluster, by name or ARN, for connections through a tunnel. Default: the "
                        + "connection URL's host.",
                value -> instance = value);
        aws.describe(model);
    }

    /** Requests to AWS that run while the other sections are checked. */
    @FunctionalInterface
    interface Asked {
        /**
         * Waits for the answers.
         *
         * @param reached whether the database's port answered
         * @param functions the Lambda functions that triggers of the database call
         */
        void examine(boolean reached, List<String> functions, Consumer<Finding> findings);
    }

    /**
     * Begins to ask, if the target is on RDS.
     *
     * @throws OpsException of kind USAGE when {@code --instance} is not a valid name
     */
    Asked begin(ConnectionTarget target) {
        var named = instance.isEmpty()
                ? Optional.<InstanceReference>empty()
                : Optional.of(InstanceReference.parse(instance, "--instance"));
        // in the background, because a name server may not answer
        var checks =
                BackgroundTask.start("aws", () -> named.or(() -> ofHost(target)).map(found -> begin(target, found)));
        return (reached, functions, findings) ->
                checks.await().ifPresent(found -> found.examine(reached, functions, findings));
    }

    private AwsChecks begin(ConnectionTarget target, InstanceReference found) {
        var region = aws.region().or(found::region);
        return AwsChecks.begin(
                target,
                found,
                () -> aws.clients(region),
                () -> new AddressOptions(context).find().get());
    }

    /** The connection section reports it when no name server answers. */
    private static Optional<InstanceReference> ofHost(ConnectionTarget target) {
        try {
            return InstanceOptions.ofHost(target);
        } catch (OpsException e) {
            if (e.kind() == Kind.UNREACHABLE) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
