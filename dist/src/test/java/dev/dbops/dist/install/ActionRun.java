package dev.dbops.dist.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.dist.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Runs the scripts of action.yml as a runner of GitHub does, without its cache. */
final class ActionRun {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private final Path directory;
    private final Map<String, String> variables;
    private final List<String> scripts = new ArrayList<>();

    /**
     * Prepares a runner.
     *
     * @param directory its working directory
     * @param environment variables besides those of the runner
     */
    ActionRun(Path directory, Map<String, String> environment) throws IOException {
        this.directory = directory;
        variables = new HashMap<>(environment);
        Pattern.compile("(?m)^      run: \\|\n((?:        .*\n)+)")
                .matcher(Files.readString(ROOT.resolve("action.yml")))
                .results()
                .forEach(match -> scripts.add(match.group(1).stripIndent()));
        assertThat(scripts).hasSize(2);
        variables.putAll(Map.of(
                "HOME",
                directory.toString(),
                "RUNNER_TOOL_CACHE",
                directory + "/a tool cache",
                "RUNNER_ARCH",
                "X64",
                "GITHUB_OUTPUT",
                directory + "/output",
                "GITHUB_PATH",
                directory + "/path",
                "ACTION_PATH",
                ROOT.toString(),
                "VERSION",
                "",
                "BASE_URL",
                ""));
    }

    ActionRun with(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /** Runs the first step. */
    Finished tryToChoose() throws Exception {
        Files.deleteIfExists(directory.resolve("output"));
        return run(scripts.getFirst());
    }

    /** Runs the first step, and returns its outputs by name. */
    Map<String, String> choose() throws Exception {
        var finished = tryToChoose();
        assertThat(finished.exit()).as(finished.toString()).isZero();
        var outputs = new HashMap<String, String>();
        for (var line : Files.readAllLines(directory.resolve("output"))) {
            outputs.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
        }
        return outputs;
    }

    /** Runs the last step with the outputs of the first. */
    Finished install(Map<String, String> outputs) throws Exception {
        with("VERSION", outputs.get("version"));
        with("BASE_URL", outputs.get("base-url"));
        with("PREFIX", outputs.get("prefix"));
        return run(scripts.getLast());
    }

    /** The directory that the action added to the PATH. */
    String path() throws IOException {
        return Files.readString(directory.resolve("path")).strip();
    }

    /** As "shell: sh" of a runner does: sh -e FILE. */
    private Finished run(String script) throws Exception {
        var file = Files.writeString(directory.resolve("script.sh"), script);
        return Finished.run(directory, variables, List.of("sh", "-e", file.toString()));
    }
}
