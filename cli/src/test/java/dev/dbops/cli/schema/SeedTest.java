package dev.dbops.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedTest {
    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private ConnectionTarget target;
    private Cli cli;

    @BeforeEach
    void createTables() throws IOException {
        target = server.newDatabase();
        cli = new Cli(directory).with(target);
        server.execute(
                target.database(),
                "CREATE TABLE kind (name text PRIMARY KEY);CREATE TABLE fruit (id serial, name text, kind text"
                        + " REFERENCES kind, price numeric DEFAULT 1.50)");
        write("seed.sql", "INSERT INTO kind VALUES ('from the script');\n");
        write("kinds.csv", "name\npome\nberry\n");
        write("fruits.json", "{\"name\": \"apple\", \"kind\": \"pome\"}\n{\"name\": \"grape\", \"kind\": \"berry\"}\n");
        write("more.csv", "kind,name,price\npome,pear,0.10\n");
    }

    @Test
    void filesAreLoadedInTheOrderOfTheCommandLineInsteadOfTheScript() {
        var transcript = cli.run(
                        "seed", "--csv", "kind=kinds.csv", "--json", "fruit=fruits.json", "--csv=fruit=more.csv")
                .succeeded();

        assertThat(transcript.out()).isEqualTo("""
            FILE         TABLE  ROWS
            kinds.csv    kind      2
            fruits.json  fruit     2
            more.csv     fruit     1
            """);
        assertThat(transcript.err())
                .startsWith("target: db \"" + target.database() + "\" on ")
                .endsWith("\nloaded 5 rows\n");
        assertThat(rows("SELECT id, name, kind, price FROM fruit ORDER BY id"))
                .isEqualTo("1|apple|pome|1.50,2|grape|berry|1.50,3|pear|pome|0.10");
        assertThat(rows("SELECT count(*) FROM kind")).isEqualTo("2");
    }

    @Test
    void theResultIsARecordForPrograms() {
        var json =
                cli.run("seed", "--csv", "kind=kinds.csv", "-o", "json", "-q").succeeded();

        assertThat(json.out())
                .isEqualTo(
                        "{\"database\":\"%s\",\"loaded\":true,\"rows\":2,\"notices\":0,\"warnings\":0,\"files\":[{\"file\":\"kinds.csv\",\"table\":\"kind\",\"rows\":2}]}\n"
                                .formatted(target.database()));
        assertThat(json.err()).isEmpty();
    }

    @Test
    void noticesAndWarningsAreShownAndCounted() {
        server.execute(target.database(), """
            CREATE FUNCTION speak() RETURNS trigger LANGUAGE plpgsql AS
            $$BEGIN IF NEW.name = 'pome' THEN RAISE WARNING 'a pome'; ELSE RAISE NOTICE '%', NEW.name; END IF;
            RETURN NEW; END$$;
            CREATE TRIGGER speak BEFORE INSERT ON kind FOR EACH ROW EXECUTE FUNCTION speak();
            CREATE TRIGGER speak BEFORE INSERT ON fruit FOR EACH ROW EXECUTE FUNCTION speak();
            """);

        var shown = cli.run("seed", "--csv", "kind=kinds.csv", "--json", "fruit=fruits.json")
                .succeeded();
        var quiet = cli.piping("name\npome\n")
                .run("seed", "-q", "-o", "json", "--csv", "fruit=-")
                .succeeded();

        assertThat(shown.err()).endsWith("""
            kinds.csv:2: warning: a pome
            kinds.csv:3: notice: berry
            fruits.json: notice: apple
            fruits.json: notice: grape
            loaded 4 rows, 3 notices, 1 warning
            """);
        assertThat(quiet.err()).isEmpty();
        assertThat(quiet.out()).contains("\"rows\":1,\"notices\":0,\"warnings\":1,");
    }

    @Test
    void theOrderIsThatOfTheCommandLine() {
        var transcript = cli.run("seed", "--json", "fruit=fruits.json", "--csv", "kind=kinds.csv")
                .failed(3);

        assertThat(transcript.err())
                .contains("error: fruits.json:1: insert or update on table \"fruit\" violates foreign key constraint")
                .contains("; nothing was changed (SQLSTATE 23503)")
                .contains("detail: Key (kind)=(pome) is not present in table \"kind\".");
        assertNothingWasLoaded();
    }

    @Test
    void aBadRowIsShownAndRollsEverythingBack() throws IOException {
        write("more.csv", "kind,name,price\npome,pear,0.10\npome,quince,cheap\n");

        var transcript = cli.run("seed", "--csv", "kind=kinds.csv", "--csv", "fruit=more.csv")
                .failed(3);

        assertThat(transcript.out()).isEmpty();
        assertThat(transcript.err())
                .contains("error: more.csv:3: invalid input syntax for type numeric: \"cheap\"; nothing was changed"
                        + " (SQLSTATE 22P02)\n  3 | pome,quince,cheap\n");
        assertNothingWasLoaded();
    }

    @Test
    void malformedJsonIsRefusedWithItsLine() throws IOException {
        write("fruits.json", "[\n{\"name\": \"apple\"},\n{\"name\": apple}\n]\n");

        var transcript = cli.run("seed", "--csv", "kind=kinds.csv", "--json", "fruit=fruits.json", "-o", "json")
                .failed(2);

        assertThat(transcript.err())
                .contains("{\"kind\":\"usage\",\"message\":\"this is not JSON: unrecognized token 'apple'")
                .contains("\"file\":\"fruits.json\",\"line\":3,");
        assertNothingWasLoaded();
    }

    @Test
    void theFilesAreCheckedBeforeTheDatabaseIsOpened() throws IOException {
        write("empty.csv", "");
        Files.createDirectory(directory.resolve("folder.csv"));
        var nowhere = new Cli(directory).with("CONNECTION_URL", "postgresql://nobody@127.0.0.1:1/none");

        assertThat(nowhere.run("seed", "--csv", "kind=kinds.csv", "--json", "kind=no.json")
                        .failed(2)
                        .err())
                .contains("error: there is no file no.json");
        assertThat(nowhere.run("seed", "--csv", "kind=folder.csv").failed(2).err())
                .contains("error: folder.csv is a directory");
        assertThat(nowhere.run("seed", "--csv", "kind=empty.csv").failed(2).err())
                .contains("error: empty.csv:1: there is no header")
                .contains("hint: the first line names the columns, separated by commas");
        assertThat(nowhere.run("seed", "--csv", "kind=kinds.csv").failed(4).err())
                .contains("connection refused");
    }

    @Test
    void standardInputIsAFileToo() {
        var piped = cli.piping("name\nnut\n").run("seed", "--csv", "kind=-").succeeded();
        var twice = cli.piping("name\nnut\n")
                .run("seed", "--csv", "kind=-", "--json", "fruit=-")
                .failed(2);

        assertThat(piped.out()).contains("-     kind      1");
        assertThat(rows("SELECT name FROM kind")).isEqualTo("nut");
        assertThat(twice.err()).contains("error: standard input can be read for one table only");
    }

    @Test
    void anInvalidTableAndAMissingFileAreRefused() {
        assertThat(cli.run("seed", "--csv", "kinds.csv").failed(2).err())
                .contains("error: --csv takes TABLE=FILE, and \"kinds.csv\" is something else")
                .contains("hint: for example --csv users=users.csv");
        assertThat(cli.run("seed", "--json", "my-table=fruits.json").failed(2).err())
                .contains("error: \"my-table\" is not a valid table name: '-' needs quotes");
        assertThat(cli.run("seed", "--csv", "Nowhere=kinds.csv").failed(3).err())
                .contains("error: there is no table nowhere in database \"" + target.database() + "\"")
                .contains("hint: load the schema first: db-ops schema-load");
        assertThat(cli.run("seed", "--csv", "kind=kinds.csv", "-f", "seed.sql")
                        .failed(2)
                        .err())
                .contains("error: -f cannot be combined with --csv and --json");
        assertNothingWasLoaded();
    }

    @Test
    void onceMeansOnceForTheSameRows() throws IOException {
        String[] seed = {"seed", "--csv", "kind=kinds.csv", "--json", "fruit=fruits.json", "--once"};

        cli.run(seed).succeeded();
        var again = cli.run(seed).succeeded();
        var json = cli.run("seed", "--once", "--csv", "kind=kinds.csv", "--json", "fruit=fruits.json", "-ojson", "-q")
                .succeeded();

        assertThat(again.out()).isEmpty();
        assertThat(again.err()).contains("nothing to do: the same seed was loaded at 20");
        assertThat(json.out())
                .isEqualTo(
                        "{\"database\":\"%s\",\"loaded\":false,\"rows\":0,\"notices\":0,\"warnings\":0,\"files\":[]}\n"
                                .formatted(target.database()));
        assertThat(rows("SELECT count(*) FROM fruit")).isEqualTo("2");
        assertThat(rows("SELECT file FROM dbops.seed")).isEqualTo("kinds.csv, fruits.json");

        write("fruits.json", "{\"name\": \"fig\"}\n");
        assertThat(cli.run(seed).failed(3).err()).contains("duplicate key");
        assertThat(rows("SELECT count(*) FROM dbops.seed")).isEqualTo("1");
    }

    @Test
    void aSeedThatFailsIsNotRemembered() throws IOException {
        write("more.csv", "kind,name\nnone,pear\n");

        cli.run("seed", "--csv", "fruit=more.csv", "--once").failed(3);

        assertThat(rows("SELECT count(*) FROM pg_namespace WHERE nspname = 'dbops'"))
                .isEqualTo("0");
    }

    @Test
    void aDryRunCountsTheRowsAndNeedsNoServer() throws IOException {
        var nowhere = new Cli(directory).with("CONNECTION_URL", "postgresql://nobody@127.0.0.1:1/none");

        var transcript = nowhere.run("seed", "--csv", "kind=kinds.csv", "--json", "App.fruit=fruits.json", "--dry-run")
                .succeeded();
        write("fruits.json", "{\"name\": \"apple\"}\n{\"name\"");

        assertThat(transcript.out()).isEqualTo("""
            would load 4 rows
            FILE         TABLE      ROWS
            kinds.csv    kind          2
            fruits.json  app.fruit     2
            """);
        assertThat(nowhere.run("seed", "--json", "fruit=fruits.json", "--dry-run")
                        .failed(2)
                        .err())
                .contains("error: fruits.json:2: the file ends in the middle of a JSON value");
    }

    @Test
    void aProtectedTargetNeedsNoConfirmationWhenRowsAreOnlyAdded() {
        var prod = new Cli(directory).with("PROD_CONNECTION_URL", ConnectionUrl.formatWithPassword(target));

        prod.run("seed", "--csv", "kind=kinds.csv", "prod").succeeded();

        assertThat(rows("SELECT count(*) FROM kind")).isEqualTo("2");
    }

    private void assertNothingWasLoaded() {
        assertThat(rows("SELECT (SELECT count(*) FROM kind) + (SELECT count(*) FROM fruit)"))
                .isEqualTo("0");
    }

    private String rows(String sql) {
        return String.join(",", server.rows(target.database(), sql));
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
    }
}
