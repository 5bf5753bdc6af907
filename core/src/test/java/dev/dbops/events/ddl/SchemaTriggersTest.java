package dev.dbops.events.ddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Operation;
import dev.dbops.events.capture.CaptureDatabase;
import dev.dbops.events.capture.CaptureOptions;
import dev.dbops.events.capture.Delivery;
import dev.dbops.events.capture.TableChoice;
import dev.dbops.events.capture.TriggerKind;
import dev.dbops.events.capture.TriggerListing;
import dev.dbops.events.capture.TriggerRemoval;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.TableName;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;

/** Event triggers on real servers. */
class SchemaTriggersTest {
    private static final String TABLES = """
        CREATE TABLE users (id int PRIMARY KEY, name varchar(20) NOT NULL);
        CREATE TABLE posts (id int PRIMARY KEY);
        CREATE TABLE other (id int PRIMARY KEY);
        """;

    /** The events as {@code table op}, for a change of a definition with the command and the columns. */
    private static final String EVENTS = """
        SELECT concat_ws(' ', table_name, op, after ->> 'command', CASE WHEN op = 's' THEN coalesce((
                   SELECT string_agg(c ->> 'name', ',' ORDER BY i)
                     FROM jsonb_array_elements(after -> 'after' -> 'columns') WITH ORDINALITY AS c (c, i)), 'gone') END)
          FROM dbops.event_log
         ORDER BY seq
        """;

    private static CaptureDatabase captured(int major) {
        var db = new CaptureDatabase(major);
        db.run(TABLES).install("users", "posts");
        assertThat(new SchemaTriggers(db.database()).install().state()).isEqualTo("installed");
        return db;
    }

