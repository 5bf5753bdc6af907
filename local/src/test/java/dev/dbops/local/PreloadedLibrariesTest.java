package dev.dbops.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreloadedLibrariesTest {
    private static final String OURS = "shared_preload_libraries = 'pg_stat_statements'\n";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shared_preload_libraries 'auto_explain'\n",
                "  Shared_Preload_Libraries = 'auto_explain'\n",
                "SHARED_PRELOAD_LIBRARIES='auto_explain'"
            })
    void aSettingOfTheUserIsKept(String setting) throws IOException {
        var file = Files.writeString(directory.resolve("postgresql.conf"), "port = 1\n" + setting);

        PreloadedLibraries.add(directory, new Account.Self());

        assertThat(file).hasContent("port = 1\n" + setting);
    }

    @Test
    void otherBytesStayAndASecondStartAddsNothing() throws IOException {
        var file = directory.resolve("postgresql.conf");
        var text = "#shared_preload_libraries = ''\n# gr\u00fc\u00dfe\r\nport = 1";
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);

        PreloadedLibraries.add(directory, new Account.Self());
        PreloadedLibraries.add(directory, new Account.Self());

        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                .startsWith(OURS)
                .endsWith(text)
                .containsOnlyOnce(OURS);
    }

    /** A server finds the files that postgresql.conf includes, and reads postgresql.auto.conf last. */
    @Test
    void settingsInOtherFilesAreKept() throws Exception {
        try (var fixture = TestServer.in(directory.resolve("home"))) {
            fixture.server.start();
            assertThat(fixture.query("SHOW shared_preload_libraries")).isEqualTo("pg_stat_statements");
            var main = fixture.files.data().resolve("postgresql.conf");
            var earlier = Files.readString(main).replace(OURS, "");
            Files.writeString(main, earlier + "\ninclude 'mine.conf'\n");
            Files.writeString(fixture.files.data().resolve("mine.conf"), "shared_preload_libraries = 'plpgsql'\n");
            restart(fixture);
            assertThat(Files.readString(main)).startsWith(OURS);
            assertThat(fixture.query("SHOW shared_preload_libraries")).isEqualTo("plpgsql");

            Files.writeString(
                    fixture.files.data().resolve("postgresql.auto.conf"),
                    "shared_preload_libraries = 'plpgsql, pg_stat_statements'\n",
                    StandardOpenOption.APPEND);
            restart(fixture);
            assertThat(fixture.query("SHOW shared_preload_libraries")).isEqualTo("plpgsql, pg_stat_statements");
        }
    }

    private static void restart(TestServer fixture) {
        fixture.server.stop();
        fixture.server.start();
    }
}
