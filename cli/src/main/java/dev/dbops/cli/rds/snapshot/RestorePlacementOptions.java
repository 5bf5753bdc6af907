package dev.dbops.cli.rds.snapshot;

import dev.dbops.aws.snapshot.RestorePlacement;
import dev.dbops.cli.command.CommandSpecBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options for what differs between a restored database and its source. */
final class RestorePlacementOptions {
    private Optional<String> instanceClass = Optional.empty();
    private Optional<String> subnetGroup = Optional.empty();
    private final List<String> securityGroups = new ArrayList<>();
    private Optional<String> parameterGroup = Optional.empty();
    private boolean extendedSupport;

    void describe(CommandSpecBuilder model) {
        model.option(
                        "--class",
                        "CLASS",
                        "Instance class. Default: the source's.",
                        value -> instanceClass = Optional.of(value))
                .option(
                        "--subnet-group",
                        "NAME",
                        "DB subnet group. Default: the source's.",
                        value -> subnetGroup = Optional.of(value))
                .repeated(
                        "--security-group",
                        "ID",
                        "VPC security group. May be repeated. Default: the source's.",
                        securityGroups::add)
                .option(
                        "--parameter-group",
                        "NAME",
                        "Parameter group. Default: the source's, if it fits the version.",
                        value -> parameterGroup = Optional.of(value))
                .flag(
                        "--extended-support",
                        "Enrol in RDS Extended Support. Default: as the source.",
                        value -> extendedSupport = value);
    }

    RestorePlacement placement() {
        return new RestorePlacement(instanceClass, subnetGroup, securityGroups, parameterGroup, extendedSupport);
    }
}
