package dev.dbops.sqlstate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.OpsException;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Provokes each error of the table on a real server, and reads its hint. */
class SqlStateHintsTest {
    private static final Map<String, Provocation> PROVOCATIONS = Provocations.all();
    private static final TestServer SERVER = TestServer.carried();

    /** The classes of success, warnings and other codes that are not errors. */
    private static final List<String> NO_ERRORS = List.of("00", "01", "02", "03");

    private static ConnectionTarget target;

    @BeforeAll
    static void createDatabase() {
        target = SERVER.newDatabase();
    }

    static List<String> rows() {
        return SqlStateHints.all().stream().map(SqlStateHint::sqlState).toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aServerRaisesTheErrorAndTheHintFollows(String sqlState) throws Exception {
        var provocation = PROVOCATIONS.get(sqlState);
        assertThat(provocation)
                .as("hints.txt knows %s, and Provocations does not know how to provoke it", sqlState)
                .isNotNull();

        var failure = provocation.deed().fail(SERVER, target);

        assertThat(sqlState(failure)).as(failure.toString()).isEqualTo(sqlState);
        assertThat(failure.hint().orElse("no hint")).as(failure.toString()).contains(provocation.hint());
    }

    @Test
    void onlyErrorsOfTheTableAreProvoked() {
        assertThat(rows())
                .containsExactlyInAnyOrderElementsOf(PROVOCATIONS.keySet())
                .isSorted();
    }

    @Test
    void everyRowHasTheFormOfAHint() {
        assertThat(SqlStateHints.all()).allSatisfy(row -> {
            assertThat(List.of(row.meaning(), row.causes(), row.remedy()))
                    .as(row.sqlState())
                    .noneMatch(text -> text.endsWith(".") && !text.endsWith("..."))
                    .noneMatch(String::isBlank);
            assertThat(new Conditions().find(row.sqlState())).as(row.sqlState()).hasSize(1);
        });
    }

    /** PL/pgSQL looks up each name when it compiles the block; it knows only errors. */
    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void theServersKnowEveryCondition(int major) throws SQLException {
        try (var connection =
                        DriverManager.getConnection(TestServer.ofMajor(major).jdbcUrl("postgres"));
                var statement = connection.createStatement()) {
            var unknown = new ArrayList<String>();
            for (var condition : new Conditions().all()) {
                if (!NO_ERRORS.contains(condition.sqlState().substring(0, 2))
                        && !isKnown(statement, condition.name())) {
                    unknown.add(condition.name());
                }
            }
            assertThat(unknown).isEqualTo(unknownTo(major));
        }
    }

    /** db-ops knows every condition of a server, even of one that lacks some of ours. */
    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void theServersKnowNoOtherConditions(int major) throws SQLException {
        var known = new Conditions().all().stream().map(Condition::sqlState).toList();
        var lines = TestServer.ofMajor(major)
                .rows(
                        "postgres",
                        "SELECT line FROM regexp_split_to_table(pg_read_file((SELECT setting FROM pg_config"
                                + " WHERE name = 'SHAREDIR') || '/errcodes.txt'), E'\n') AS line"
                                + " WHERE line ~ '^\\w{5}\\s+[EWS]\\s+\\w+\\s+\\w'");
        assertThat(lines)
                .hasSizeGreaterThan(200)
                .allSatisfy(line -> assertThat(known).contains(line.substring(0, 5)));
    }

    private static List<String> unknownTo(int major) {
        return switch (major) {
            case 13 ->
                List.of(
                        "invalid_argument_for_xquery",
                        "sql_json_item_cannot_be_cast_to_target_type",
                        "transaction_timeout",
                        "idle_session_timeout",
                        "file_name_too_long");
            case 15 -> List.of("invalid_argument_for_xquery", "transaction_timeout", "file_name_too_long");
            case 17 -> List.of("invalid_argument_for_xquery", "file_name_too_long", "snapshot_too_old");
            default -> List.of("snapshot_too_old");
        };
    }

    private static boolean isKnown(Statement statement, String name) throws SQLException {
        try {
            statement.execute("DO $$ BEGIN NULL; EXCEPTION WHEN %s THEN NULL; END $$".formatted(name));
            return true;
        } catch (SQLException e) {
            assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("42704");
            return false;
        }
    }

    @Test
    void everyExtensionOfTheServerHasTheListedFunctionsAndTypes() {
        var available = SERVER.rows("postgres", "SELECT name FROM pg_available_extensions");
        var database = SERVER.newDatabase().database();
        Extensions.functions().forEach((name, extension) -> {
            if (available.contains(extension)) {
                SERVER.execute(database, "CREATE EXTENSION IF NOT EXISTS \"%s\"".formatted(extension));
                assertThat(SERVER.rows(database, "SELECT 1 FROM pg_proc WHERE proname = '%s' LIMIT 1".formatted(name)))
                        .as("%s of %s", name, extension)
                        .hasSize(1);
            }
        });
        Extensions.types().forEach((name, extension) -> {
            if (available.contains(extension)) {
                SERVER.execute(database, "CREATE EXTENSION IF NOT EXISTS \"%s\"".formatted(extension));
                assertThat(SERVER.rows(
                                database,
                                "SELECT typname FROM pg_type WHERE typname = '%1$s' UNION SELECT opcname FROM pg_opclass WHERE opcname = '%1$s'"
                                        .formatted(name)))
                        .as("%s of %s", name, extension)
                        .hasSize(1);
            }
        });
        assertThat(available).contains("citext", "hstore", "pgcrypto", "uuid-ossp");
    }

    /** The page is written again with {@code -Derrors=apply}. */
    @Test
    void theDocumentationListsTheTable() throws Exception {
        var file = Path.of("..", "docs", "errors.md");
        var page = Files.readString(file);
        var from = page.indexOf("## The errors\n");
        assertThat(from).as("docs/errors.md has the section \"The errors\"").isPositive();
        var wanted = page.substring(0, from) + section();
        if ("apply".equals(System.getProperty("errors"))) {
            Files.writeString(file, wanted);
        }
        assertThat(file)
                .as("hints.txt has changed: write docs/errors.md again with ./mvnw test -pl core"
                        + " -Dtest=SqlStateHintsTest -Derrors=apply")
                .hasContent(wanted);
    }

    private static String section() {
        var text = new StringBuilder("## The errors\n\nGenerated from hints.txt by a test.\n\n");
        text.append("| SQLSTATE | meaning | usual causes | what to do |\n|---|---|---|---|\n");
        var conditions = new Conditions();
        for (var row : SqlStateHints.all()) {
            text.append("| `%s` %s | %s | %s | %s |\n"
                    .formatted(
                            row.sqlState(),
                            conditions.find(row.sqlState()).getFirst().name().replace("_", " "),
                            cell(row.meaning()),
                            cell(row.causes()),
                            cell(row.remedy())));
        }
        return text.toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;").replace("_", "\\_");
    }

    private static String sqlState(OpsException failure) {
        return failure.getCause() instanceof SQLException cause ? cause.getSQLState() : "none";
    }
}
