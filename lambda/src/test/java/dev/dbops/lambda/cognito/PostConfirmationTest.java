package dev.dbops.lambda.cognito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.lambda.FunctionHarness;
import dev.dbops.lambda.runtime.FunctionFailure;
import dev.dbops.testing.CuttingProxy;
import dev.dbops.testing.GuardedServer;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void twentyEventsAtOnceShareTheConnectionAndOneUserHasOneRow() throws Exception {
        var function = new FunctionHarness(variables("DB_OPS_POOL_SIZE", "2"), PostConfirmation::new);
        try (var threads = Executors.newFixedThreadPool(20)) {
            var answers = new ArrayList<Future<String>>();
            for (var i = 0; i < 100; i++) {
                var user = i % 10 == 0 ? SignUp.of("sub-" + i, "user" + i) : SignUp.ofAda();
                answers.add(threads.submit(() -> function.invoke(user.event())));
                assertThat(connections()).isLessThanOrEqualTo(2);
            }
            for (var answer : answers) {
                answer.get();
            }
        }
        assertThat(rows())
                .hasSize(11)
                .filteredOn(row -> row.endsWith(SignUp.ADA))
                .hasSize(1);
        assertThat(connections()).isBetween(1L, 2L);
    }

    private long connections() {
        return server.rows(
                        database,
                        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE"
                                + " 'db-ops/%'")
                .size();
    }

    @Test
    void otherTriggersAreReturnedUnchanged() {
        var function = function();
        var event = SignUp.ofAda().trigger("PreSignUp_SignUp").event();

        assertThat(function.invoke(event)).isEqualTo(event);

        assertThat(rows()).isEmpty();
        assertThat(function.log()).first().asString().contains("nothing to do for this trigger", "PreSignUp_SignUp");
    }

    @Test
    void missingAttributesAreReplacedWhereTheColumnsRequireAValue() {
        function().invoke(SignUp.ofAda().without("name").event());
        function()
                .invoke(SignUp.of("grace-sub", "")
                        .without("preferred_username")
                        .without("name")
                        .with("email", "grace@example.com")
                        .loggingInAs("Grace")
                        .event());
        function()
                .invoke(SignUp.of("alan-sub", "")
                        .without("preferred_username")
                        .with("name", "Alan")
                        .with("email", "alan@example.com")
                        .event());

        assertThat(rows())
                .containsExactlyInAnyOrder(
                        "ada|ada@example.com|ada|" + SignUp.ADA,
                        "Grace|grace@example.com|Grace|grace-sub",
                        "Alan|alan@example.com|alan-sub|alan-sub");
    }

    @Test
    void missingAttributesAreNullWhereTheColumnsAllowIt() {
        server.execute(
                database,
                "ALTER TABLE users ALTER handle DROP NOT NULL, ALTER email DROP NOT NULL, ALTER display_name DROP NOT"
                        + " NULL");

        function()
                .invoke(SignUp.ofAda()
                        .without("preferred_username")
                        .without("email")
                        .without("name")
                        .loggingInAs("ada")
                        .event());

        assertThat(rows()).containsExactly("null|null|null|" + SignUp.ADA);
    }

    @Test
    void aMissingAddressFailsWhereTheColumnRequiresOne() {
        var function = function();

        assertThatThrownBy(() -> function.invoke(SignUp.ofAda().without("email").event()))
                .hasMessage("the user has no email, and column \"email\" of table \"users\" must not be null");

        assertThat(rows()).isEmpty();
    }

    @Test
    void rowsCanBeMatchedByVerifiedAddresses() {
        server.execute(
                database,
                "INSERT INTO users (display_name, handle, email, cognito_user_id) VALUES"
                        + " ('Ada', 'countess', 'ADA@example.com', 'MOCK')");
        var function = new FunctionHarness(variables("DB_OPS_USERS_MATCH", "email"), PostConfirmation::new);

        assertThatThrownBy(() ->
                        function.invoke(SignUp.ofAda().without("email_verified").event()))
                .hasMessage("a row of table \"users\" has the user's email, which is not verified");
        function.invoke(SignUp.ofAda().event());

        assertThat(rows()).containsExactly("Ada|ADA@example.com|countess|" + SignUp.ADA);
    }

    @Test
    void severalRowsWithTheHandleAreNotGuessedAt() {
        server.execute(
                database,
                "INSERT INTO users (display_name, handle, email, cognito_user_id) VALUES"
                        + " ('A', 'ada', 'a@b.c', 'MOCK'), ('B', 'ada', 'b@b.c', '')");
        var function = function();

        assertThatThrownBy(() -> function.invoke(SignUp.ofAda().event()))
                .hasMessage("several rows of table \"users\" have the user's handle");
    }

    @Test
    void tableAndColumnsCanHaveAnyNames() {
        server.execute(database, """
            CREATE SCHEMA "My App";
            CREATE DOMAIN "My App".mail AS text;
            CREATE TABLE "My App"."User s" ("the ""id" uuid UNIQUE, nick varchar(10), "E-Mail" "My App".mail, full_name text)
            """);
        var variables = variables("DB_OPS_USERS_TABLE", "\"My App\".\"User s\"");
        variables.put("DB_OPS_USERS_ID_COLUMN", "\"the \"\"id\"");
        variables.put("DB_OPS_USERS_HANDLE_COLUMN", "nick");
        variables.put("DB_OPS_USERS_EMAIL_COLUMN", "\"E-Mail\"");
        variables.put("DB_OPS_USERS_NAME_COLUMN", "full_name");
        var function = new FunctionHarness(variables, PostConfirmation::new);

        function.invoke(SignUp.ofAda().with("name", "'; DROP TABLE users; --").event());
        function.invoke(SignUp.ofAda().event());

        assertThat(server.rows(database, "SELECT * FROM \"My App\".\"User s\""))
                .containsExactly(SignUp.ADA + "|ada|ada@example.com|'; DROP TABLE users; --");
        assertThatThrownBy(() -> function.invoke(SignUp.of("3bd0cb3c-f65e-4a05-9d2a-5f9b7a3f0a11", "ada_of_lovelace")
                        .event()))
                .hasMessage("value too long for type character varying(10)");
    }

    @Test
    void theExampleSchemaIsFilled() {
        server.execute(database, "DROP TABLE users");
        server.execute(database, script("schema.sql"));
        server.execute(database, script("seed.sql"));

        function().invoke(SignUp.ofAda().event());
        function().invoke(SignUp.of("hopper-sub", "hopper").event());

        assertThat(rows())
                .containsExactly(
                        "Ada Lovelace|ada@example.com|ada|" + SignUp.ADA,
                        "Grace Hopper|grace@example.com|grace|null",
                        "Ada Lovelace|hopper@example.com|hopper|hopper-sub");
    }

    private static String script(String name) {
        try {
            return Files.readString(Path.of("..", name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anAddressThatAnotherRowHasIsExplained() {
        server.execute(
                database,
                "CREATE UNIQUE INDEX ON users (email); INSERT INTO users (display_name, handle, email, cognito_user_id)"
                        + " VALUES ('Ada', 'countess', 'ada@example.com', 'MOCK')");
        var function = function();

        assertThatThrownBy(() -> function.invoke(SignUp.ofAda().event())).hasMessageStartingWith("duplicate key value");

        assertThat(function.log()).first().asString().contains("\"sqlstate\":\"23505\"", "DB_OPS_USERS_MATCH=email");
        assertThat(rows()).hasSize(1);
    }

    @Test
    void theTableIsLookedUpAgainWhenItWasAltered() {
        var function = function();
        function.invoke(SignUp.ofAda().event());
        server.execute(database, "ALTER TABLE users DROP COLUMN display_name");

        assertThatThrownBy(() -> function.invoke(SignUp.of("b", "b").event()))
                .hasMessageContaining("column \"display_name\" of relation \"users\" does not exist");

        function.invoke(SignUp.of("b", "b").event());
        assertThat(server.rows(database, "SELECT handle FROM users ORDER BY 1")).containsExactly("ada", "b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                        | the event is not a JSON object",
                "null                                      | the event is not a JSON object",
                "[]                                        | the event is not a JSON object",
                "{\"triggerSource\"                         | the event is not valid JSON",
                "{} {}                                     | the event has text after its JSON object",
                "{}                                        | the event has no \"triggerSource\"",
                "{\"Records\": [{\"body\": \"{}\"}]}          | the event has no \"triggerSource\"",
                "{\"triggerSource\": [\"a\"]}                 | the event has no \"triggerSource\"",
                "{\"triggerSource\": \"PostConfirmation_X\"} | the event has no \"sub\" in its request.userAttributes",
                "{\"triggerSource\": \"PostConfirmation_X\", \"request\": {\"userAttributes\": [1, {\"sub\": 2}]}} "
                        + "| the event has no \"sub\" in its request.userAttributes",
            })
    void malformedEventsFail(String event, String message) {
        var function = function();

        assertThatThrownBy(() -> function.invoke(event))
                .isInstanceOf(FunctionFailure.class)
                .hasMessage(message);

        assertThat(function.log().stream().filter(line -> line.contains("\"level\":\"ERROR\"")))
                .singleElement()
                .asString()
                .contains(message.replace("\"", "\\\""), "\"AWSRequestId\":\"request-1\"");
    }

    @Test
    void aDatabaseThatIsReadOnlyIsReported() {
        var function = new FunctionHarness(
                Map.of("CONNECTION_URL", url(database) + "?options=-c%20default_transaction_read_only%3Don"),
                PostConfirmation::new);

        assertThatThrownBy(() -> function.invoke(SignUp.ofAda().event()))
                .hasMessageContaining("cannot execute INSERT in a read-only transaction");

        assertThat(function.log()).first().asString().contains("\"sqlstate\":\"25006\"");
    }

    @Test
    void aDatabaseThatDoesNotAnswerFailsBeforeCognitoGivesUp() throws IOException {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var start = System.nanoTime();
            var function = new FunctionHarness(
                    Map.of(
                            "CONNECTION_URL",
                            "postgresql://app:a%20secret%20word@127.0.0.1:" + silent.getLocalPort() + "/d"),
                    PostConfirmation::new);

            assertThatThrownBy(() -> function.invoke(SignUp.ofAda().event()))
                    .hasMessage("no answer from 127.0.0.1:" + silent.getLocalPort());

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(function.log()).noneMatch(line -> line.contains("secret"));
        }
    }

    @Test
    void aRefusedConnectionIsOneLineAndTheNextEventIsHandled() {
        try (var proxy = new CuttingProxy(server.target(database))) {
            proxy.refuse();
            var function = new FunctionHarness(
                    Map.of("CONNECTION_URL", "postgresql://postgres@127.0.0.1:%d/%s".formatted(proxy.port(), database)),
                    PostConfirmation::new);

            assertThatThrownBy(() -> function.invoke(SignUp.ofAda().event()))
                    .hasMessage("connection refused by 127.0.0.1:" + proxy.port());
            assertThat(function.log())
                    .hasSize(2)
                    .first()
                    .asString()
                    .contains("\"level\":\"ERROR\"", "\"kind\":\"unreachable\"", "\"hint\":");

            proxy.accept();
            function.invoke(SignUp.ofAda().event());
            proxy.cut();
            function.invoke(SignUp.of("b", "b").event());
            assertThat(rows()).hasSize(2);
        }
    }

    @Test
    void aWrongPasswordIsReportedAndNotShown() throws IOException, SQLException {
        try (var guarded = GuardedServer.start()) {
            var function = new FunctionHarness(
                    Map.of("CONNECTION_URL", guarded.url("postgres", "not the password", "")), PostConfirmation::new);

            assertThatThrownBy(() -> function.invoke(SignUp.ofAda().event()))
                    .hasMessageContaining("password")
                    .hasMessageNotContaining("not the password");

            assertThat(function.log()).noneMatch(line -> line.contains("not the password"));
        }
    }

    private Map<String, String> variables(String name, String value) {
        var variables = new HashMap<String, String>();
        variables.put("CONNECTION_URL", url(database));
        variables.put(name, value);
        return variables;
    }

    private String url(String name) {
        return "postgresql://postgres@127.0.0.1:%d/%s".formatted(server.port(), name);
    }

    private FunctionHarness function() {
        return new FunctionHarness(Map.of("CONNECTION_URL", url(database)), PostConfirmation::new);
    }

    private List<String> rows() {
        return server.rows(database, ROWS);
    }
}
