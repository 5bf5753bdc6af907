package dev.dbops.lambda.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The sources of a handler: its class, and the packages of the module that it reaches by imports. */
record HandlerSources(String handler) {
    private static final Path MAIN = Path.of("../lambda/src/main/java");

    private static final Pattern IMPORT = Pattern.compile("import (dev\\.dbops\\.lambda(?:\\.[a-z]+)+)\\.[A-Z]");

    /** A text that is the name of a variable as a whole. */
    private static final Pattern VARIABLE =
            Pattern.compile("\"((?:DB_OPS|AWS_LAMBDA|LAMBDA)_[A-Z_]+|(?:[A-Z]+_)?CONNECTION_URL|HOME|USER)\"");

    /** An IAM action that is given to AwsCall. */
    private static final Pattern ACTION = Pattern.compile("\"([a-z0-9-]+:[A-Z][A-Za-z]+|rds-db:connect)\"");

    /** Returns whether the handler is written already. */
    boolean exist() {
        return Files.exists(file());
    }

    private Path file() {
        return MAIN.resolve(handler.replace('.', '/') + ".java");
    }

    /** The variables that it reads. */
    Set<String> variables() {
        var variables = new TreeSet<String>();
        for (var source : sources()) {
            var text = read(source);
            VARIABLE.matcher(text).results().forEach(found -> variables.add(found.group(1)));
            if (text.contains("new FunctionDatabase(environment, ") && !source.endsWith("FunctionDatabase.java")) {
                variables.add("CONNECTION_URL");
            }
        }
        return variables;
    }

    private Set<Path> sources() {
        var sources = new TreeSet<Path>();
        sources.add(file());
        var packages = new HashSet<String>();
        var waiting = new ArrayDeque<>(sources);
        while (!waiting.isEmpty()) {
            IMPORT.matcher(read(waiting.poll()))
                    .results()
                    .map(found -> found.group(1))
                    .filter(packages::add)
                    .forEach(name -> {
                        for (var source : in(MAIN.resolve(name.replace('.', '/')))) {
                            if (sources.add(source)) {
                                waiting.add(source);
                            }
                        }
                    });
        }
        return sources;
    }

    /** The IAM actions in the sources below some directories. */
    static Set<String> actions(List<Path> directories) {
        var actions = new TreeSet<String>();
        for (var directory : directories) {
            in(directory)
                    .forEach(source -> ACTION.matcher(read(source))
                            .results()
                            .map(found -> found.group(1))
                            .forEach(actions::add));
        }
        return actions;
    }

    private static List<Path> in(Path directory) {
        try (var files = Files.walk(directory)) {
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

    /** The handler of this class, if it is written. */
    static Optional<HandlerSources> written(String handler) {
        return Optional.of(new HandlerSources(handler)).filter(HandlerSources::exist);
    }
}
