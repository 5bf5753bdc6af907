package dev.dbops.cli.dynamo;

import dev.dbops.cli.command.Context;
import dev.dbops.cli.process.ForegroundProgram;
import dev.dbops.local.LocalDirectories;
import dev.dbops.local.LocalDynamo;
import dev.dbops.local.NodePrograms;
import java.nio.file.Path;
import java.util.Optional;

/** The DynamoDB of this machine, as the variables of the invocation place it. */
final class OwnDynamo {
    private OwnDynamo() {}

    /** The local DynamoDB, running or not. */
    static LocalDynamo of(Context context) {
        var variables = context.processVariables();
        var programs = new NodePrograms(program(context, "node"), program(context, "npm"), variables);
        return new LocalDynamo(LocalDirectories.of(variables), programs, context.notes()::note);
    }

    private static Optional<Path> program(Context context, String name) {
        return ForegroundProgram.find(name, context.variable("PATH"), context.file(Path.of("")));
    }
}
