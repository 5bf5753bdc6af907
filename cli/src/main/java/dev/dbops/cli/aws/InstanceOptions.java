package dev.dbops.cli.aws;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.CanonicalName;
import dev.dbops.aws.rds.InstanceReference;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.target.ConnectionTarget;
import java.util.Optional;

/**
 * The instance that a command works on: the one of {@code --instance}; else the one of the connection URL's host; else
 * the one of RDS_INSTANCE_ID.
 *
 * <p>The URL comes before the variable, because {@code db-ops rds-stop staging} must never stop what a variable of
 * another environment names.
 */
public final class InstanceOptions {
    private static final String VARIABLE = "RDS_INSTANCE_ID";

    private String instance = "";
    private Optional<ConnectionTarget> target = Optional.empty();
    private Optional<ConnectionTarget> url = Optional.empty();

    private final Context context;
    private final AwsOptions aws;

    public InstanceOptions(Context context) {
        this.context = context;
        this.aws = new AwsOptions(context);
    }

    public void describe(CommandSpecBuilder model) {
        describeOptions(model);
        model.takesEnvironment();
    }

    /** Describes the options, for a command whose arguments are not an environment. */
    public void describeOptions(CommandSpecBuilder model) {
        model.option(
                "--instance",
                "NAME",
                "RDS instance or cluster, by name or ARN. Default: the connection URL's host, else RDS_INSTANCE_ID.",
                value -> instance = value);
        aws.describe(model);
    }

    /**
     * For a command that uses AWS only with another option.
     *
     * @throws OpsException of kind USAGE when these options are given without that one
     */
    public void refuseWithout(String option, boolean optionGiven) {
        if (!optionGiven && (!instance.isEmpty() || aws.given())) {
            throw new OpsException(
                    Kind.USAGE,
                    "--instance, --region and --profile require %s".formatted(option),
                    "add %s".formatted(option));
        }
    }

    /**
     * The instance.
     *
     * @throws OpsException of kind USAGE when no option, URL or variable names one
     */
    public InstanceReference reference() {
        return referenceIfNamed().orElseThrow(this::notNamed);
    }

    /** The instance, for commands that do not require one. */
    public Optional<InstanceReference> referenceIfNamed() {
        var reference = named();
        return aws.region().isPresent()
                ? reference.map(known -> known.inRegion(aws.region().get()))
                : reference;
    }

    /** The connection URL whose host led to the instance, once {@link #reference} has found it; empty otherwise. */
    public Optional<ConnectionTarget> url() {
        return url;
    }

    /** The target database, when it is not the local server. */
    public Optional<ConnectionTarget> target() {
        if (target.isEmpty()) {
            target = context.targets().remoteTarget();
        }
        return target;
    }

    /**
     * Clients for requests without an instance: of the region of the option, else of the connection URL's host, else of
     * the settings. The caller closes them.
     */
    public AwsClients clients() {
        return aws.clients(aws.region()
                .or(() -> target().flatMap(known -> InstanceReference.ofHost(
                                known.hosts().getFirst().host(), ""))
                        .flatMap(InstanceReference::region)));
    }

    /** Clients of the region of the instance. The caller closes them. */
    public AwsClients clients(InstanceReference reference) {
        return aws.clients(reference.region());
    }

    /** Clients of the region of the instance, or of the settings without an instance. The caller closes them. */
    public AwsClients clientsIfNamed(Optional<InstanceReference> reference) {
        return aws.clients(reference.flatMap(InstanceReference::region).or(aws::region));
    }

    private Optional<InstanceReference> named() {
        if (!instance.isEmpty()) {
            return Optional.of(InstanceReference.parse(instance, "--instance"));
        }
        var known = target();
        var variable = context.variable(VARIABLE);
        var ofHost = known.flatMap(InstanceOptions::ofHost);
        if (ofHost.isPresent()) {
            url = known;
            noteOther(variable, ofHost.get());
            return ofHost;
        }
        return variable.isEmpty() ? Optional.empty() : Optional.of(InstanceReference.parse(variable, VARIABLE));
    }

    private OpsException notNamed() {
        return new OpsException(
                Kind.USAGE,
                target().map(other -> "the host %s is not an endpoint of Amazon RDS (from %s)"
                                .formatted(other.address(), other.origin().description()))
                        .orElse("no RDS instance is named, and no connection URL is set"),
                "name the instance: --instance NAME, or RDS_INSTANCE_ID");
    }

    /**
     * The instance of the first host of a target, by the host's name or its canonical name; empty when it is not on RDS.
     *
     * @throws OpsException of kind UNREACHABLE when no name server answers
     */
    public static Optional<InstanceReference> ofHost(ConnectionTarget target) {
        var host = target.hosts().getFirst().host();
        var source = "the host in " + target.origin().description();
        var direct = InstanceReference.ofHost(host, source);
        if (direct.isPresent() || !CanonicalName.mayHaveOne(host)) {
            return direct;
        }
        return new CanonicalName("dns:")
                .of(host)
                .flatMap(name -> InstanceReference.ofHost(name, "%s, which stands for %s".formatted(source, name)));
    }

    private void noteOther(String variable, InstanceReference used) {
        if (!variable.isEmpty() && !variable.equals(used.name())) {
            context.notes()
                    .remark("%s is \"%s\", but %s is \"%s\", which is used"
                            .formatted(VARIABLE, variable, used.source(), used.name()));
        }
    }
}
