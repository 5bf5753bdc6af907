package dev.dbops.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Completion in fish, which finds the script among the user's completions. */
class CompletionFishTest implements CompletionCases {
    private FishShell fish;

    @BeforeEach
    void installScript(@TempDir Path root) throws IOException {
        fish = FishShell.with(Project.create(root), Files.readString(SCRIPTS.resolve(ShellKind.fish.fileName())));
    }

    @Override
    public List<String> candidates(String line) throws IOException, InterruptedException {
        return List.copyOf(fish.describedCandidates(line).keySet());
    }

    @Test
    void commandsOptionsAndValuesHaveDescriptions() throws Exception {
        assertThat(fish.describedCandidates("db-ops set"))
                .isEqualTo(Map.of(
                        "setup", "Drop and create the database, load its schema, apply the migrations, and seed it"));
        assertThat(fish.describedCandidates("db-ops --conf"))
                .isEqualTo(
                        Map.of("--confirm", "Name of the database or resource to change or delete, as confirmation"));
        assertThat(fish.describedCandidates("db-ops drop p")).isEqualTo(Map.of("prod", "environment"));
    }

    @Test
    void aValueMayBeAttachedToAShortOption() throws Exception {
        assertThat(candidates("db-ops sessions -oj")).containsExactly("-ojson");
    }
}
