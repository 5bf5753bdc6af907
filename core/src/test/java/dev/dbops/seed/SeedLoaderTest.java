package dev.dbops.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.postgres.Database;
import dev.dbops.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedLoaderTest {
    private static final TableFile PARENTS = TableFile.parse(SeedFormat.CSV, "parent=parents.csv");
    private static final TableFile CHILDREN = TableFile.parse(SeedFormat.JSON, "child=children.json");
    private static final String LOGS = "SELECT count(*) FROM pg_namespace WHERE nspname = 'dbops'";

    private SeedFiles seed = new SeedFiles(TestServer.CARRIED);

    @BeforeEach
    void createTables() {
        createTables(seed);
    }

    private static void createTables(SeedFiles seed) {
        seed.execute("CREATE TABLE parent (id int PRIMARY KEY);"
                + "CREATE TABLE child (id int PRIMARY KEY, parent int REFERENCES parent)");
    }

    @Test
    void filesAreLoadedInTheirOrderAndCounted() {
        var result = load(false, "id\n1\n2\n", "[{\"id\":1,\"parent\":2}]");

        assertThat(result)
                .isEqualTo(new SeedResult.Loaded(
                        List.of(new SeedResult.LoadedFile(PARENTS, 2), new SeedResult.LoadedFile(CHILDREN, 1)), 0, 0));
        assertThat(seed.rows("SELECT id, parent FROM child")).containsExactly("1|2");
    }

    @Test
    void theFailureOfALaterFileRollsBackTheEarlierOnes() {
        var failure = failure(false, "id\n1\n", "[{\"id\":1,\"parent\":2}]");

        assertThat(failure).hasMessageContaining("foreign key").hasMessageEndingWith("; nothing was changed");
        assertThat(seed.rows("SELECT count(*) FROM parent")).containsExactly("0");
    }

    @Test
    void aDeferredConstraintFailsAtTheCommit() {
        seed.execute("ALTER TABLE child ALTER CONSTRAINT child_parent_fkey DEFERRABLE INITIALLY DEFERRED");

        var failure = failure(true, "id\n1\n", "[{\"id\":1,\"parent\":2}]");

        assertThat(failure).hasMessageContaining(": at the commit: insert or update on table \"child\"");
        assertThat(failure).hasMessageEndingWith("; nothing was changed");
        assertThat(seed.rows("SELECT count(*) FROM parent")).containsExactly("0");
        assertThat(seed.rows(LOGS)).containsExactly("0");
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 17, 18})
    void aSeedThatWasLoadedOnceIsNotLoadedAgain(int major) {
        seed = new SeedFiles(major);
        createTables(seed);

        var first = load(true, "id\n1\n", "{\"id\":1,\"parent\":1}");
        var second = load(true, "id\n1\n", "{\"id\":1,\"parent\":1}");

        assertThat(first).isInstanceOf(SeedResult.Loaded.class);
        assertThat(second)
                .isInstanceOfSatisfying(
                        SeedResult.LoadedBefore.class,
                        before -> assertThat(before.at())
                                .isBetween(
                                        Instant.now().minusSeconds(3600),
                                        Instant.now().plusSeconds(3600)));
        assertThat(seed.rows("SELECT count(*) FROM child")).containsExactly("1");
        assertThat(seed.rows("SELECT length(sha256), file, loaded_at IS NOT NULL FROM dbops.seed"))
                .containsExactly("64|parents.csv, children.json|t");
    }

    @Test
    void anotherContentOrAnotherTableIsAnotherSeed() {
        seed.execute("CREATE TABLE other (id int)");
        load(true, "id\n1\n", "{\"id\":1,\"parent\":1}");

        var more = load(true, "id\n2\n", "{\"id\":2,\"parent\":1}");
        var elsewhere = seed.load(
                true,
                List.of(TableFile.parse(SeedFormat.CSV, "other=parents.csv"), CHILDREN),
                contents("id\n1\n", "{\"id\":3,\"parent\":1}"));

        assertThat(more).isInstanceOf(SeedResult.Loaded.class);
        assertThat(elsewhere).isInstanceOf(SeedResult.Loaded.class);
        assertThat(seed.rows("SELECT count(*) FROM dbops.seed")).containsExactly("3");
    }

    @Test
    void aSeedThatFailsIsNotRememberedAndLeavesNoLog() {
        failure(true, "id\n1\n", "{\"id\":1,\"parent\":2}");

        assertThat(seed.rows(LOGS)).containsExactly("0");
        assertThat(load(true, "id\n1\n", "{\"id\":1,\"parent\":1}")).isInstanceOf(SeedResult.Loaded.class);
    }

    @Test
    void withoutThePrivilegeToCreateTheLogTheErrorSaysSo() {
        seed.execute("CREATE ROLE %s LOGIN PASSWORD '%s'; GRANT ALL ON parent, child TO %s"
                .formatted(role(), TestServer.PASSWORD, role()));
        var file =
                InputFile.ofStream(new java.io.ByteArrayInputStream("id\n1\n".getBytes(StandardCharsets.UTF_8)), "p");

        try (file;
                var database = Database.connect(as(role()))) {
            var rows = List.of(SeedRows.of(PARENTS, file));

            var failure =
                    catchThrowableOfType(OpsException.class, () -> new SeedLoader(database, seed.heard).loadOnce(rows));

            assertThat(failure).hasMessageStartingWith("permission denied for database");
            assertThat(new SeedLoader(database, seed.heard).load(rows)).isInstanceOf(SeedResult.Loaded.class);
        }
        assertThat(seed.rows("SELECT count(*) FROM parent")).containsExactly("1");
    }

    @Test
    void noticesAreReportedWithTheirPlaceAndCounted() {
        seed.execute("""
            CREATE FUNCTION speak() RETURNS trigger LANGUAGE plpgsql AS
            $$BEGIN IF NEW.id = 2 THEN RAISE WARNING 'two'; ELSE RAISE NOTICE '%', NEW.id; END IF; RETURN NEW; END$$;
            CREATE TRIGGER at_once BEFORE INSERT ON parent FOR EACH ROW EXECUTE FUNCTION speak();
            CREATE TRIGGER at_once BEFORE INSERT ON child FOR EACH ROW EXECUTE FUNCTION speak();
            CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON child DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION speak();
            """);

        var result = load(true, "id\n1\n2\n", "{\"id\":3,\"parent\":1}");

        assertThat(seed.heard.heard())
                .containsExactly(
                        "parents.csv:2 NOTICE 1",
                        "parents.csv:3 WARNING two",
                        "children.json NOTICE 3",
                        "parents.csv, children.json NOTICE 3");
        assertThat(result).isInstanceOfSatisfying(SeedResult.Loaded.class, loaded -> {
            assertThat(loaded.notices()).isEqualTo(3);
            assertThat(loaded.warnings()).isEqualTo(1);
        });
    }

    private String role() {
        return "seeder_of_" + seed.target.database();
    }

    private dev.dbops.target.ConnectionTarget as(String user) {
        return new dev.dbops.target.ConnectionTarget(
                seed.target.hosts(),
                seed.target.database(),
                user,
                seed.target.password(),
                seed.target.parameters(),
                seed.target.origin());
    }

    @Test
    void aSessionThatIsKilledInTheMiddleChangesNothing() {
        seed.execute("CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END';"
                + "CREATE TRIGGER die BEFORE INSERT ON child FOR EACH ROW EXECUTE FUNCTION die()");

        var failure = failure(false, "id\n1\n", "{\"id\":1,\"parent\":1}");

        assertThat(failure.kind()).isEqualTo(OpsException.Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("the connection was lost").hasMessageEndingWith("nothing was changed");
        assertThat(seed.rows("SELECT count(*) FROM parent")).containsExactly("0");
    }

    private SeedResult load(boolean once, String parents, String children) {
        return seed.load(once, List.of(PARENTS, CHILDREN), contents(parents, children));
    }

    private OpsException failure(boolean once, String parents, String children) {
        return catchThrowableOfType(OpsException.class, () -> load(once, parents, children));
    }

    private static List<byte[]> contents(String parents, String children) {
        return List.of(parents.getBytes(StandardCharsets.UTF_8), children.getBytes(StandardCharsets.UTF_8));
    }
}
