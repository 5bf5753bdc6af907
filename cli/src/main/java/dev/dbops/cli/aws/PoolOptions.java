package dev.dbops.cli.aws;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.cognito.UserPoolId;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.util.Optional;

/** The user pool of a command: the one of {@code --pool}, else of AWS_COGNITO_USER_POOL_ID. */
public final class PoolOptions {
    private static final String VARIABLE = "AWS_COGNITO_USER_POOL_ID";

    private String pool = "";

    private final Context context;
    private final AwsOptions aws;

    public PoolOptions(Context context) {
        this.context = context;
        this.aws = new AwsOptions(context);
    }

    public void describe(CommandSpecBuilder model) {
        model.option(
                "--pool",
                "ID",
                "Cognito user pool, such as eu-central-1_AbC123dEf. Default: " + VARIABLE + ".",
                value -> pool = value);
        aws.describe(model, "AWS region. Default: the region in the pool ID.");
    }

    /**
     * The pool.
     *
     * @throws OpsException of kind USAGE when no pool is named, or its name is not a pool id
     */
    public UserPoolId pool() {
        var id = pool.isEmpty() ? configured(context) : Optional.of(UserPoolId.parse(pool, "--pool"));
        return id.orElseThrow(() -> new OpsException(
                Kind.USAGE,
                "no user pool is named",
                "pass --pool ID, or set " + VARIABLE + "; the id looks like eu-central-1_AbC123dEf"));
    }

    /**
     * The pool of the environment variable, if it is set.
     *
     * @throws OpsException of kind USAGE when its value is not a pool id
     */
    public static Optional<UserPoolId> configured(Context context) {
        var variable = context.variable(VARIABLE);
        return variable.isEmpty() ? Optional.empty() : Optional.of(UserPoolId.parse(variable, VARIABLE));
    }

    /**
     * Clients of the pool's region. The caller closes them.
     *
     * @throws OpsException of kind USAGE when the option names another region
     */
    public AwsClients clients(UserPoolId id) {
        if (aws.region().isPresent() && !aws.region().get().equals(id.region())) {
            throw new OpsException(
                    Kind.USAGE,
                    "the user pool %s (from %s) is in %s, and --region is %s"
                            .formatted(
                                    id, id.source(), id.region(), aws.region().get()),
                    "omit --region");
        }
        return aws.clients(Optional.of(id.region()));
    }
}
