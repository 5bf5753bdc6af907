package dev.dbops.cli.lambda;

import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.dump.WholeFile;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Writes the package of the handlers for AWS Lambda, which the distribution contains. */
public final class LambdaPackage implements Command, Runnable {
    private Path file = Path.of("db-ops-lambda.zip");
    private final Context context;

    public LambdaPackage(Context context) {
        this.context = context;
    }

    /**
     * The written package.
     *
     * @param file its name
     * @param bytes its size
     * @param codeSha256 its digest, as Lambda shows that of a function
     */
    private record Written(String file, long bytes, String codeSha256) {}

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Write the package of the handlers for AWS Lambda: a zip.")
                .option(
                        "-f --file",
                        "FILE",
                        "Output file, written completely or not at all. Default: db-ops-lambda.zip.",
                        Path.class,
                        value -> file = value)
                .footer("Example: db-ops lambda-package -f function.zip");
    }

    @Override
    public void run() {
        var content = new FunctionFiles(context).functions();
        if (!context.dryRun()) {
            new WholeFile(context.file(file), file.toString()).write(out -> out.write(content));
        }
        print(content);
    }

    private void print(byte[] content) {
        var written = new Written(file.toString(), content.length, digest(content));
        context.output()
                .print(
                        written,
                        "%s %s: %.1f MB, SHA-256 %s"
                                .formatted(
                                        context.dryRun() ? "would write" : "wrote",
                                        file,
                                        content.length / 1e6,
                                        written.codeSha256()));
    }

    private static String digest(byte[] content) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
