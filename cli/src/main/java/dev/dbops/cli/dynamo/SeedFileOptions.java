package dev.dbops.cli.dynamo;

import dev.dbops.Utf8File;
import dev.dbops.aws.dynamo.messages.SeedConversation;
import dev.dbops.aws.dynamo.messages.SeedFile;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The file of conversations. */
final class SeedFileOptions {
    private Optional<Path> file = Optional.empty();

    private final Context context;

    SeedFileOptions(Context context) {
        this.context = context;
    }

    void describe(CommandSpecBuilder model) {
        model.option(
                "-f --file",
                "FILE",
                "File with conversations as JSON lines. Default: the one that --print shows.",
                Path.class,
                value -> file = Optional.of(value));
    }

    /**
     * Reads the conversations.
     *
     * @throws dev.dbops.OpsException of kind USAGE when the file cannot be read or is wrong
     */
    List<SeedConversation> read() {
        if (file.isEmpty()) {
            return SeedFile.own();
        }
        var name = file.get().toString();
        return SeedFile.read(name, Utf8File.read(context.file(file.get()), name));
    }
}
