package dev.dbops.cli.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UrlTest {
    private static final String URL = "postgresql://ada:se%40cret@db.example.com:6543/app?sslmode=require";

    @TempDir
    private Path directory;

    @Test
    void printsTheUrlWithoutItsPassword() {
        var transcript =
                new Cli(directory).with("CONNECTION_URL", URL).run("url").succeeded();

        assertThat(transcript.out()).isEqualTo("postgresql://ada@db.example.com:6543/app?sslmode=require\n");
        assertThat(transcript.err()).isEmpty();
    }

    @Test
    void printsThePasswordWhenAskedTo() {
        var transcript = new Cli(directory)
                .with("CONNECTION_URL", URL)
                .run("url", "--show-password")
                .succeeded();

        assertThat(transcript.out()).isEqualTo(URL + "\n");
    }

    @Test
    void saysWhereTheSettingsCameFrom() throws Exception {
        Files.writeString(directory.resolve(".env"), "STAGING_CONNECTION_URL=" + URL + "\n");

        var transcript = new Cli(directory).run("url", "staging", "-o", "json").succeeded();

        assertThat(transcript.out())
                .isEqualTo("{\"url\":\"postgresql://ada@db.example.com:6543/app?sslmode=require\","
                        + "\"host\":\"db.example.com:6543\",\"database\":\"app\",\"user\":\"ada\","
                        + "\"origin\":\"STAGING_CONNECTION_URL in .env\"}\n");
    }
}
