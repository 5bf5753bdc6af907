package dev.dbops.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedSecrets;
import dev.dbops.lambda.cognito.SignUp;
import dev.dbops.lambda.process.FailedStart;
import dev.dbops.lambda.process.FunctionAnswer;
import dev.dbops.lambda.process.FunctionProcess;
import dev.dbops.testing.GuardedServer;
import dev.dbops.testing.TestCertificates;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package, run as Lambda runs it. */
class PostConfirmationHandlerIT {
    private static final String HANDLER = "dev.dbops.lambda.PostConfirmationHandler";
    private static final String TABLE =
            "CREATE TABLE users (cognito_user_id text, handle text, email text, display_name text)";
    private static final String RDS_HOST = "cruddur.abc123.eu-central-1.rds.amazonaws.com";
    private static final String IDS = "SELECT cognito_user_id FROM users ORDER BY 1";

    /** The server notices the end of a connection a little later. */
    private static final String NOBODY_IS_CONNECTED = """
        DO $$
        BEGIN
            FOR attempt IN 1..200 LOOP
                PERFORM pg_stat_clear_snapshot();
                IF NOT EXISTS (SELECT FROM pg_stat_activity WHERE usename = 'app') THEN RETURN; END IF;
                PERFORM pg_sleep(0.05);
            END LOOP;
            RAISE EXCEPTION 'the function is connected';
        END
        $$
        """;

    @TempDir
    private static Path directory;

    private static Path authority;
    private static TestCertificates.Server certificate;

    @BeforeAll
    static void certify() throws IOException, InterruptedException {
        var certificates = new TestCertificates(directory);
        authority = certificates.authority();
        certificate = certificates.sign(RDS_HOST, "-1d", 30);
    }

    @Test
    void oneUserInSeveralEnvironmentsAtOnceGetsOneRow() throws IOException {
        try (var logged = LoggedServer.start()) {
            var server = logged.server();
            for (var index : List.of("", "; CREATE UNIQUE INDEX ON users (cognito_user_id)")) {
                var database = server.newDatabase().database();
                server.execute(database, TABLE + index);
                var functions = environments(4, Map.of("CONNECTION_URL", url(server, database)));
                try {
                    // when
                    var answers = functions.stream()
                            .map(function -> function.begin(SignUp.ofAda().event()))
                            .toList();
                    var again = functions.stream()
                            .map(function -> function.begin(SignUp.ofAda()
                                    .trigger("PostConfirmation_ConfirmForgotPassword")
                                    .event()))
                            .toList();

                    // then
                    assertThat(answers).allSatisfy(PostConfirmationHandlerIT::succeeds);
                    assertThat(again).allSatisfy(PostConfirmationHandlerIT::succeeds);
                    assertThat(server.rows(database, IDS)).containsExactly(SignUp.ADA);
                } finally {
                    functions.forEach(FunctionProcess::close);
                }
            }
            assertThat(logged.connections()).as("one for each environment").isEqualTo(8);
            assertThat(logged.statements()).isNotEmpty().noneMatch(logged::bindsASession);
        }
    }

    private static void succeeds(CompletableFuture<FunctionAnswer> answer) {
        assertThat(answer.join()).returns(false, FunctionAnswer::isError);
    }

    @Test
    void twentyEnvironmentsHaveTwentyConnections() throws IOException {
        try (var logged = LoggedServer.start()) {
            var server = logged.server();
            var database = server.newDatabase().database();
            server.execute(database, TABLE);
            var functions = environments(20, Map.of("CONNECTION_URL", url(server, database)));
            try {
                for (var round = 0; round < 3; round++) {
                    var answers = new ArrayList<CompletableFuture<FunctionAnswer>>();
                    for (var function : functions) {
                        var number = round * 20 + answers.size();
                        answers.add(function.begin(SignUp.of("sub-%02d".formatted(number), "user%02d".formatted(number))
                                .event()));
                    }
                    assertThat(answers).allSatisfy(PostConfirmationHandlerIT::succeeds);
                }

                assertThat(server.rows(database, IDS)).hasSize(60);
                assertThat(logged.connections()).isEqualTo(20);
            } finally {
                functions.forEach(FunctionProcess::close);
            }
        }
    }

    private static List<FunctionProcess> environments(int number, Map<String, String> variables) {
        var functions = new ArrayList<FunctionProcess>();
        for (var i = 0; i < number; i++) {
            functions.add(FunctionProcess.start(HANDLER, variables));
        }
        return functions;
    }

