package dev.dbops.dist.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.dist.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A user with an empty home directory, whose name has a space, and a copy of install.sh. */
final class Newcomer {
    private static final String NOBODY = "65534";

    private final Path directory;
    private final Path home;
    private final boolean ordinary;
    private final Map<String, String> variables = new HashMap<>();

    /**
     * Creates the home directory.
     *
     * @param ordinary whether the user is not root; matters only where root runs the tests
     */
    Newcomer(Path directory, boolean ordinary) throws Exception {
        this.directory = directory;
        this.ordinary = ordinary && System.getProperty("user.name").equals("root");
        home = Files.createDirectories(directory.resolve("home of ada"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        script(Files.readString(Path.of("../install.sh")));
        own();
        variables.putAll(Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin", "SHELL", "/bin/bash"));
        for (var name : List.of("XDG_DATA_HOME", "XDG_CONFIG_HOME", "BASH_COMPLETION_USER_DIR", "DB_OPS_BASE_URL")) {
            variables.put(name, "");
        }
    }

    /** Gives everything in the home directory to its user. */
    void own() throws Exception {
        var owner = ordinary ? NOBODY + ":" + NOBODY : System.getProperty("user.name");
        Finished.run(directory, Map.of(), List.of("chown", "-hR", owner, home.toString()));
    }

    void script(String text) throws IOException {
        Files.writeString(directory.resolve("install.sh"), text);
    }

    Path home() {
        return home;
    }

    Path root() {
        return home.resolve(".local/share/db-ops");
    }

    Path command() {
        return home.resolve(".local/bin/db-ops");
    }

    Newcomer with(String name, String value) {
        variables.put(name, value);
        return this;
    }

    Finished install(String... arguments) throws Exception {
        return install("sh", List.of(arguments));
    }

    /**
     * Runs install.sh.
     *
     * @param shell the words of the command that interprets it
     */
    Finished install(String shell, List<String> arguments) throws Exception {
        return Finished.run(home, variables, command(shell, arguments));
    }

    /** Starts install.sh, and leaves what it prints in out and err of a directory. */
    Process start(Path output, String... arguments) throws IOException {
        return Finished.start(
                home, variables, command("sh", List.of(arguments)), output.resolve("out"), output.resolve("err"));
    }

    private List<String> command(String shell, List<String> arguments) {
        var words = new ArrayList<>(List.of(shell.split(" ")));
        words.add(directory.resolve("install.sh").toString());
        words.addAll(arguments);
        return asUser(words);
    }

    /** A command that runs as this user. */
    List<String> asUser(List<String> command) {
        var words = new ArrayList<String>();
        if (ordinary) {
            words.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        words.addAll(command);
        return words;
    }

    /** Runs the installed db-ops through its link. */
    String version() throws Exception {
        var finished = Finished.run(home, variables, List.of(command().toString(), "--version"));
        assertThat(finished.exit()).as(finished.toString()).isZero();
        return finished.out().strip();
    }

    /** Everything in the home directory, as relative paths. */
    TreeSet<String> files() throws IOException {
        try (var files = Files.walk(home)) {
            var names = new TreeSet<String>();
            files.filter(file -> !file.equals(home))
                    .forEach(file -> names.add(home.relativize(file).toString()));
            return names;
        }
    }
}
