package dev.dbops.doctor.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.doctor.Examined;
import dev.dbops.doctor.Outcome;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each thing that can be wrong with a schema, made so in a database of its own. */
class SchemaChecksTest {
    private final TestServer server = TestServer.carried();

    private static Examined examine(ConnectionTarget target, String... needed) {
        return Examined.of(target, reader -> new SchemaChecks(reader, () -> List.of(needed), Duration.ZERO));
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void aDatabaseThatIsWellHasNoWarningInAnyVersion(int major) {
        var other = TestServer.ofMajor(major);
        var target = other.newDatabase();
        other.execute(target.database(), """
            CREATE TABLE person (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text);
            CREATE TABLE letter (id serial PRIMARY KEY, person_id bigint NOT NULL REFERENCES person, place int);
            CREATE INDEX ON letter (person_id, place);
            CREATE UNIQUE INDEX ON letter (place);
            SELECT 1
            """);

        var examined = examine(target);

        assertThat(examined.steps(Outcome.ok)).as(examined.toString()).hasSize(13);
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 18})
    void anOrdinaryRoleGetsAnAnswerToEverything(int major) {
        var other = TestServer.ofMajor(major);
        var target = other.newDatabase();
        other.execute(
                target.database(),
                "CREATE SCHEMA hidden; CREATE TABLE hidden.things (id serial); CREATE ROLE " + target.database()
                        + "_role LOGIN");
        var role = new ConnectionTarget(
                target.hosts(),
                target.database(),
                target.database() + "_role",
                Optional.empty(),
                target.parameters(),
                target.origin());

        var examined = examine(role);

        assertThat(examined.steps(Outcome.skipped)).as(examined.toString()).isEmpty();
        assertThat(examined.step("primary keys", Outcome.warning).message()).endsWith(": hidden.things");
    }

