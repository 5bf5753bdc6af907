package dev.dbops.cli.dynamo;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.Utf8File;
import dev.dbops.aws.dynamo.DefinitionReader;
import dev.dbops.aws.dynamo.DynamoDefinition;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.NumberRange;
import java.nio.file.Path;
import java.util.Optional;

/** The options for the definition of a table and its capacity. */
final class DefinitionOptions {
    private static final NumberRange UNITS =
            new NumberRange(1, Integer.MAX_VALUE, "for a table without provisioned capacity: --on-demand");

    private Optional<Path> file = Optional.empty();
    private boolean onDemand;
    private Optional<Integer> read = Optional.empty();
    private Optional<Integer> write = Optional.empty();

    private final Context context;

    DefinitionOptions(Context context) {
        this.context = context;
    }

    void describe(CommandSpecBuilder model) {
        model.option(
                        "--definition",
                        "FILE",
                        "JSON or YAML file that defines the table. Default: the messages table.",
                        Path.class,
                        value -> file = Optional.of(value))
                .flag("--on-demand", "Pay by the request, without provisioned capacity.", value -> onDemand = value)
                .number(
                        "--read-capacity",
                        "UNITS",
                        "Provisioned read capacity of the table and of each index.",
                        UNITS,
                        value -> read = Optional.of(value))
                .number(
                        "--write-capacity",
                        "UNITS",
                        "Provisioned write capacity of the table and of each index.",
                        UNITS,
                        value -> write = Optional.of(value));
    }

    /**
     * The definition, with the capacity of the options.
     *
     * @param table the options for the table's name, which come before the name in a file
     * @throws OpsException of kind USAGE when the options exclude each other, or the file is not a valid definition
     */
    DynamoDefinition definition(DynamoOptions table) {
        if (onDemand && (read.isPresent() || write.isPresent())) {
            throw new OpsException(
                    Kind.USAGE, "--on-demand excludes --read-capacity and --write-capacity", "give one of them");
        }
        if (read.isPresent() != write.isPresent()) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s requires %s".formatted(given(), read.isPresent() ? "--write-capacity" : "--read-capacity"),
                    "give both");
        }
        return withCapacity(named(table));
    }

    private String given() {
        return read.isPresent() ? "--read-capacity" : "--write-capacity";
    }

    private DynamoDefinition named(DynamoOptions table) {
        if (file.isEmpty()) {
            return DefinitionReader.messages().withName(table.table());
        }
        var name = file.get().toString();
        var definition = DefinitionReader.read(name, Utf8File.read(context.file(file.get()), name));
        return definition.name().isPresent() && !table.namesTable() ? definition : definition.withName(table.table());
    }

    private DynamoDefinition withCapacity(DynamoDefinition definition) {
        if (onDemand) {
            return definition.onDemand();
        }
        return read.isPresent() ? definition.provisioned(read.get(), write.orElseThrow()) : definition;
    }
}
