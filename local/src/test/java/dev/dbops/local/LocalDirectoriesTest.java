package dev.dbops.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the environment variables put the local server. */
class LocalDirectoriesTest {
    @ParameterizedTest
    @CsvSource({
        "/data, /home/ada, /data/db-ops",
        "'', /home/ada, /home/ada/.local/share/db-ops",
        "data, /home/ada, /home/ada/.local/share/db-ops", // relative: to be ignored, says the specification
        "./data, /home/ada, /home/ada/.local/share/db-ops",
        "/data, '', /data/db-ops",
        "/a/../b, /home/ada, /b/db-ops",
    })
    void theDataHomeComesFirstThenTheHome(String dataHome, String home, String expected) {
        assertThat(LocalDirectories.of(Map.of("XDG_DATA_HOME", dataHome, "HOME", home))
                        .user())
                .isEqualTo(Path.of(expected));
    }

    @Test
    void anUnsetDataHomeLeavesTheHome() {
        assertThat(LocalDirectories.of(Map.of("HOME", "/home/ada")).user())
                .isEqualTo(Path.of("/home/ada/.local/share/db-ops"));
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "relative, ''", "'', relative"})
    void withoutAnAbsolutePathThereIsNoPlace(String dataHome, String home) {
        assertThatThrownBy(() -> LocalDirectories.of(Map.of("XDG_DATA_HOME", dataHome, "HOME", home)))
                .isInstanceOfSatisfying(OpsException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.USAGE);
                    assertThat(failure)
                            .hasMessage("there is no place for the local server's data:"
                                    + " neither XDG_DATA_HOME nor HOME names an absolute path");
                    assertThat(failure.hint()).contains("set HOME, or name a database with --url");
                });
    }

    @Test
    void withNoVariablesThereIsNoPlace() {
        assertThatThrownBy(() -> LocalDirectories.of(Map.of())).isInstanceOf(OpsException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/home/a\"b", "/home/$(id)", "/home/`id`", "/home/a\\b", "/home/a\nb"})
    void aPathThatAShellWouldReadIsRefused(String home) {
        assertThatThrownBy(() -> LocalDirectories.of(Map.of("HOME", home)))
                .isInstanceOfSatisfying(OpsException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.USAGE);
                    assertThat(failure)
                            .hasMessageEndingWith(
                                    "the path has a quote, a dollar sign, a backslash or a line break in it");
                });
    }
}
