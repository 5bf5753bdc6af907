package dev.dbops.cli.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** The result of a connection of psql, with its own libpq or with that of the newest server. */
final class OutcomeOfPsql {
    static final String TLS = "with TLS";
    static final String PLAIN = "without TLS";
    static final String REFUSED = "refused";
    static final String QUERY = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

    private final Path newestLibraries;

    /**
     * @param newestLibraries a directory with libpq 18
     */
    OutcomeOfPsql(Path newestLibraries) {
        this.newestLibraries = newestLibraries;
    }

    /** Connects with the libpq that the machine's psql comes with, or with the newest. */
    String of(Path home, String url, boolean newest) throws IOException {
        return of(home, url, newest, Map.of());
    }

    /** The same, with these variables. */
    String of(Path home, String url, boolean newest, Map<String, String> variables) throws IOException {
        var builder = new ProcessBuilder("psql", "-XAtw", "-c", QUERY, url).redirectErrorStream(true);
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("SSL"));
        environment.put("HOME", home.toString());
        environment.putAll(variables);
        if (newest) {
            environment.put("LD_LIBRARY_PATH", newestLibraries.toString());
        }
        var process = builder.start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return switch (output.strip()) {
            case "t" -> TLS;
            case "f" -> PLAIN;
            default -> {
                // anything else, such as an unknown parameter, is a mistake of the test
                assertThat(output)
                        .as(url)
                        .containsAnyOf("connection to server", "weak sslmode", "invalid SSL protocol");
                yield REFUSED;
            }
        };
    }
}
