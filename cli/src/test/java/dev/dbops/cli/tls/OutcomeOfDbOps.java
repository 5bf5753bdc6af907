package dev.dbops.cli.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import java.nio.file.Path;

/** How db-ops connects. */
final class OutcomeOfDbOps {
    private OutcomeOfDbOps() {}

    static String of(Path home, String url) {
        var transcript = new Cli(home).with("CONNECTION_URL", url).run("query", "--value", OutcomeOfPsql.QUERY);
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
