package dev.dbops.cli.lambda;

import dev.dbops.FileFailure;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** The files for AWS Lambda that the distribution contains. */
final class FunctionFiles {
    private final Context context;

    FunctionFiles(Context context) {
        this.context = context;
    }

    /**
     * The package of the handlers: a zip.
     *
     * @throws OpsException of kind FAILED when this installation has none
     */
    byte[] functions() {
        var packed = context.distributed("lambda/db-ops-lambda.zip.xz");
        if (Files.isRegularFile(packed)) {
            try (var in = Files.newInputStream(packed)) {
                return PackedFunctions.unpack(in);
            } catch (IOException e) {
                throw FileFailure.reading(packed.toString(), e);
            }
        }
        return read("lambda/db-ops-lambda.zip", "package");
    }

    /**
     * The template of the pipeline.
     *
     * @throws OpsException of kind FAILED when this installation has none
     */
    String template() {
        return new String(read("lambda/template.yaml", "template"), StandardCharsets.UTF_8);
    }

    private byte[] read(String name, String what) {
        var file = context.distributed(name);
        if (!Files.isRegularFile(file)) {
            throw new OpsException(
                    Kind.FAILED,
                    "this installation of db-ops has no %s for AWS Lambda: there is no file %s".formatted(what, file),
                    "install db-ops again; in a checkout: ./mvnw package");
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw FileFailure.reading(file.toString(), e);
        }
    }
}
