package dev.dbops.cli.aws;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.util.Optional;
import java.util.function.Function;

/** The options of every command that uses AWS: the region and the credentials. */
public final class AwsOptions {
    private Optional<String> region = Optional.empty();

    private Optional<String> profile = Optional.empty();

    private final Context context;

    public AwsOptions(Context context) {
        this.context = context;
    }

    public void describe(CommandSpecBuilder model) {
        describe(
                model, "AWS region. Default: the region in the host name, else AWS_REGION, else the profile's region.");
    }

    /** Describes the options, with another default for the region. */
    public void describe(CommandSpecBuilder model, String regionDescription) {
        model.option("--region", "REGION", regionDescription, value -> region = Optional.of(value))
                .option(
                        "--profile",
                        "NAME",
                        "AWS profile. Default: AWS_PROFILE, else \"default\".",
                        value -> profile = Optional.of(value));
    }

    /** The region of the option, if it is given. */
    public Optional<String> region() {
        return region;
    }

    /** Returns whether any of these options was given. */
    public boolean given() {
        return region.isPresent() || profile.isPresent();
    }

    /** Clients of the region of the option, else of the settings. The caller closes them. */
    public AwsClients clients() {
        return clients(region);
    }

    /** Clients of a region, or of the region of the settings when it is empty. The caller closes them. */
    public AwsClients clients(Optional<String> inRegion) {
        return context.aws(inRegion, profile);
    }

    /**
     * Returns the region of a resource: its own, else the one of the option, else the one of the settings.
     *
     * @param own the region that its ARN or URL names
     * @param description the resource, for an error
     * @throws OpsException of kind USAGE when the option names another region
     */
    public String regionOf(Optional<String> own, String description) {
        if (own.isPresent() && region.isPresent() && !own.equals(region)) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s is in %s, but --region is %s".formatted(description, own.get(), region.get()),
                    "leave --region out");
        }
        try (var clients = clients(own.or(() -> region))) {
            return clients.region();
        }
    }

    /** Opens something that owns clients of a region. The clients are closed if it cannot be opened. */
    public <T> T open(String inRegion, Function<AwsClients, T> opening) {
        var clients = clients(Optional.of(inRegion));
        try {
            return opening.apply(clients);
        } catch (RuntimeException e) {
            clients.close();
            throw e;
        }
    }
}
