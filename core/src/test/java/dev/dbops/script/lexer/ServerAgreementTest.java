package dev.dbops.script.lexer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The scanner and the server agree on where a statement ends: a script that the server splits itself, in one message,
 * answers the same as the statements that the scanner finds in it, each sent separately.
 */
class ServerAgreementTest {
    private static final int SCRIPTS = Integer.getInteger("dbops.test.scripts", 1500);
    private static final long FIRST_SEED = Long.getLong("dbops.test.seed", 1);
    private static final int BODIES_SINCE = 14;

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void statementsEndWhereTheServerEndsThem(int major) {
        var target = TestServer.ofMajor(major).newDatabase();
        try (var connection = new RawConnection(target)) {
            assertThat(connection.query(TrickyScript.SETUP).error()).isEmpty();
            var damagedButValid = 0;
            for (var seed = FIRST_SEED; seed < FIRST_SEED + SCRIPTS; seed++) {
                var script = TrickyScript.of(seed, major >= BODIES_SINCE);
                assertThat(compare(connection, script))
                        .as("the server's error in the script of seed %d: %s", seed, script)
                        .isEmpty();
                damagedButValid +=
                        compare(connection, TrickyScript.damaged(script, seed)).isEmpty() ? 1 : 0;
            }
            assertThat(damagedButValid).as("damaged scripts that are valid").isPositive();
        }
    }

    /** Asserts that the scanner agrees with the server, or returns the reason why the server rejects the script. */
    private static String compare(RawConnection connection, String script) {
        SplitProperties.check(script.getBytes(StandardCharsets.UTF_8));
        var whole = answer(connection, script);
        if (!whole.error().isEmpty()) {
            return whole.error();
        }
        var split = Split.of(script);
        assertThat(split.failure()).as(script).isEmpty();
        connection.query("BEGIN");
        var answers = new ArrayList<String>();
        for (var statement : split.texts()) {
            assertThat(connection.parse(statement).error())
                    .as("a single statement: %s", statement)
                    .isEmpty();
            answers.addAll(connection.query(statement).statements());
        }
        connection.query("ROLLBACK");
        assertThat(answers).as(script).isEqualTo(whole.statements());
        return "";
    }

    private static RawConnection.Answer answer(RawConnection connection, String script) {
        connection.query("BEGIN");
        var whole = connection.query(script);
        connection.query("ROLLBACK");
        return whole;
    }
}
