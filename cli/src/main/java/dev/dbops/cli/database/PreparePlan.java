package dev.dbops.cli.database;

import dev.dbops.cli.command.Context;
import dev.dbops.cli.dynamo.MessageTableOptions;
import dev.dbops.target.ConnectionTarget;
import java.util.Optional;

/**
 * The plan of a dry run of prepare, which connects to nothing.
 *
 * @param database the database that would be created, if it does not exist
 * @param schema the schema to load
 * @param migrations how many migrations the project has
 * @param seed the seeds to load
 * @param userPool the user pool whose user IDs would be written, when one is configured
 * @param table the table of messages, when one is wanted
 */
record PreparePlan(
        String database,
        String schema,
        int migrations,
        String seed,
        Optional<String> userPool,
        Optional<String> table) {
    /** Prints the plan. */
    static void print(Context context, ConnectionTarget target, SetupInputs inputs, MessageTableOptions messages) {
        var table = messages.isWanted() ? Optional.of(messages.table()) : Optional.<String>empty();
        var plan = new PreparePlan(
                target.database(),
                inputs.schema().name(),
                inputs.files().size(),
                inputs.seed().name(),
                inputs.pool().id(),
                table);
        context.output()
                .print(
                        plan,
                        inputs.sentence("create database \"%s\"".formatted(target.database()))
                                + ", where it has no tables"
                                + table.map("; and create and fill table \"%s\""::formatted)
                                        .orElse(""));
    }
}
