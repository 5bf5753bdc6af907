package dev.dbops.cli;

import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.GlobalOptions;
import dev.dbops.cli.command.RawArguments;
import dev.dbops.cli.process.Interruption;
import dev.dbops.cli.process.Invocation;
import dev.dbops.cli.process.Invocation.TerminalStreams;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** The model of all commands, for what is generated from it: manual pages and docs. No command loads this class. */
public final class CommandModels {
    private CommandModels() {}

    /** Returns the model of {@code db-ops} with all its commands and its version; its commands cannot run. */
    public static CommandSpec all() {
        var options = new GlobalOptions();
        var invocation = new Invocation(
                InputStream.nullInputStream(),
                System.out,
                System.err,
                Map.of(),
                Path.of(""),
                Path.of(""),
                TerminalStreams.NONE);
        var context = new Context(invocation, options, new Interruption(), () -> {
            throw new IllegalStateException("commands of the model do not run");
        });
        return CommandRegistry.commandLine(options, context, new RawArguments())
                .getCommandSpec()
                .version(Version.NUMBER);
    }
}
