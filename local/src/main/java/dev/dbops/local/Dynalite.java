package dev.dbops.local;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The emulator of DynamoDB and its files, which npm installs.
 *
 * <p>The list of packages ({@code package-lock.json}) has the SHA-512 of each, which npm compares. Scripts of packages do
 * not run: the only one would compile LevelDB where the package has no program for the system.
 *
 * @param directory the directory of the local DynamoDB, where the files are
 * @param programs those of Node.js
 */
record Dynalite(Path directory, NodePrograms programs) {
    static final String VERSION = "4.0.0";

    /** The oldest major version with which dynalite was run. */
    static final int LEAST_NODE = 18;

    /** The way out without Node.js. */
    static final String ANOTHER_EMULATOR = "start another emulator at http://localhost:8000";

    private static final String PREFIX = "dynalite-";
    private static final String INSTALLED = PREFIX + VERSION;
    private static final String UNFINISHED = INSTALLED + ".new";
    private static final int MEGABYTES = 12;
    private static final Pattern NODE_VERSION = Pattern.compile("v(\\d+)\\..*", Pattern.DOTALL);

    /** The directory of the tables, which need not exist yet. */
    Path tables() {
        return directory.resolve("tables");
    }

    /** The output of the last start. */
    Path log() {
        return directory.resolve("log");
    }

    /** The program, which need not be installed yet. */
    Path script() {
        return directory.resolve(INSTALLED, "node_modules", "dynalite", "cli.js");
    }

    /**
     * Installs the files, unless they are there.
     *
     * @param notes receives a phrase before that
     * @throws OpsException of kind FAILED with what npm said
     */
    void install(Consumer<String> notes) {
        if (Files.exists(script())) {
            return;
        }
        var npm = programs.requireNpm();
        requireVersion();
        notes.accept("installing dynalite %s in %s with npm".formatted(VERSION, directory));
        var unfinished = directory.resolve(UNFINISHED);
        try {
            FileTree.deleteAll(directory, PREFIX); // an older version, or an installation that was interrupted
            Files.createDirectory(unfinished);
            copy("package.json", unfinished);
            copy("package-lock.json", unfinished);
            var result = Programs.run(
                    unfinished,
                    List.of(npm.toString(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"),
                    programs.variables());
            if (!result.succeeded()) {
                throw new OpsException(
                        Kind.FAILED,
                        "npm cannot install dynalite; it said:" + LocalFailures.quoted(result.output()),
                        "if the machine has no access to the registry of npm, " + ANOTHER_EMULATOR);
            }
            Files.move(unfinished, directory.resolve(INSTALLED));
        } catch (IOException e) {
            throw LocalFailures.writing(e, directory, MEGABYTES);
        }
    }

    private void requireVersion() {
        var said = Programs.run(directory, List.of(programs.requireNode().toString(), "--version"), Map.of())
                .output();
        var version = NODE_VERSION.matcher(said);
        if (version.matches() && Integer.parseInt(version.group(1)) < LEAST_NODE) {
            throw new OpsException(
                    Kind.FAILED,
                    "Node.js %s is too old for dynalite".formatted(said.strip()),
                    "install Node.js %d or newer; or %s".formatted(LEAST_NODE, ANOTHER_EMULATOR));
        }
    }

    private static void copy(String name, Path target) throws IOException {
        try (var content = Dynalite.class.getResourceAsStream("dynalite/" + name)) {
            Files.copy(content, target.resolve(name));
        }
    }
}
