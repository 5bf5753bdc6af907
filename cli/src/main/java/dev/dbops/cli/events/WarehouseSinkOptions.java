package dev.dbops.cli.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.redshift.replay.StagePlace;
import dev.dbops.redshift.replay.WarehouseOptions;
import java.util.Optional;

/** The options of a Redshift warehouse as a sink. */
final class WarehouseSinkOptions {
    private boolean createsTables;
    private Optional<String> stage = Optional.empty();
    private String role = "";

    void describe(CommandSpecBuilder model) {
        model.flag(
                        "--create-tables",
                        "Create tables and add columns that the warehouse lacks.",
                        value -> createsTables = value)
                .option(
                        "--stage",
                        "s3://BUCKET[/PREFIX]",
                        "Place in S3 from which the warehouse copies many rows at once.",
                        value -> stage = Optional.of(value))
                .option(
                        "--stage-role",
                        "ARN",
                        "Role with which the warehouse reads --stage. Default: the warehouse's default role.",
                        value -> role = value);
    }

    /** @throws OpsException of kind USAGE when an option has no effect, or is not valid */
    void check(Destination sink) {
        if (!sink.isWarehouse() && (createsTables || stage.isPresent() || !role.isEmpty())) {
            throw new OpsException(
                    Kind.USAGE,
                    "--create-tables, --stage and --stage-role apply only to a Redshift warehouse",
                    "leave them out, or deliver the events to redshift://HOST/NAME");
        }
        if (stage.isEmpty() && !role.isEmpty()) {
            throw new OpsException(
                    Kind.USAGE, "--stage-role has no effect without --stage", "add --stage s3://BUCKET/PREFIX");
        }
        options();
    }

    /** Returns whether rows go through S3. */
    boolean isStaged() {
        return stage.isPresent();
    }

    WarehouseOptions options() {
        return new WarehouseOptions(createsTables, stage.map(place -> StagePlace.parse(place, role)));
    }
}
