package dev.dbops.lambda.cognito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.lambda.FunctionHarness;
import dev.dbops.testing.TestServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostConfirmationTest {
    private static final String ROWS = "SELECT display_name, email, handle, cognito_user_id FROM users ORDER BY handle";

    private final TestServer server = TestServer.carried();
    private String database;

    @BeforeEach
    void createUsers() {
        database = server.newDatabase().database();
        // as the bootcamp has it: no unique index but that of the key
        server.execute(database, """
            CREATE TABLE public.users (
                uuid uuid DEFAULT gen_random_uuid() PRIMARY KEY,
                display_name text NOT NULL,
                handle text NOT NULL,
                email text NOT NULL,
                cognito_user_id text NOT NULL,
                created_at timestamp DEFAULT current_timestamp NOT NULL
            )
            """);
    }

    @Test
    void aConfirmedUserGetsARowAndTheEventIsReturned() {
        var function = function();
        var event = SignUp.ofAda().event();

        var answer = function.invoke(event);

        assertThat(answer).isEqualTo(event);
        assertThat(rows()).containsExactly("Ada Lovelace|ada@example.com|ada|" + SignUp.ADA);
        assertThat(function.log())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("{\"timestamp\":\"2")
                .endsWith(",\"level\":\"INFO\",\"message\":\"the user got a row\",\"AWSRequestId\":\"request-1\","
                        + "\"outcome\":\"inserted\",\"event_id\":\"" + SignUp.ADA
                        + "\",\"trigger\":\"PostConfirmation_ConfirmSignUp\"}");
    }

    @Test
    void aRetryAndAForgottenPasswordChangeNothing() {
        var function = function();
        function.invoke(SignUp.ofAda().event());
        server.execute(database, "UPDATE users SET handle = 'countess', display_name = 'The Countess'");

        function.invoke(SignUp.ofAda().event());
        function.invoke(
                SignUp.ofAda().trigger("PostConfirmation_ConfirmForgotPassword").event());

        assertThat(rows()).containsExactly("The Countess|ada@example.com|countess|" + SignUp.ADA);
    }

    @Test
    void aRowOfTheSeedsGetsTheId() {
        server.execute(
                database,
                "INSERT INTO users (display_name, handle, email, cognito_user_id) VALUES"
                        + " ('Ada', 'ada', 'old@example.com', 'MOCK'), ('Grace', 'grace', 'g@example.com', 'MOCK')");

        function().invoke(SignUp.ofAda().event());

        assertThat(rows()).containsExactly("Ada|old@example.com|ada|" + SignUp.ADA, "Grace|g@example.com|grace|MOCK");
    }

    @Test
    void aRowOfAnotherUserIsNotTakenOver() {
        server.execute(
                database,
                "INSERT INTO users (display_name, handle, email, cognito_user_id) VALUES ('Ada', 'ada', 'a@b.c',"
                        + " 'other')");
        var function = function();

        assertThatThrownBy(() -> function.invoke(SignUp.ofAda().event()))
                .hasMessage("the row of table \"users\" with the user's handle is linked to another user");

        assertThat(rows()).containsExactly("Ada|a@b.c|ada|other");
        assertThat(function.log()).first().asString().contains("\"level\":\"ERROR\"", "\"kind\":\"refused\"");
    }

    private FunctionHarness function() {
        return new FunctionHarness(
                Map.of("CONNECTION_URL", "postgresql://postgres@127.0.0.1:%d/%s".formatted(server.port(), database)),
                PostConfirmation::new);
    }

    private List<String> rows() {
        return server.rows(database, ROWS);
    }
}
