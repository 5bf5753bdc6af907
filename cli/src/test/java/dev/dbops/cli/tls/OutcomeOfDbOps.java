package dev.dbops.cli.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.cli.DbOps;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The result of a connection of db-ops. */
final class OutcomeOfDbOps {
    private OutcomeOfDbOps() {}

    static String of(Path home, String url) {
        return of(new Cli(home).with("CONNECTION_URL", url).run("query", "--value", OutcomeOfPsql.QUERY));
    }

    /** In a process of its own, with these variables. */
    static String ofProcess(Path home, String url, Map<String, String> variables)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DbOps.class.getName(),
                "query",
                "--value",
                OutcomeOfPsql.QUERY);
        var errors = home.resolve("errors.txt");
        builder.redirectError(errors.toFile());
        builder.environment().put("CONNECTION_URL", url);
        builder.environment().put("HOME", home.toString());
        builder.environment().putAll(variables);
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return of(new Cli.Transcript(process.waitFor(), output, Files.readString(errors)));
    }

    private static String of(Cli.Transcript transcript) {
        return switch (transcript.out().strip()) {
            case "true", "t" -> OutcomeOfPsql.TLS;
            case "false", "f" -> OutcomeOfPsql.PLAIN;
            default -> {
                assertRefusal(transcript);
                yield OutcomeOfPsql.REFUSED;
            }
        };
    }

    /** A refusal has a sentence and a cure, and the cure is never a weaker TLS. */
    static void assertRefusal(Cli.Transcript transcript) {
        assertThat(transcript.exitCode()).as(transcript.toString()).isIn(2, 4);
        assertThat(transcript.err())
                .contains("error: ", "hint: ")
                .doesNotContain("unexpected", "Exception")
                .doesNotContainPattern("hint: .*sslmode=(disable|allow|prefer)");
    }
}
