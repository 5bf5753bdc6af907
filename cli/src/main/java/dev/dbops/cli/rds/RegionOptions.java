package dev.dbops.cli.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options of a command that works on several regions. */
final class RegionOptions {
    private final List<String> regions = new ArrayList<>();
    private boolean all;
    private Optional<String> profile = Optional.empty();

    private final Context context;

    RegionOptions(Context context) {
        this.context = context;
    }

    void describe(CommandSpecBuilder model) {
        model.repeated(
                        "--region",
                        "REGION",
                        "AWS region. May be repeated. Default: AWS_REGION, else the profile's region.",
                        regions::add)
                .flag("--all-regions", "All regions that are enabled for the account.", value -> all = value)
                .option(
                        "--profile",
                        "NAME",
                        "AWS profile. Default: AWS_PROFILE, else \"default\".",
                        value -> profile = Optional.of(value));
    }

    /**
     * Clients of the first region; of the region of the settings when none is named. The caller closes them.
     *
     * @throws OpsException of kind USAGE when the options contradict each other
     */
    AwsClients clients() {
        if (all && !regions.isEmpty()) {
            throw new OpsException(Kind.USAGE, "--region and --all-regions cannot be combined", "pass one of them");
        }
        return context.aws(regions.stream().findFirst(), profile);
    }

    /** Returns whether all regions are meant. */
    boolean all() {
        return all;
    }

    /** The named regions, each once; empty when none is named. */
    List<String> named() {
        return regions.stream().distinct().toList();
    }
}