    @Test
    void everythingThatIsWrongIsNamed() {
        var target = server.newDatabase();
        server.execute(target.database(), """
            CREATE TABLE no_key (id int);
            CREATE TABLE by_identity (id int NOT NULL UNIQUE);
            ALTER TABLE by_identity REPLICA IDENTITY USING INDEX by_identity_id_key;
            CREATE TABLE parent (id serial PRIMARY KEY, "Name" text, code int);
            SELECT setval('parent_id_seq', 1800000000);
            CREATE TABLE child (id int PRIMARY KEY, parent_id int REFERENCES parent, kind int, sides int);
            CREATE INDEX ON child (kind);
            CREATE INDEX child_kind_sides ON child (kind, sides);
            CREATE INDEX child_kind_sides_again ON child (kind, sides);
            CREATE INDEX child_some ON child (kind) WHERE sides > 0;
            ALTER TABLE child ADD CONSTRAINT positive CHECK (sides > 0) NOT VALID;
            INSERT INTO parent (id, code) VALUES (1, 1), (2, 1);
            CREATE FUNCTION fired() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
            CREATE EVENT TRIGGER "Watch" ON ddl_command_end EXECUTE FUNCTION fired();
            ALTER EVENT TRIGGER "Watch" DISABLE
            """);
        server.execute(
                target.database(), "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'child_some'::regclass");

        var examined = examine(target);

        assertThat(examined.step("primary keys", Outcome.warning).message()).endsWith(": public.no_key");
        assertThat(examined.step("sequences", Outcome.warning).message())
                .endsWith(": public.parent_id_seq (1800000000 of 2147483647, for parent.id integer)");
        assertThat(examined.step("foreign keys", Outcome.warning).message()).endsWith(": child (parent_id)");
        assertThat(examined.step("foreign keys").remedy()).isEqualTo("CREATE INDEX CONCURRENTLY ON child (parent_id)");
        assertThat(examined.step("duplicate indexes", Outcome.warning).message())
                .endsWith(": public.child_kind_idx (public.child_kind_sides does the same),"
                        + " public.child_kind_sides_again (public.child_kind_sides does the same)");
        assertThat(examined.step("constraints", Outcome.warning).message()).endsWith(": positive of child");
        assertThat(examined.step("event triggers", Outcome.warning).message()).endsWith(": \"Watch\" (it is disabled)");
        assertThat(examined.step("invalid indexes", Outcome.warning).commands())
                .containsExactly("REINDEX INDEX CONCURRENTLY public.child_some");
        // each command does what it says when it is copied and run as it is
        for (var finding : examined.findings()) {
            for (var command : finding.commands()) {
                server.execute(target.database(), command);
            }
        }
        assertThat(examine(target).steps(Outcome.warning)).containsExactly("sequences", "duplicate indexes");
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 18})
    void anIndexServesAForeignKeyIfEachLookUpCanUseIt(int major) {
        var other = TestServer.ofMajor(major);
        var target = other.newDatabase();
        other.execute(target.database(), """
            CREATE TABLE parent (a int, b int, PRIMARY KEY (a, b), "C (x)" int UNIQUE);
            CREATE TABLE served_by_partial (x int REFERENCES parent ("C (x)"), y int);
            CREATE INDEX ON served_by_partial (x) WHERE x IS NOT NULL;
            CREATE TABLE served_by_quoted ("X ) AND (y" int REFERENCES parent ("C (x)"));
            CREATE INDEX ON served_by_quoted ("X ) AND (y") WHERE "X ) AND (y" IS NOT NULL;
            CREATE TABLE served_by_two (a int, b int, FOREIGN KEY (a, b) REFERENCES parent);
            CREATE INDEX ON served_by_two (b, a) WHERE a IS NOT NULL AND b IS NOT NULL;
            CREATE TABLE served_by_hash (x int REFERENCES parent ("C (x)"));
            CREATE INDEX ON served_by_hash USING hash (x);
            CREATE TABLE other_condition (x int REFERENCES parent ("C (x)"), y int);
            CREATE INDEX ON other_condition (x) WHERE x IS NOT NULL AND y IS NOT NULL;
            CREATE TABLE some_values (x int REFERENCES parent ("C (x)"));
            CREATE INDEX ON some_values (x) WHERE x > 0;
            CREATE TABLE only_included (a int, b int, FOREIGN KEY (a, b) REFERENCES parent);
            CREATE INDEX ON only_included (a) INCLUDE (b);
            CREATE TABLE only_brin (x int REFERENCES parent ("C (x)"));
            CREATE INDEX ON only_brin USING brin (x);
            CREATE TABLE only_expression (x int REFERENCES parent ("C (x)"));
            CREATE INDEX ON only_expression ((x + 0));
            CREATE TABLE parts (gone int, x int REFERENCES parent ("C (x)"), k int) PARTITION BY LIST (k);
            ALTER TABLE parts DROP COLUMN gone;
            CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
            CREATE INDEX ON parts_1 (x);
            CREATE TABLE parts_2 PARTITION OF parts FOR VALUES IN (2);
            CREATE INDEX ON parts_2 (x) WHERE x IS NOT NULL;
            CREATE TABLE half (x int REFERENCES parent ("C (x)"), k int) PARTITION BY LIST (k);
            CREATE TABLE half_1 PARTITION OF half FOR VALUES IN (1);
            CREATE INDEX ON half_1 (x);
            CREATE TABLE half_2 PARTITION OF half FOR VALUES IN (2);
            SELECT 1
            """);

        var finding = examine(target).step("foreign keys", Outcome.warning);

        assertThat(finding.message())
                .endsWith(": half (x), only_brin (x), only_expression (x), only_included (a, b), other_condition (x)"
                        + " and 1 more");
        assertThat(finding.commands()).containsExactly("CREATE INDEX ON half (x)");
        other.execute(target.database(), finding.commands().getFirst());
        assertThat(examine(target).step("foreign keys").message()).doesNotContain("half");
    }

    @Test
    void aTableFullOfDeadRowsAndOneThatWasNeverAnalyzedAndAnIndexThatNobodyUsesAreWarnings() {
        var target = server.newDatabase();
        server.execute(target.database(), """
            CREATE TABLE busy (id int PRIMARY KEY, filler text) WITH (autovacuum_enabled = false);
            INSERT INTO busy SELECT i, repeat('x', 100) || i FROM generate_series(1, 30000) AS i;
            CREATE INDEX busy_filler ON busy (filler);
            DELETE FROM busy WHERE id > 10000
            """);

        var examined = examine(target);

        assertThat(examined.step("dead rows", Outcome.warning).message())
                .contains("public.busy (20000 dead rows beside 10000, last vacuum never)");
        assertThat(examined.step("statistics", Outcome.warning).remedy()).isEqualTo("ANALYZE public.busy");
        assertThat(examined.step("unused indexes", Outcome.warning).message()).contains("public.busy_filler (");
        assertThat(Examined.of(target, reader -> new SchemaChecks(reader, List::of))
                        .step("unused indexes", Outcome.skipped)
                        .message())
                .contains("it takes 7d");
    }

    @Test
    void anEventTriggerWhoseFunctionIsGoneIsAWarning() {
        var target = server.newDatabase();
        server.execute(target.database(), """
            CREATE FUNCTION fired() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
            CREATE EVENT TRIGGER watch ON sql_drop EXECUTE FUNCTION fired()
            """);
        server.execute(target.database(), "DELETE FROM pg_proc WHERE proname = 'fired'");

        assertThat(examine(target).step("event triggers", Outcome.warning).message())
                .endsWith(": watch (its function is gone)");
    }

    @Test
    void aDatabaseWhoseCollationWasMadeWithAnotherVersionIsAWarning() {
        var target = server.newDatabase();
        server.execute(
                target.database(),
                "CREATE COLLATION german (provider = icu, locale = 'de');"
                        + " UPDATE pg_collation SET collversion = '1.0' WHERE collname = 'german'");

        var finding = examine(target).step("collations", Outcome.warning);

        assertThat(finding.message()).contains("COLLATION public.german (made with 1.0, the system has ");
        assertThat(finding.remedy()).endsWith("ALTER COLLATION public.german REFRESH VERSION");
    }

    @Test
    void whatTheSchemaNeedsMustBeOnTheServerAndInTheDatabase() {
        var target = server.newDatabase();
        server.execute(target.database(), "CREATE EXTENSION citext");

        assertThat(examine(target, "citext").step("extensions", Outcome.ok).message())
                .contains("citext");
        assertThat(examine(target, "citext", "hstore")
                        .step("extensions", Outcome.warning)
                        .remedy())
                .isEqualTo("db-ops schema-load, or: CREATE EXTENSION \"hstore\"");
        assertThat(examine(target, "hstore", "of_another_world")
                        .step("extensions", Outcome.failed)
                        .message())
                .endsWith(": of_another_world");
        server.execute(target.database(), "UPDATE pg_extension SET extversion = '1.4' WHERE extname = 'citext'");
        assertThat(examine(target, "citext").step("extensions", Outcome.warning).remedy())
                .isEqualTo("ALTER EXTENSION \"citext\" UPDATE");
    }

    @Test
    void aSchemaThatCannotBeReadSkipsItsStepOnly() {
        var examined = Examined.of(
                server.newDatabase(),
                reader -> new SchemaChecks(reader, () -> {
                    throw new OpsException(Kind.USAGE, "schema.sql is broken");
                }));

        assertThat(examined.step("extensions", Outcome.skipped).message())
                .isEqualTo("the schema cannot be read: schema.sql is broken");
        assertThat(examined.findings()).hasSize(13);
    }

    @Test
    void aLockThatIsHeldSkipsWhatWaitsForItAndNothingElse() throws Exception {
        var target = server.newDatabase();
        server.execute(target.database(), "CREATE TABLE t (id serial)");
        try (var holder = DriverManager.getConnection(server.jdbcUrl(target.database()));
                var statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE pg_event_trigger");

            var examined = examine(target);

            assertThat(examined.step("event triggers", Outcome.skipped).message())
                    .isEqualTo("another session has locked what this check reads");
            assertThat(examined.step("primary keys", Outcome.warning).message()).endsWith(": public.t");
        }
    }
}
