package dev.dbops.lambda.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sources of a handler: its class, and the classes that it reaches. */
record HandlerSources(String handler) {
    private static final List<Path> MAIN =
            List.of(Path.of("../lambda/src/main/java"), Path.of("../redshift/src/main/java"));

    private static final Pattern IMPORT =
            Pattern.compile("import (dev\\.dbops\\.(?:lambda|redshift)[A-Za-z.]*\\.[A-Z]\\w*);");

    /** A text that is the name of a variable as a whole. */
    private static final Pattern VARIABLE =
            Pattern.compile("\"((?:DB_OPS|AWS_LAMBDA|LAMBDA)_[A-Z_]+|(?:[A-Z]+_)?CONNECTION_URL|HOME|USER)\"");

    /** The name of a further database. */
    private static final Pattern NAMED =
            Pattern.compile("(?:FunctionDatabase\\.named\\(environment, |new FunctionTarget\\(environment,"
                    + " Optional\\.of\\()\"([a-z]+)\"");

    /** An IAM action that is given to AwsCall; not the event by which S3 tries a notification. */
    private static final Pattern ACTION =
            Pattern.compile("\"((?!s3:TestEvent)[a-z0-9-]+:[A-Z][A-Za-z]+|rds-db:connect)\"");

    private Path file() {
        return MAIN.getFirst().resolve(handler.replace('.', '/') + ".java");
    }

    /** The variables that it reads. */
    Set<String> variables() {
        var variables = new TreeSet<String>();
        for (var source : sources()) {
            var text = read(source);
            VARIABLE.matcher(text).results().forEach(found -> variables.add(found.group(1)));
            NAMED.matcher(text)
                    .results()
                    .forEach(found -> variables.add(found.group(1).toUpperCase(Locale.ROOT) + "_CONNECTION_URL"));
        }
        return variables;
    }

    /** Its class, and each class of these modules that a known one imports, or names in its package. */
    private Set<Path> sources() {
        var sources = new TreeSet<Path>();
        sources.add(file());
        var waiting = new ArrayDeque<>(sources);
        while (!waiting.isEmpty()) {
            var source = waiting.poll();
            var text = read(source);
            var imported = IMPORT.matcher(text)
                    .results()
                    .flatMap(found -> MAIN.stream()
                            .map(module -> module.resolve(found.group(1).replace('.', '/') + ".java")))
                    .filter(Files::exists);
            var named = in(source.getParent()).stream()
                    .filter(other -> text.matches("(?s).*\\b%s\\b.*"
                            .formatted(other.getFileName().toString().replace(".java", ""))));
            Stream.concat(imported, named).filter(sources::add).forEach(waiting::add);
        }
        return sources;
    }

    /** The IAM actions that it calls itself. */
    Set<String> actions() {
        return actions(sources());
    }

    /** The IAM actions in some sources. */
    static Set<String> actions(Collection<Path> sources) {
        var actions = new TreeSet<String>();
        for (var source : sources) {
            ACTION.matcher(read(source)).results().map(found -> found.group(1)).forEach(actions::add);
        }
        return actions;
    }

    private static List<Path> in(Path directory) {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
