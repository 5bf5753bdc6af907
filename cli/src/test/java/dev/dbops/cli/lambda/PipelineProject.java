package dev.dbops.cli.lambda;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedStacks;
import dev.dbops.aws.stack.Stacks;
import dev.dbops.cli.Cli;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.core.sync.RequestBody;

/** A directory, an installation with a package and the template, and an account with a bucket. */
final class PipelineProject {
    /** A pipeline of new databases in a new VPC, with all functions. */
    static final List<String> COMPLETE = List.of(
            "PostConfirmation=yes",
            "SourceId=cruddur-db",
            "CreateSource=yes",
            "TargetId=cruddur-copy",
            "CreateTarget=yes",
            "WarehouseWriter=yes",
            "WarehouseLogin=data-api",
            "WarehouseHost=lake.abc123.eu-central-1.redshift.amazonaws.com");

    private final AwsEmulator aws = AwsEmulator.reset();
    private final EmulatedStacks stacks = new EmulatedStacks(aws).bucket("code");
    private final Path directory;
    private final Path installed;
    private final Cli cli;

    PipelineProject(Path directory, Path installation) throws IOException {
        this.directory = directory;
        this.installed = installation.resolve("lambda");
        Files.createDirectories(installed);
        install(zip("first"));
        Files.copy(Path.of("../lambda/template.yaml"), installed.resolve("template.yaml"));
        this.cli = new Cli(directory).installedIn(installation).with(aws.variables());
    }

    /** A small package; the emulator opens it, as Lambda does. */
    static byte[] zip(String content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            var entry = new ZipEntry("content");
            entry.setTime(0);
            zip.putNextEntry(entry);
            zip.write(content.getBytes());
        }
        return bytes.toByteArray();
    }

    /** Replaces the package of the installation. */
    void install(byte[] functions) throws IOException {
        Files.write(installed.resolve("db-ops-lambda.zip"), functions);
    }

    /** Removes the template of the installation. */
    void uninstall() throws IOException {
        Files.delete(installed.resolve("template.yaml"));
    }

    /** Puts a text into a bucket. */
    void put(String bucket, String key, String content) {
        try (var clients = aws.clients()) {
            clients.s3().putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(content));
        }
    }

    AwsEmulator aws() {
        return aws;
    }

    EmulatedStacks stacks() {
        return stacks;
    }

    Cli cli() {
        return cli;
    }

    /** Writes a file in the directory. */
    PipelineProject file(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
        return this;
    }

    /** The value of an output of the stack. */
    String queue(String output) {
        try (var clients = aws.clients()) {
            return new Stacks(clients)
                    .require("pipeline").outputs().stream()
                            .filter(known -> known.output().equals(output))
                            .findFirst()
                            .orElseThrow()
                            .value();
        }
    }

    /** Sends a message to a queue. */
    void send(String queue, String body) {
        try (var clients = aws.clients()) {
            clients.sqs().sendMessage(request -> request.queueUrl(queue).messageBody(body));
        }
    }

    /** Deletes a function, without the knowledge of its stack. */
    void deleteFunction(String name) {
        stacks.deleteFunction(name);
    }

    /** The command line of a deployment with these parameters, and further words. */
    static String[] deploy(List<String> parameters, String... further) {
        var words = new ArrayList<>(List.of("lambda-deploy", "pipeline", "--bucket", "code"));
        parameters.forEach(parameter -> words.addAll(List.of("--parameter", parameter)));
        words.addAll(List.of(further));
        return words.toArray(String[]::new);
    }
}
