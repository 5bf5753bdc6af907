package dev.dbops.cli.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.provisioning.NewDatabase;
import dev.dbops.aws.provisioning.ServerlessCapacity;
import dev.dbops.aws.rds.RdsName;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.NumberRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options that describe a new instance or cluster. */
final class NewDatabaseOptions {
    private String name = "";
    private boolean aurora;
    private String serverless = "";
    private Optional<String> instanceClass = Optional.empty();
    private Optional<Integer> storage = Optional.empty();
    private Optional<String> engineVersion = Optional.empty();
    private boolean multiAz;
    private boolean publicAddress;
    private Optional<String> subnetGroup = Optional.empty();
    private final List<String> securityGroups = new ArrayList<>();
    private String user = "postgres";
    private boolean extendedSupport;

    void describe(CommandSpecBuilder model) {
        model.option("--instance", "NAME", "Name of the new instance or cluster.", value -> name = value)
                .flag("--aurora", "Create an Aurora PostgreSQL cluster.", value -> aurora = value)
                .option(
                        "--serverless",
                        "MIN-MAX",
                        "With --aurora: minimum and maximum capacity in ACU, such as 0.5-4.",
                        value -> serverless = value)
                .option(
                        "--class",
                        "CLASS",
                        "Instance class. Default: db.t4g.micro; Aurora db.t4g.medium.",
                        value -> instanceClass = Optional.of(value))
                .number(
                        "--storage",
                        "GIB",
                        "Storage in GiB (gp3). Default: 20.",
                        new NumberRange(
                                NewDatabase.LEAST_STORAGE,
                                NewDatabase.MOST_STORAGE,
                                "that is the range of gp3 storage; the default is 20 GiB"),
                        value -> storage = Optional.of(value))
                .option(
                        "--engine-version",
                        "VERSION",
                        "PostgreSQL version, such as 17 or 17.6. Default: the default of RDS.",
                        value -> engineVersion = Optional.of(value))
                .flag(
                        "--multi-az",
                        "Also create a standby (Aurora: a reader) in another zone.",
                        value -> multiAz = value)
                .flag("--public", "Assign a public IP address.", value -> publicAddress = value)
                .option(
                        "--subnet-group",
                        "NAME",
                        "DB subnet group. Default: the account's default group.",
                        value -> subnetGroup = Optional.of(value))
                .repeated(
                        "--security-group",
                        "ID",
                        "VPC security group. May be repeated. Default: the VPC's default group.",
                        securityGroups::add)
                .option("--user", "NAME", "Master user. Default: postgres.", value -> user = value)
                .flag(
                        "--extended-support",
                        "Enrol in RDS Extended Support, which AWS charges for old versions.",
                        value -> extendedSupport = value);
    }

    /**
     * The database that the options describe.
     *
     * @param database the database to create in it
     * @throws OpsException of kind USAGE when a value is missing or not valid
     */
    NewDatabase database(Optional<String> database) {
        if (name.isEmpty()) {
            throw new OpsException(Kind.USAGE, "the new instance has no name", "pass it: --instance NAME");
        }
        return new NewDatabase(
                RdsName.database(name, "--instance"),
                aurora,
                serverless.isEmpty() ? Optional.empty() : Optional.of(ServerlessCapacity.parse(serverless)),
                instanceClass,
                storage,
                engineVersion,
                multiAz,
                publicAddress,
                subnetGroup,
                securityGroups,
                database,
                user,
                extendedSupport);
    }
}