    @Test
    void aConnectionThatWasClosedDuringAFreezeIsReplaced() {
        var server = TestServer.carried();
        var database = server.newDatabase().database();
        server.execute(database, TABLE);
        try (var function = FunctionProcess.start(HANDLER, Map.of("CONNECTION_URL", url(server, database)))) {
            assertThat(function.invoke(SignUp.ofAda().event()).isError()).isFalse();

            function.freeze();
            server.execute(
                    "postgres",
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'".formatted(database));
            function.thaw();

            assertThat(function.invoke(SignUp.of("other", "other").event()).isError())
                    .isFalse();
            assertThat(server.rows(database, IDS)).hasSize(2);
        }
    }

    @Test
    void aSnapshotHoldsNeitherConnectionsNorPasswords() throws IOException, SQLException {
        var aws = AwsEmulator.reset();
        var secrets = new EmulatedSecrets(aws);
        try (var server = GuardedServer.start(certificate.key(), certificate.certificate())) {
            // given
            server.execute("CREATE ROLE app LOGIN PASSWORD 'first word'; " + TABLE + "; GRANT ALL ON users TO app");
            secrets.create("cruddur", EmulatedSecrets.json("app", "first word"));
            try (var function = FunctionProcess.startForSnapshot(HANDLER, ofSecret(aws, server))) {
                // when
                function.awaitSnapshot();
                server.execute(NOBODY_IS_CONNECTED);
                server.execute("ALTER ROLE app PASSWORD 'second word'");
                secrets.rotate("cruddur", EmulatedSecrets.json("app", "second word"));
                function.restore();

                // then
                assertThat(function.invoke(SignUp.ofAda().event()).isError())
                        .as(() -> function.log().toString())
                        .isFalse();
            }
        }
    }

    @Test
    void aRotationBetweenTwoInvocationsIsSurvived() throws IOException, SQLException {
        var aws = AwsEmulator.reset();
        var secrets = new EmulatedSecrets(aws);
        try (var server = GuardedServer.start(certificate.key(), certificate.certificate())) {
            // given
            server.execute("CREATE ROLE app LOGIN PASSWORD 'first word'; " + TABLE + "; GRANT ALL ON users TO app");
            secrets.create("cruddur", EmulatedSecrets.json("app", "first word"));
            try (var function = FunctionProcess.start(HANDLER, ofSecret(aws, server))) {
                assertThat(function.invoke(SignUp.ofAda().event()).isError())
                        .as(() -> function.log().toString())
                        .isFalse();

                // when
                server.execute("ALTER ROLE app PASSWORD 'second word'");
                secrets.rotate("cruddur", EmulatedSecrets.json("app", "second word"));
                server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'");

                // then
                assertThat(function.invoke(SignUp.of("other", "other").event()).isError())
                        .as(() -> function.log().toString())
                        .isFalse();
                assertThat(function.log()).noneMatch(line -> line.contains("word"));
            }
        }
    }

    private static Map<String, String> ofSecret(AwsEmulator aws, GuardedServer server) {
        var variables = new HashMap<>(aws.variables());
        variables.put("CONNECTION_URL", verified("", server.port(), "secret=cruddur"));
        return variables;
    }

    @Test
    void aTokenOfIamIsSignedInTheFunction() throws IOException {
        // given: an instance that accepts any token
        var aws = AwsEmulator.reset();
        try (var instance = TestServer.builder(TestServer.CARRIED)
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_key_file", certificate.key().toString())
                .setServerConfig("ssl_cert_file", certificate.certificate().toString())
                .start()) {
            var server = TestServer.at(instance.getPort());
            server.execute("postgres", TABLE);
            var variables = new HashMap<>(aws.variables());
            variables.put("CONNECTION_URL", verified("postgres@", server.port(), "iam_auth=true"));

            // when
            try (var function = FunctionProcess.start(HANDLER, variables)) {
                var answer = function.invoke(SignUp.ofAda().event());

                // then
                assertThat(answer.isError()).as(() -> function.log().toString()).isFalse();
            }
            assertThat(server.rows("postgres", IDS)).containsExactly(SignUp.ADA);
        }
    }

    @Test
    void aFailureIsOneLineAndTheEnvironmentContinues() {
        var server = TestServer.carried();
        var database = server.newDatabase().database();
        try (var function = FunctionProcess.start(HANDLER, Map.of("CONNECTION_URL", url(server, database)))) {
            // when
            var answer = function.invoke(SignUp.ofAda().event());

            // then
            var sentence = "there is no table public.users in database \\\"%s\\\"".formatted(database);
            assertThat(answer.isError()).isTrue();
            assertThat(answer.body()).contains(sentence, "dev.dbops.lambda.runtime.FunctionFailure");
            assertThat(function.awaitLog(sentence))
                    .contains("\"level\":\"ERROR\"", "\"AWSRequestId\":\"" + answer.requestId() + "\"");
            server.execute(database, TABLE);
            assertThat(function.invoke(SignUp.ofAda().event()).isError()).isFalse();
        }
    }

    @Test
    void aWrongVariableIsReportedAtTheStart() {
        try (var function = FunctionProcess.start(
                HANDLER, Map.of("CONNECTION_URL", "postgresql://app:word@h/d" + "?sslmode=none"))) {
            assertThatThrownBy(function::awaitReady)
                    .isInstanceOf(FailedStart.class)
                    .hasMessageContaining("sslmode");
            assertThat(function.awaitLog("sslmode"))
                    .contains("\"level\":\"ERROR\"", "CONNECTION_URL")
                    .doesNotContain("word");
        }
    }

    /** A password from AWS is sent only to a server that proves its identity. */
    private static String verified(String user, int port, String login) {
        return "postgresql://%s%s:%d/postgres?%s&hostaddr=127.0.0.1&sslrootcert=%s&connect_timeout=60"
                .formatted(user, RDS_HOST, port, login, authority);
    }

    /** Many functions start at once here, on few processors. */
    private static String url(TestServer server, String database) {
        return "postgresql://postgres@127.0.0.1:%d/%s?connect_timeout=60".formatted(server.port(), database);
    }
}
