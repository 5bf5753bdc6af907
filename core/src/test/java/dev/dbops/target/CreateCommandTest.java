package dev.dbops.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The advised command creates the database that is missing, and no other one. */
class CreateCommandTest {
    @Test
    void theCommandNamesServerAndDatabase() {
        assertThat(command(new Origin.LocalServer(), "d")).isEqualTo("db-ops create");
        assertThat(command(new Origin.LocalServer(true), "copy2")).isEqualTo("db-ops create local:copy2");
        assertThat(command(new Origin.UrlVariable("PROD_CONNECTION_URL", "prod"), "d"))
                .isEqualTo("db-ops create prod -d d");
        assertThat(command(new Origin.UrlVariable("CONNECTION_URL", ""), "d")).isEqualTo("db-ops create -d d");
        assertThat(command(new Origin.LibpqVariables(), "it's")).isEqualTo("db-ops create -d 'it'\\''s'");
        assertThat(command(new Origin.UrlOption(), "d")).isEqualTo("db-ops create --url URL -d d");
        assertThat(command(new Origin.UrlWord(), "d")).isEqualTo("db-ops create URL -d d");
    }

    private static String command(Origin origin, String database) {
        return CreateCommand.of(new ConnectionTarget(
                List.of(new HostPort("h", 5432)), database, "u", Optional.empty(), Map.of(), origin));
    }
}
