package dev.dbops.lambda.cognito;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.lambda.FunctionHarness;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong variables end the start of the function, each with a sentence that names the variable. */
class PostConfirmationStartTest {
    private static final String URL = "postgresql://app@db.example.org/cruddur";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DB_OPS_POOL_SIZE           | 0           | DB_OPS_POOL_SIZE is not a number from 1 to 10: \"0\"",
                "DB_OPS_POOL_SIZE           | two         | DB_OPS_POOL_SIZE is not a number from 1 to 10: \"two\"",
                "DB_OPS_LOG_LEVEL           | loud        | DB_OPS_LOG_LEVEL is none of trace, debug, info, warn,"
                        + " error, fatal: \"loud\"",
                "DB_OPS_USERS_MATCH         | name        | DB_OPS_USERS_MATCH is none of handle, email: \"name\"",
                "DB_OPS_USERS_TABLE         | users       | DB_OPS_USERS_TABLE has no schema: \"users\"",
                "DB_OPS_USERS_TABLE         | a.b.c       | \"a.b.c\" is not a valid table name: it has more parts"
                        + " than schema and table",
                "DB_OPS_USERS_ID_COLUMN     | a b         | \"a b\" is not a valid column name: ",
                "CONNECTION_URL             | mysql://x/y | the connection URL ",
                "CONNECTION_URL             | ''          | CONNECTION_URL is not set, and the function has no other"
                        + " database",
                "CONNECTION_URL             | postgresql://a@h/d?via=ssh:b | a function cannot open the tunnel"
                        + " \"ssh:b\" (from CONNECTION_URL)",
                "CONNECTION_URL             | postgresql://a@h/d?secret=a%20b&sslmode=verify-full | \"a b\" is not the"
                        + " name of a secret",
            })
    void aWrongVariableIsNamed(String name, String value, String message) {
        var variables = new HashMap<>(Map.of("CONNECTION_URL", URL));
        variables.put(name, value);

        var log = FunctionHarness.failedStart(variables, PostConfirmation::new);

        assertThat(log)
                .singleElement()
                .asString()
                .contains("\"level\":\"ERROR\"", "\"hint\":\"")
                .contains("\"message\":\"" + message.replace("\"", "\\\""));
    }

    @Test
    void aPasswordInAWrongUrlIsNotShown() {
        var log = FunctionHarness.failedStart(
                Map.of("CONNECTION_URL", "postgresql://app:top-secret-word@host:port/db"), PostConfirmation::new);

        assertThat(log).singleElement().asString().doesNotContain("top-secret-word");
    }
}
