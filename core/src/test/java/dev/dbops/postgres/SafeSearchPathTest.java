package dev.dbops.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.testing.TestServer;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeSearchPathTest {
    private static final String OWN_PATH = "SELECT current_setting('search_path')";

    @ParameterizedTest
    @ValueSource(ints = {13, 17, 18})
    void ownStatementsHaveOurPathAndTheUsersStaysAsItIs(int version) throws SQLException {
        var server = TestServer.ofMajor(version);
        var target = server.newDatabase();
        server.execute(
                target.database(),
                "CREATE SCHEMA app; CREATE TABLE app.t (id int);"
                        + " ALTER DATABASE %s SET search_path = app, public".formatted(target.database()));
        try (var database = Database.connect(target)) {
            assertThat(path(database)).isEqualTo("app, public");
            assertThat(own(database)).containsExactly(SafeSearchPath.PATH);
            assertThat(path(database)).isEqualTo("app, public");

            database.connection().setAutoCommit(false);
            database.executeAsIs("SET search_path = public, app");
            assertThat(own(database)).containsExactly(SafeSearchPath.PATH);
            assertThat(path(database)).isEqualTo("public, app");
            database.connection().commit();
            database.connection().setAutoCommit(true);
            assertThat(path(database)).isEqualTo("public, app");

            database.executeAsIs("BEGIN; SET LOCAL search_path = app");
            assertThat(own(database)).containsExactly(SafeSearchPath.PATH);
            assertThat(path(database)).isEqualTo("app");
            database.executeAsIs("ROLLBACK");
            assertThat(path(database)).isEqualTo("public, app");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 17, 18})
    void resultsThatDependOnThePathAtRunTimeUseTheUsersPath(int version) {
        var target = TestServer.ofMajor(version).newDatabase();
        try (var database = Database.connect(target)) {
            database.executeAsIs("CREATE TABLE public.t (id int)");
            var sql = "SELECT c.oid::regclass::text FROM pg_class AS c WHERE c.oid = to_regclass(?)";

            assertThat(database.queryAsUser(sql, row -> row.getString(1), "t")).containsExactly("t");
            assertThat(database.query(sql, row -> row.getString(1), "t")).isEmpty();
            assertThat(database.query(sql, row -> row.getString(1), "public.t")).containsExactly("public.t");

            database.executeAsIs("BEGIN");
            assertThat(database.queryAsUser(sql, row -> row.getString(1), "t")).containsExactly("t");
            database.executeAsIs("COMMIT");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 17, 18})
    void aFailedQueryLeavesNoOpenTransaction(int version) {
        var target = TestServer.ofMajor(version).newDatabase();
        try (var database = Database.connect(target)) {
            assertThatThrownBy(() -> database.queryAsUser("SELECT 1 / 0", row -> row.getInt(1)))
                    .isInstanceOf(OpsException.class)
                    .hasMessageContaining("division by zero");
            assertThat(own(database)).containsExactly(SafeSearchPath.PATH);
        }
    }

    private static List<String> own(Database database) {
        return database.query(OWN_PATH, row -> row.getString(1));
    }

    private static String path(Database database) throws SQLException {
        try (var statement = database.connection().createStatement();
                var row = statement.executeQuery("SHOW search_path")) {
            row.next();
            return row.getString(1);
        }
    }
}
