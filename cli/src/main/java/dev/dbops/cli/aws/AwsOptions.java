package dev.dbops.cli.aws;

import dev.dbops.aws.AwsClients;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.util.Optional;

/** The options of every command that asks AWS: in which region, and with whose credentials. */
public final class AwsOptions {
    private Optional<String> region = Optional.empty();

    private Optional<String> profile = Optional.empty();

    private final Context context;

    public AwsOptions(Context context) {
        this.context = context;
    }

    public void describe(CommandSpecBuilder model) {
        describe(model, "AWS region. Default: the host's, else AWS_REGION or the profile's.");
    }

    /** As {@link #describe(CommandSpecBuilder)}, where something else says the region. */
    public void describe(CommandSpecBuilder model, String regionDescription) {
        model.option("--region", "REGION", regionDescription, value -> region = Optional.of(value))
                .option(
                        "--profile",
                        "NAME",
                        "AWS profile. Default: AWS_PROFILE, else \"default\".",
                        value -> profile = Optional.of(value));
    }

    /** The region that was asked for, if any. */
    public Optional<String> region() {
        return region;
    }

    /** Whether any of these options was given. */
    public boolean given() {
        return region.isPresent() || profile.isPresent();
    }

    /** Clients of the region that was asked for, else of the settings'. The caller closes them. */
    public AwsClients clients() {
        return clients(region);
    }

    /** Clients of a region, or of the settings' when it is empty. The caller closes them. */
    public AwsClients clients(Optional<String> inRegion) {
        return context.aws(inRegion, profile);
    }
}