    private static CaptureDatabase emptied(int major) {
        return captured(major).run("DELETE FROM dbops.event_log");
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void theColumnsOfCapturedTablesAreLoggedAtTheInstallation(int major) {
        try (var db = captured(major)) {
            assertThat(db.rows(EVENTS)).containsExactly("posts s CREATE TABLE id", "users s CREATE TABLE id,name");
            assertThat(db.rows("SELECT after FROM dbops.event_log WHERE table_name = 'users'"))
                    .containsExactly("{\"after\": {\"table\": \"users\", \"schema\": \"public\", \"columns\": ["
                            + "{\"key\": 1, \"name\": \"id\", \"type\": \"integer\", \"not_null\": true}, "
                            + "{\"name\": \"name\", \"type\": \"character varying(20)\", \"not_null\": true}]}, "
                            + "\"before\": null, \"command\": \"CREATE TABLE\", \"statement\": null}");

            assertThat(new SchemaTriggers(db.database()).install().state()).isEqualTo("unchanged");
            db.install("other");

            assertThat(db.rows(EVENTS)).hasSize(3).last().isEqualTo("other s CREATE TABLE id");
            assertThat(new SchemaTriggers(db.database()).drift()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 18})
    void eachChangeOfACapturedTableIsLogged(int major) {
        try (var db = emptied(major)) {
            db.run("ALTER TABLE users ADD COLUMN nick text, ADD COLUMN age int")
                    .run("ALTER TABLE users DROP COLUMN nick")
                    .run("ALTER TABLE users RENAME COLUMN name TO full_name")
                    .run("ALTER TABLE users ALTER COLUMN age TYPE bigint")
                    .run("ALTER TABLE users ALTER COLUMN full_name DROP NOT NULL")
                    .run("ALTER TABLE users RENAME TO people")
                    .run("CREATE SCHEMA shop; ALTER TABLE people SET SCHEMA shop")
                    .run("ALTER SCHEMA shop RENAME TO store")
                    .run("DROP TABLE store.people, posts");

            assertThat(db.rows(EVENTS))
                    .containsExactly(
                            "users s ALTER TABLE id,name,nick,age",
                            "users s ALTER TABLE id,name,age",
                            "users s ALTER TABLE id,full_name,age",
                            "users s ALTER TABLE id,full_name,age",
                            "users s ALTER TABLE id,full_name,age",
                            "users s ALTER TABLE id,full_name,age",
                            "people s ALTER TABLE id,full_name,age",
                            "people s ALTER SCHEMA id,full_name,age",
                            "posts s DROP TABLE gone",
                            "people s DROP TABLE gone");
            assertThat(db.rows("""
                SELECT after ->> 'statement', after -> 'before' ->> 'table', after -> 'after' ->> 'table'
                  FROM dbops.event_log
                 ORDER BY seq OFFSET 5 LIMIT 1
                """)).containsExactly("ALTER TABLE users RENAME TO people|users|people");
            assertThat(db.rows("SELECT after -> 'after' -> 'columns' -> 2 ->> 'type' FROM dbops.event_log WHERE"
                            + " after ->> 'statement' LIKE '%TYPE bigint'"))
                    .containsExactly("bigint");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 18})
    void onlyWhatChangesADefinitionIsLogged(int major) {
        try (var db = emptied(major)) {
            db.run("CREATE TABLE copy AS SELECT * FROM users")
                    .run("ALTER TABLE copy ADD COLUMN x int; DROP TABLE copy")
                    .run("ALTER TABLE other ADD COLUMN x int")
                    .run("ALTER TABLE users SET (fillfactor = 70); ALTER TABLE users ADD CHECK (id > 0)")
                    .run("CREATE INDEX ON users (name); ALTER TABLE users DISABLE TRIGGER ALL")
                    .run("BEGIN; ALTER TABLE users ADD COLUMN x int; INSERT INTO posts VALUES (1); ROLLBACK")
                    .run("SET session_replication_role = replica; ALTER TABLE users ADD COLUMN y int;"
                            + " RESET session_replication_role");

            assertThat(db.rows(EVENTS)).isEmpty();

            new SchemaTriggers(db.database()).install();

            assertThat(db.rows(EVENTS)).containsExactly("users s ALTER TABLE id,name,y");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 18})
    void aChangeHasItsPlaceAmongTheRows(int major) {
        try (var db = emptied(major)) {
            db.run("BEGIN; INSERT INTO users VALUES (1, 'a'); ALTER TABLE users ADD COLUMN nick text;"
                    + " INSERT INTO users VALUES (2, 'b', 'c'); COMMIT");

            assertThat(db.rows(EVENTS)).containsExactly("users c", "users s ALTER TABLE id,name,nick", "users c");
            assertThat(db.rows("SELECT count(DISTINCT xid) FROM dbops.event_log"))
                    .containsExactly("1");

            db.run("DO 'BEGIN ALTER TABLE users ADD COLUMN x int; ALTER TABLE posts ADD COLUMN x int; END'");

            assertThat(db.rows("SELECT table_name, after ->> 'statement' FROM dbops.event_log ORDER BY seq OFFSET 3"))
                    .containsExactly(
                            "users|DO 'BEGIN ALTER TABLE users ADD COLUMN x int; ALTER TABLE posts ADD COLUMN x int;"
                                    + " END'",
                            "posts|DO 'BEGIN ALTER TABLE users ADD COLUMN x int; ALTER TABLE posts ADD COLUMN x int;"
                                    + " END'");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 18})
    void aChangeThatReachesATableIndirectlyIsLogged(int major) {
        try (var db = new CaptureDatabase(major)) {
            db.run("""
                CREATE TYPE mood AS ENUM ('good');
                CREATE TABLE parent (id int PRIMARY KEY, mood mood);
                CREATE TABLE child (PRIMARY KEY (id)) INHERITS (parent);
                CREATE TABLE part (id int PRIMARY KEY) PARTITION BY RANGE (id);
                CREATE TABLE low PARTITION OF part FOR VALUES FROM (0) TO (1000);
                """).install("child", "part");
            new SchemaTriggers(db.database()).install();
            db.run("DELETE FROM dbops.event_log")
                    .run("ALTER TABLE parent ADD COLUMN x int")
                    .run("ALTER TYPE mood RENAME TO humour")
                    .run("ALTER TABLE part ADD COLUMN x int")
                    .run("CREATE TABLE high PARTITION OF part FOR VALUES FROM (1000) TO (2000)")
                    .run("DROP TYPE humour CASCADE")
                    .run("DROP TABLE high")
                    .run("DROP TABLE parent CASCADE");

            assertThat(db.rows(EVENTS))
                    .containsExactly(
                            "child s ALTER TABLE id,mood,x",
                            "child s ALTER TYPE id,mood,x",
                            "part s ALTER TABLE id,x",
                            "child s DROP TYPE id,x",
                            "child s DROP TABLE gone");
        }
    }

    @Test
    void anEventSaysWhichColumnsAreNotCaptured() {
        try (var db = new CaptureDatabase(17)) {
            db.run("CREATE TABLE users (id int PRIMARY KEY, \"a,\"\"b\" text, \"a\" text, secret text)")
                    .install(
                            new CaptureOptions(
                                    Operation.CAPTURED,
                                    List.of(),
                                    List.of("a,\"b", "secret"),
                                    false,
                                    "",
                                    Delivery.NONE),
                            "users");
            new SchemaTriggers(db.database()).install();
            var columns = "SELECT c ->> 'name', c ->> 'captured' FROM dbops.event_log, jsonb_array_elements(after ->"
                    + " 'after' -> 'columns') AS c WHERE seq = (SELECT max(seq) FROM dbops.event_log)";

            assertThat(db.rows(columns)).containsExactly("id|null", "a,\"b|false", "a|null", "secret|false");

            db.install(
                    new CaptureOptions(Operation.CAPTURED, List.of("a"), List.of(), false, "", Delivery.NONE), "users");

            assertThat(db.rows(columns)).containsExactly("id|null", "a,\"b|false", "a|null", "secret|false");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 18})
    void anyOwnerOfATableMayAlterIt(int major) {
        try (var db = emptied(major)) {
            db.run("DROP ROLE IF EXISTS ddl_owner; CREATE ROLE ddl_owner; ALTER TABLE users OWNER TO ddl_owner;"
                    + " SET ROLE ddl_owner; ALTER TABLE users ADD COLUMN nick text; RESET ROLE;"
                    + " ALTER TABLE users OWNER TO CURRENT_USER; DROP ROLE ddl_owner");

            assertThat(db.rows(EVENTS)).containsExactly("users s ALTER TABLE id,name,nick");
        }
    }

    @Test
    void aCommandThatCannotBeLoggedFailsWithTheWayOut() {
        try (var db = emptied(17)) {
            db.run("ALTER TABLE dbops.event_log ADD CHECK (op <> 's')");

            assertThatThrownBy(() -> alter(db)).isInstanceOfSatisfying(PSQLException.class, e -> {
                assertThat(e.getMessage())
                        .contains("dbops: the change of a captured table cannot be logged: new row for relation");
                assertThat(e.getSQLState()).isEqualTo("23514");
                assertThat(e.getServerErrorMessage().getHint()).contains("db-ops triggers-remove --ddl");
            });
            db.run("ALTER TABLE other ADD COLUMN nick text");

            assertThat(new SchemaTriggers(db.database()).remove()).isTrue();
            db.run("ALTER TABLE users ADD COLUMN nick text");
        }
    }

    private static void alter(CaptureDatabase db) throws SQLException {
        try (var statement = db.database().connection().createStatement()) {
            statement.execute("ALTER TABLE users ADD COLUMN nick text");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 18})
    void partsThatAreDroppedByHandDoNotBreakCommands(int major) {
        try (var db = emptied(major)) {
            db.run("DROP TABLE dbops.event_log; ALTER TABLE users ADD COLUMN a int")
                    .run("DROP TABLE dbops.capture; ALTER TABLE users ADD COLUMN b int")
                    .run("DROP FUNCTION dbops.log_schema_changes; ALTER TABLE users ADD COLUMN c int")
                    .run("DROP SCHEMA dbops CASCADE; ALTER TABLE users ADD COLUMN d int");

            assertThat(db.rows("SELECT count(*) FROM pg_event_trigger")).containsExactly("0");
        }
    }

    @Test
    void aRoleWithoutThePrivilegeGetsASentenceAndNothingIsInstalled() {
        var server = TestServer.ofMajor(17);
        var target = server.newDatabase();
        var role = target.database() + "_role";
        server.execute(
                target.database(),
                "CREATE ROLE %2$s LOGIN; GRANT CREATE ON DATABASE \"%1$s\" TO %2$s".formatted(target.database(), role));
        try (var database = Database.connect(new ConnectionTarget(
                target.hosts(), target.database(), role, Optional.empty(), target.parameters(), target.origin()))) {
            assertThatThrownBy(() -> new SchemaTriggers(database).install())
                    .isInstanceOfSatisfying(OpsException.class, e -> {
                        assertThat(e.kind()).isEqualTo(Kind.SQL);
                        assertThat(e.getMessage())
                                .startsWith("role \"" + role + "\" may not create or drop event triggers");
                        assertThat(e.hint().orElseThrow()).contains("rds_superuser");
                    });
            assertThat(new SchemaTriggers(database).exist()).isFalse();
        }
    }

    @Test
    void theListShowsWhatNoLongerFits() {
        try (var db = captured(17)) {
            db.run("ALTER EVENT TRIGGER dbops_schema_dropped DISABLE; DROP EVENT TRIGGER dbops_schema_changed;"
                    + " COMMENT ON FUNCTION dbops.capture_schema_change() IS 'db-ops 0'");

            assertThat(new TriggerListing(db.database()).list()).last().satisfies(row -> {
                assertThat(row.kind()).isEqualTo("ddl");
                assertThat(row.drift())
                        .containsExactly(
                                "event trigger dbops_schema_changed is missing",
                                "event trigger dbops_schema_dropped is disabled",
                                "the functions of the event triggers are of another version of db-ops, or were"
                                        + " altered");
            });
            assertThat(new SchemaTriggers(db.database()).install().state()).isEqualTo("replaced");
            assertThat(new SchemaTriggers(db.database()).drift()).isEmpty();
        }
    }

    @Test
    void theRemovalOfTheLogRemovesThem() {
        try (var db = captured(13)) {
            new TriggerRemoval(db.database(), Set.of(TriggerKind.EVENTS), true)
                    .remove(new TableChoice(List.<TableName>of(), "", true));

            assertThat(db.rows("SELECT count(*) FROM pg_event_trigger")).containsExactly("0");
            db.run("ALTER TABLE users ADD COLUMN a int");
        }
    }

    @Test
    void aLogOfAnEarlierVersionGetsWhatItLacks() {
        try (var db = new CaptureDatabase(15)) {
            db.run(TABLES).install("users");
            db.run("ALTER TABLE dbops.capture DROP COLUMN described");

            assertThat(new SchemaTriggers(db.database()).script()).contains("ADD COLUMN IF NOT EXISTS described");
            new SchemaTriggers(db.database()).install();

            assertThat(db.rows(EVENTS)).containsExactly("users s CREATE TABLE id,name");
        }
    }

    /** Its owner could give the log a trigger, which would run with the rights of the superuser who has installed. */
    @Test
    void aLogOfAnotherRoleIsRefused() {
        try (var db = new CaptureDatabase(17)) {
            var role = db.database().target().database() + "_owner";
            db.run(TABLES).install("users");
            db.run("CREATE ROLE %1$s; ALTER TABLE dbops.capture OWNER TO %1$s; ALTER DATABASE %2$s OWNER TO %1$s"
                    .formatted(role, db.database().target().database()));

            assertThatThrownBy(() -> new SchemaTriggers(db.database()).install())
                    .isInstanceOfSatisfying(OpsException.class, e -> {
                        assertThat(e.kind()).isEqualTo(Kind.REFUSED);
                        assertThat(e.getMessage())
                                .startsWith("table dbops.capture belongs to role \"" + role
                                        + "\", which is not a superuser");
                    });
            assertThat(new SchemaTriggers(db.database()).exist()).isFalse();
        }
    }

    @Test
    void whatWasDroppedByHandIsCreatedAgain() {
        try (var db = captured(17)) {
            db.run("DROP FUNCTION dbops.log_schema_changes; ALTER TABLE users ADD COLUMN a int")
                    .install("other");

            assertThat(new SchemaTriggers(db.database()).install().state()).isEqualTo("replaced");
            assertThat(db.rows(EVENTS)).endsWith("other s CREATE TABLE id", "users s ALTER TABLE id,name,a");
        }
    }
}
