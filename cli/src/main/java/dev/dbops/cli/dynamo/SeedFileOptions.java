package dev.dbops.cli.dynamo;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.dynamo.messages.SeedConversation;
import dev.dbops.aws.dynamo.messages.SeedFile;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
     * @throws OpsException of kind USAGE when the file cannot be read or is wrong
     */
    List<SeedConversation> read() {
        if (file.isEmpty()) {
            return SeedFile.own();
        }
        var name = file.get();
        try {
            return SeedFile.read(name.toString(), Files.readString(context.file(name)));
        } catch (NoSuchFileException e) {
            throw new OpsException(
                    Kind.USAGE, "there is no file %s (from --file)".formatted(name), "check the name", e);
        } catch (MalformedInputException e) {
            throw new OpsException(Kind.USAGE, "the file %s is not valid UTF-8".formatted(name), "save it as UTF-8", e);
        } catch (IOException e) {
            throw new OpsException(
                    Kind.USAGE,
                    "the file %s cannot be read: %s".formatted(name, e.getMessage()),
                    "check its owner and mode",
                    e);
        }
    }
}
