package dev.dbops.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/** Fish, asked for its completions: it can tell them without a terminal. */
record FishShell(Project project) {
    /** Fish that loads this script from the user's directory of completions. */
    static FishShell with(Project project, String script) throws IOException {
        Programs.require("fish", "fish");
        var directory = Files.createDirectories(project.root().resolve(".config/fish/completions"));
        Files.writeString(directory.resolve(ShellKind.fish.fileName()), script);
        return new FishShell(project);
    }

    /** The candidates for the last word of the line, with their descriptions. */
    Map<String, String> describedCandidates(String line) throws IOException, InterruptedException {
        var process = project.shell("fish", "-c", "complete -C $argv[1]", line).start();
        var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(answer).isZero();
        assertThat(answer).doesNotContain(Project.SECRET);
        var candidates = new LinkedHashMap<String, String>();
        answer.lines().forEach(candidate -> {
            var tab = candidate.indexOf('\t');
            candidates.put(
                    tab < 0 ? candidate : candidate.substring(0, tab), tab < 0 ? "" : candidate.substring(tab + 1));
        });
        return candidates;
    }
}
