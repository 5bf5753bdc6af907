package dev.dbops.lambda.deployment;

import dev.dbops.aws.AwsEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The template of the pipeline, read by Python: src/test/python/pipeline_template.py. */
final class PipelineTemplate {
    static final String FILE = "../lambda/template.yaml";

    private static final List<String[]> ROWS = python("../lambda/src/test/python/pipeline_template.py", FILE)
            .lines()
            .map(line -> line.split("\t", -1))
            .toList();

    private PipelineTemplate() {}

    /** Runs a program of Python, and returns what it wrote to both streams. */
    static String python(String... arguments) {
        var words = new ArrayList<>(List.of(AwsEmulator.python()));
        words.addAll(List.of(arguments));
        try {
            var process = new ProcessBuilder(words).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the template is read with Python 3: run ./verify", e);
        }
    }

    /** The rows of a kind. */
    static List<String[]> rows(String kind) {
        return ROWS.stream().filter(row -> row[0].equals(kind)).toList();
    }

    /** The handlers of the functions, by class. */
    static Set<String> handlers() {
        var handlers = new TreeSet<String>();
        rows("variable").forEach(row -> handlers.add(row[1]));
        return handlers;
    }

    /** The variables that are set for the function of a handler. */
    static Set<String> variables(String handler) {
        var variables = new TreeSet<String>();
        rows("variable").stream().filter(row -> row[1].equals(handler)).forEach(row -> variables.add(row[2]));
        return variables;
    }

    /** The actions that the policies of these resources allow. */
    static Set<String> actions(List<String> resources) {
        var actions = new TreeSet<String>();
        rows("action").stream().filter(row -> resources.contains(row[1])).forEach(row -> actions.add(row[2]));
        return actions;
    }
}
