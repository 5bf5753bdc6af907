package dev.dbops.cli.lambda;

import dev.dbops.FileFailure;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.stack.template.ParameterFile;
import dev.dbops.aws.stack.template.StackTemplate;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options that say what is deployed: bucket, template, parameters. */
final class DeploymentOptions {
    private Optional<String> bucket = Optional.empty();
    private Optional<Path> template = Optional.empty();
    private Optional<Path> parameterFile = Optional.empty();
    private final List<String> parameters = new ArrayList<>();

    private final Context context;

    DeploymentOptions(Context context) {
        this.context = context;
    }

    void describe(CommandSpecBuilder model) {
        model.option(
                        "--bucket",
                        "NAME",
                        "Bucket for the package and the template. Default: the bucket of the stack.",
                        value -> bucket = Optional.of(value))
                .repeated(
                        "--parameter",
                        "NAME=VALUE",
                        "Parameter of the template. May be repeated; beats --parameters.",
                        parameters::add)
                .option(
                        "--parameters",
                        "FILE",
                        "File with parameters: lines NAME: VALUE, or JSON of the aws CLI.",
                        Path.class,
                        value -> parameterFile = Optional.of(value))
                .option(
                        "--template",
                        "FILE",
                        "Template to deploy. Default: the template of db-ops.",
                        Path.class,
                        value -> template = Optional.of(value));
    }

    /** The bucket of the option, if it is given. */
    Optional<String> bucket() {
        return bucket;
    }

    /**
     * The template.
     *
     * @throws OpsException of kind USAGE when it cannot be read, or is not a template
     */
    StackTemplate template() {
        return template.map(file -> StackTemplate.parse(file.toString(), read(file)))
                .orElseGet(() -> StackTemplate.parse("template.yaml", new FunctionFiles(context).template()));
    }

    /**
     * The values of parameters: those of the file, and those of the options instead of them.
     *
     * @throws OpsException of kind USAGE when one of them has another form
     */
    Map<String, String> parameters() {
        Map<String, String> values = new LinkedHashMap<>();
        parameterFile.ifPresent(file -> values.putAll(new ParameterFile(file.toString()).parse(read(file))));
        Map<String, String> given = new LinkedHashMap<>();
        for (var text : parameters) {
            var name = text.substring(0, Math.max(0, text.indexOf('=')));
            if (name.isBlank()) {
                throw new OpsException(
                        Kind.USAGE,
                        "--parameter has no name: \"%s\"".formatted(text),
                        "write --parameter NAME=VALUE; the value may be empty");
            }
            if (given.put(name, text.substring(name.length() + 1)) != null) {
                throw new OpsException(
                        Kind.USAGE, "the parameter %s is given twice".formatted(name), "pass one of its values");
            }
        }
        values.putAll(given);
        return values;
    }

    private String read(Path file) {
        try {
            return Files.readString(context.file(file));
        } catch (IOException e) {
            throw FileFailure.reading(file.toString(), e);
        }
    }
}
