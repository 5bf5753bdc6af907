package dev.dbops.cli.lambda;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.lambda.FunctionInvocation;
import dev.dbops.aws.lambda.SampleEvent;
import dev.dbops.aws.lambda.SampleSource;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The event that a function is given: a file, standard input, a sample, or an empty object. */
final class EventSourceOptions {
    private static final String STANDARD_INPUT = "-";

    private Optional<Path> file = Optional.empty();
    private Optional<SampleSource> sample = Optional.empty();

    private final Context context;

    EventSourceOptions(Context context) {
        this.context = context;
    }

    void describe(CommandSpecBuilder model) {
        model.option(
                        "--event",
                        "FILE",
                        "File with the event as JSON; - for standard input. Default: {}.",
                        Path.class,
                        value -> file = Optional.of(value))
                .option(
                        "--sample",
                        "SOURCE",
                        "Sample event of this source: ${COMPLETION-CANDIDATES}.",
                        SampleSource.class,
                        value -> sample = Optional.of(value));
    }

    /**
     * Reads the event.
     *
     * @param waits whether the invocation waits for the answer, which may have a larger event
     * @throws OpsException of kind USAGE when it cannot be read, is not JSON or is too large
     */
    byte[] read(boolean waits) {
        if (file.isPresent() && sample.isPresent()) {
            throw new OpsException(Kind.USAGE, "--event and --sample cannot be combined", "pass one of them");
        }
        if (sample.isPresent()) {
            return SampleEvent.of(sample.get()).getBytes(StandardCharsets.UTF_8);
        }
        if (file.isEmpty()) {
            return "{}".getBytes(StandardCharsets.UTF_8);
        }
        var isInput = file.get().toString().equals(STANDARD_INPUT);
        var event = isInput ? fromInput(waits) : fromFile(file.get(), waits);
        requireJson(event, isInput ? "standard input" : file.get().toString());
        return event;
    }

    private byte[] fromInput(boolean waits) {
        if (context.terminal().isTyped()) {
            throw new OpsException(
                    Kind.USAGE,
                    "standard input is a terminal, and not an event",
                    "pipe the event in, or name its file");
        }
        try {
            return bounded(context.terminal().in(), waits);
        } catch (IOException e) {
            throw new OpsException(Kind.FAILED, "standard input cannot be read: " + e.getMessage(), null, e);
        }
    }

    private byte[] fromFile(Path name, boolean waits) {
        var path = context.file(name);
        try {
            FunctionInvocation.requireSize(Files.size(path), waits);
            try (var in = Files.newInputStream(path)) {
                return bounded(in, waits);
            }
        } catch (NoSuchFileException e) {
            throw new OpsException(
                    Kind.USAGE, "there is no file %s (from --event)".formatted(name), "check the name", e);
        } catch (AccessDeniedException e) {
            throw new OpsException(
                    Kind.USAGE,
                    "the file %s may not be read (from --event)".formatted(name),
                    "check its owner and mode",
                    e);
        } catch (IOException e) {
            throw new OpsException(
                    Kind.USAGE,
                    "the file %s cannot be read: %s".formatted(name, e.getMessage()),
                    "is it a regular file?",
                    e);
        }
    }

    private static byte[] bounded(InputStream in, boolean waits) throws IOException {
        var event = in.readNBytes(FunctionInvocation.limit(waits));
        FunctionInvocation.requireSize(event.length, waits);
        return event;
    }

    /** Lambda's own refusal does not say where the fault is. */
    private static void requireJson(byte[] event, String source) {
        try (var parser = new JsonFactory().createParser(ObjectReadContext.empty(), event)) {
            if (parser.nextToken() == null) {
                throw notJson(source, "it is empty", null);
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw notJson(source, "something follows the first value", null);
            }
        } catch (JacksonException e) {
            var place = e.getLocation();
            throw notJson(
                    place == null ? source : "%s:%d:%d".formatted(source, place.getLineNr(), place.getColumnNr()),
                    e.getOriginalMessage(),
                    e);
        }
    }

    private static OpsException notJson(String source, String reason, Exception cause) {
        return new OpsException(
                Kind.USAGE,
                "%s: the event is not JSON: %s".formatted(source, reason),
                "a sample to start from: db-ops lambda-invoke --sample sqs --dry-run",
                cause);
    }
}
