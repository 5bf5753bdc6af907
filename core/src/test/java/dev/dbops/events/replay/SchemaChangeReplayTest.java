package dev.dbops.events.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.EventFilter;
import dev.dbops.events.ddl.SchemaTriggers;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A replay stops before a change of a definition until the target has followed it. */
class SchemaChangeReplayTest {
    private static final String TABLE = "CREATE TABLE users (id int PRIMARY KEY, name text)";
    private static final String CHANGE =
            "INSERT INTO users VALUES (1, 'a'); ALTER TABLE users ADD COLUMN age int; INSERT INTO users VALUES (2,"
                    + " 'b', 3)";

    private static ReplayedPair pair(int major) {
        var pair = new ReplayedPair(major).both(TABLE).capture("users");
        try (var database = Database.connect(pair.source())) {
            new SchemaTriggers(database).install();
        }
        return pair;
    }

    private static void assertStops(ThrowingCallable replay, String obstacle) {
        assertThatThrownBy(replay).isInstanceOfSatisfying(OpsException.class, e -> {
            assertThat(e.kind()).isEqualTo(Kind.FAILED);
            assertThat(e.getMessage()).contains("in the source, and the target " + obstacle);
            assertThat(e.hint().orElseThrow()).startsWith("change the target likewise and run this again");
        });
    }

    @ParameterizedTest
    @CsvSource({"13, 1, false", "18, 4, false", "17, 1, true"})
    void itStopsAndContinues(int major, int workers, boolean atomic) {
        var pair = pair(major).workers(workers).deadLetters();
        if (atomic) {
            pair.atomic();
        }
        pair.inSource(CHANGE);

        assertStops(pair::replay, "has no column \"age\" of type integer in table public.users");
        assertThat(pair.targetRows("SELECT id FROM users ORDER BY id"))
                .isEqualTo(pair.targetRows(atomic ? "SELECT 1 WHERE false" : "SELECT 1"));
        assertStops(pair::replay, "has no column \"age\"");

        pair.inTarget("ALTER TABLE users ADD COLUMN age int").replay();

        assertThat(pair.differing("users")).isEmpty();
        assertThat(pair.putAside()).isEmpty();
        assertThat(pair.targetRows("SELECT count(*) FROM users")).containsExactly("2");
    }

    @Test
    void itFollowsEachKindOfChange() {
        var pair = pair(17);
        pair.inSource("ALTER TABLE users ALTER COLUMN name TYPE varchar(30)");
        assertStops(pair::replay, "has column \"name\" of type text, not character varying(30), in table public.users");
        pair.inTarget("ALTER TABLE users ALTER COLUMN name TYPE varchar(30)").replay();

        pair.inSource("ALTER TABLE users RENAME COLUMN name TO full_name");
        assertStops(pair::replay, "has no column \"full_name\"");
        pair.inTarget("ALTER TABLE users ADD COLUMN full_name varchar(30)");
        assertStops(pair::replay, "still has column \"name\" in table public.users");
        pair.inTarget("ALTER TABLE users DROP COLUMN name").replay();

        pair.inSource("ALTER TABLE users RENAME TO people; INSERT INTO people VALUES (1, 'a')");
        assertStops(pair::replay, "has no table public.people");
        pair.inTarget("ALTER TABLE users RENAME TO people").replay();
        assertThat(pair.differing("people")).isEmpty();

        pair.inSource("DROP TABLE people");
        assertStops(pair::replay, "still has table public.people");
        pair.inTarget("DROP TABLE people").replay();
    }

    @Test
    void theTargetMayHaveNamesColumnsAndTypesOfItsOwn() {
        var pair = pair(17).map("public.users=app.members").map("public.people=app.members");
        pair.inTarget("CREATE SCHEMA app; CREATE TABLE app.members (id bigint PRIMARY KEY, name varchar(9), own int)")
                .inSource(CHANGE);

        assertStops(pair::replay, "has no column \"age\" of type integer in table app.members");
        pair.inTarget("ALTER TABLE app.members ADD COLUMN age int")
                .inSource("ALTER TABLE users RENAME TO people; INSERT INTO people VALUES (3, 'c')")
                .replay();

        assertThat(pair.targetRows("SELECT id, name, age, own FROM app.members ORDER BY id"))
                .containsExactly("1|a|null|null", "2|b|3|null", "3|c|null|null");
    }

    @Test
    void aTargetThatWasAlteredBeforehandIsNotHeldUp() {
        var pair = pair(17).inTarget("ALTER TABLE users ADD COLUMN age int").inSource(CHANGE);

        pair.replay();

        assertThat(pair.differing("users")).isEmpty();
    }

    @Test
    void aWarningIsEnoughIfThatIsWanted() {
        var pair = pair(17).passingSchemaChanges();
        pair.inSource("ALTER TABLE users ADD COLUMN age int; ALTER TABLE users DROP COLUMN age;"
                        + " INSERT INTO users VALUES (1, 'a')")
                .replay();

        assertThat(pair.warnings()).singleElement().asString().contains("the target has no column \"age\"");
        assertThat(pair.differing("users")).isEmpty();
    }

    @Test
    void aFilterWithoutSchemaEventsPassesThem() {
        var pair = pair(17).only(EventFilter.all().withoutSchemaChanges());
        pair.inSource("ALTER TABLE users ADD COLUMN age int; ALTER TABLE users DROP COLUMN age;"
                        + " INSERT INTO users VALUES (1, 'a')")
                .replay();

        assertThat(pair.differing("users")).isEmpty();
    }

    @Test
    void severalChangesAreFollowedOneByOne() {
        var pair = pair(17).inSource("ALTER TABLE users ADD COLUMN a int; ALTER TABLE users RENAME COLUMN a TO b");

        assertStops(pair::replay, "has no column \"a\"");
        pair.inTarget("ALTER TABLE users ADD COLUMN a int");
        assertStops(pair::replay, "has no column \"b\"");
        pair.inTarget("ALTER TABLE users RENAME COLUMN a TO b").replay();
    }

    /** A role that may not turn foreign keys off gets whole windows. */
    @Test
    void aWindowIsHeldUpUntilAllItsChangesAreFollowed() {
        var pair = pair(17).inSource("BEGIN; " + CHANGE + "; ALTER TABLE users ADD COLUMN b int; COMMIT");
        var role = pair.target().database() + "_role";
        pair.inTarget("CREATE ROLE %1$s LOGIN; ALTER TABLE users OWNER TO %1$s; GRANT CREATE ON DATABASE %2$s TO %1$s"
                .formatted(role, pair.target().database()));
        var to = pair.target();
        var way = new ConnectionTarget(to.hosts(), to.database(), role, Optional.empty(), to.parameters(), to.origin());

        pair.inTarget("ALTER TABLE users ADD COLUMN age int");
        assertStops(() -> pair.replay(way), "has no column \"b\"");
        assertThat(pair.targetRows("SELECT * FROM users")).isEmpty();
        pair.inTarget("ALTER TABLE users ADD COLUMN b int").replay(way);

        assertThat(pair.differing("users")).isEmpty();
    }
}
