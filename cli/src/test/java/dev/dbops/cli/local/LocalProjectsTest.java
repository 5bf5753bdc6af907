package dev.dbops.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.cli.Cli.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects that share the local server: none of them gets at the database of another, and nothing is lost unasked. */
class LocalProjectsTest {
    private static final String INSERT = "INSERT INTO fruit VALUES ('pear'), ('plum')";

    @TempDir
    private static Path temporary;

    private static Path home;

    @BeforeAll
    static void startServer() throws IOException {
        home = temporary.toRealPath();
        in(home).run("local-start").succeeded();
    }

    @AfterAll
    static void stopServer() {
        in(home).run("local-stop", "--delete", "--yes").succeeded();
    }

    @Test
    void twoProjectsOfOneNameHaveTwoDatabases() throws IOException {
        var first = project("x/api");
        var second = project("y/api");
        in(first).run("setup").succeeded();
        write(first);

        var transcript = in(second).run("setup").succeeded();

        assertThat(transcript.err())
                .contains("note: the local database \"api\" belongs to " + first + "; this project has \"api_")
                .doesNotContain("dropped database");
        assertThat(fruitOf(first)).isEqualTo("3");
        assertThat(fruitOf(second)).isEqualTo("1");
        assertThat(databaseOf(first)).isEqualTo("api");
        assertThat(databaseOf(second)).matches("api_[0-9a-f]{6}");
        assertThat(in(home).run("local-status").succeeded().out())
                .containsPattern("api +" + first + " +true")
                .containsPattern("api_[0-9a-f]{6} +" + second + " +true");
    }

    @Test
    void aProjectKeepsItsDatabaseUnderANewName() throws IOException {
        var project = project("renaming/shop");
        in(project).run("setup").succeeded();
        write(project);

        in(project).run("rename", "shop_2025").succeeded();

        assertThat(databaseOf(project)).isEqualTo("shop_2025");
        assertThat(fruitOf(project)).isEqualTo("3");
        assertThat(in(project).run("drop").failed(5).err()).contains("of which setup did not load 2");
        assertThat(in(home).run("local-status").succeeded().out()).containsPattern("shop_2025 +" + project + " +true");
    }

    @Test
    void aSubdirectoryHasItsProjectsDatabase() throws IOException {
        var project = project("cruddur");
        Files.createDirectory(project.resolve("db"));
        in(project).run("setup").succeeded();

        assertThat(databaseOf(project.resolve("db"))).isEqualTo("cruddur");
        assertThat(fruitOf(Files.createDirectories(project.resolve("src/main"))))
                .isEqualTo("1");
    }

    @Test
    void setupAsksBeforeItDropsRowsThatItDidNotLoad() throws IOException {
        var project = project("asked");
        in(project).run("setup").succeeded();
        write(project);

        assertThat(in(project).run("setup").failed(5).err())
                .contains("error: this will drop database \"asked\" and create it again (3 rows, of which setup did not"
                        + " load 2)")
                .contains("hint: if that is meant, pass --yes");
        assertThat(in(project).typing("n\n").run("setup").failed(5).err()).contains("nothing was changed");
        assertThat(in(project).run("setup", "--confirm", "other").failed(5).err())
                .contains("--confirm names");
        assertThat(in(project).run("drop").failed(5).err())
                .contains("error: this will drop database \"asked\" (3 rows, of which setup did not load 2)");
        assertThat(fruitOf(project)).isEqualTo("3");

        assertThat(in(project).typing("y\n").run("setup").succeeded().err())
                .contains("dropped database \"asked\" (3 rows)\n");
        assertThat(fruitOf(project)).isEqualTo("1");
        write(project);
        in(project).run("setup", "--yes").succeeded();
        write(project);
        in(project).run("drop", "--confirm", "asked").succeeded();
    }

    @Test
    void aMarkedDatabaseIsProtectedHereToo() throws IOException {
        var project = project("marked");
        in(project).run("setup", "--protect").succeeded();

        for (var command : List.of("setup", "drop")) {
            assertThat(in(project).run(command, "--yes").failed(5).err())
                    .contains("the target is protected")
                    .contains("--confirm marked");
        }
        in(project).run("setup", "--confirm", "marked").succeeded();
        assertThat(in(project).run("drop", "--yes").failed(5).err()).contains("the target is protected");
    }

    @Test
    void setupDoesNotAskAboutTheRowsThatItHasLoaded() throws IOException {
        var project = project("untouched");
        in(project).run("setup").succeeded();
        in(project).run("query", "--write", "VACUUM (FREEZE);").succeeded();

        assertThat(in(project).run("setup").succeeded().err()).contains("dropped database \"untouched\" (1 row)\n");
        assertThat(in(project).run("drop").succeeded().out()).isEqualTo("dropped database \"untouched\"\n");
    }

    @Test
    void aChangedRowIsOneThatSetupDidNotLoad() throws IOException {
        var project = project("changed");
        in(project).run("setup").succeeded();
        in(project)
                .run("query", "--write", "UPDATE fruit SET name = 'quince'", "--confirm", "changed")
                .succeeded();

        assertThat(in(project).run("setup").failed(5).err()).contains("(1 row, of which setup did not load 1)");
    }

    @Test
    void rowsOfUnknownOriginAreAskedAbout() throws IOException {
        var project = project("unknown");
        in(project).run("create").succeeded();
        in(project).run("schema-load").succeeded();
        assertThat(in(project).run("setup").succeeded().err()).contains("dropped database \"unknown\" (0 rows)\n");

        in(project).run("drop").succeeded();
        in(project).run("create").succeeded();
        in(project).run("schema-load").succeeded();
        in(project).run("seed").succeeded();
        assertThat(in(project).run("setup").failed(5).err()).contains("(1 row, of which setup did not load 1)");
    }

    @Test
    void rowsThatCannotBeCountedAreAskedAbout() throws IOException {
        var project = project("closed");
        in(project).run("setup").succeeded();
        in(project("other")).run("setup", "--yes").succeeded();
        in(home.resolve("other"))
                .run("query", "--write", "ALTER DATABASE closed ALLOW_CONNECTIONS false")
                .succeeded();

        assertThat(in(project).run("setup").failed(5).err())
                .contains("drop database \"closed\" and create it again, whose rows cannot be counted (");
        in(project).run("setup", "--yes").succeeded();
    }

    @Test
    void aMovedProjectKeepsItsDatabase() throws IOException {
        var project = project("old/place");
        in(project).run("setup").succeeded();
        write(project);
        var moved =
                Files.move(project, Files.createDirectory(home.resolve("new")).resolve("name"));

        assertThat(in(moved).run("query", "SELECT 1").succeeded().err())
                .contains("note: this project was in " + project + " before; its local database is \"place\"");
        assertThat(fruitOf(moved)).isEqualTo("3");
        assertThat(in(project("old/place")).run("create").succeeded().out()).contains("created database \"place_");
    }

    @Test
    void anOldDatabaseIsTakenOverByTheFirstProjectOfItsName() throws IOException {
        in(project("founder")).run("create").succeeded();
        in(home.resolve("founder"))
                .run("query", "--write", "CREATE DATABASE inherited")
                .succeeded();
        var heir = project("heirs/inherited");

        assertThat(in(heir).run("setup", "--dry-run").succeeded().out())
                .startsWith("would drop and create database \"inherited\"");
        assertThat(in(heir).run("schema-load").succeeded().err())
                .contains("note: the local database \"inherited\" belonged to no project; it is now the database of "
                        + heir);
        assertThat(in(heir).run("seed").succeeded().err()).doesNotContain("note:");
        assertThat(in(heir).run("setup").failed(5).err()).contains("(1 row, of which setup did not load 1)");
        assertThat(in(project("others/inherited")).run("setup").succeeded().err())
                .contains("note: the local database \"inherited\" belongs to " + heir + "; this");
    }

    @Test
    void theDatabaseOfAProjectThatIsGoneIsNotGivenAway() throws IOException {
        var gone = project("one/gone");
        in(gone).run("setup").succeeded();
        for (var file : new String[] {"schema.sql", "seed.sql", ""}) {
            Files.delete(gone.resolve(file));
        }
        var heir = project("two/gone");

        assertThat(in(heir).run("create").succeeded().err())
                .contains("note: the local database \"gone\" belongs to " + gone + ", which no longer exists; this");
        assertThat(databaseOf(heir)).startsWith("gone_");
    }

    @Test
    void aReplayIntoTheDatabaseOfAnotherProjectAsks() throws IOException {
        var source = project("source");
        in(source).run("setup").succeeded();
        in(source).run("triggers-install", "--all").succeeded();
        var other = project("sink");
        in(other).run("setup").succeeded();

        assertThat(in(source)
                        .run("events-replay", "--to", "local:sink")
                        .failed(5)
                        .err())
                .contains("error: this will replay into the local database \"sink\" (of " + other + ")");
        in(source).run("events-replay", "--to", "local:sink", "--yes").succeeded();
    }

    @Test
    void projectsThatAreSetUpAtOnceGetADatabaseEach() throws IOException {
        var setups = new ArrayList<CompletableFuture<Transcript>>();
        for (var parent : new String[] {"p", "q", "r"}) {
            var project = project(parent + "/race");
            setups.add(CompletableFuture.supplyAsync(() -> in(project).run("setup")));
        }

        setups.forEach(setup -> setup.join().succeeded());

        assertThat(in(home).run("local-status").succeeded().out().lines().filter(line -> line.startsWith("race")))
                .hasSize(3);
    }

    @Test
    void aNameThatServesBadlyIsReplaced() throws IOException {
        var maintenance = project("m/postgres");
        var longName = project("l/" + "ü".repeat(40));

        assertThat(in(maintenance).run("create").succeeded().out()).isEqualTo("created database \"app\"\n");
        assertThat(in(longName).run("create").succeeded().out())
                .isEqualTo("created database \"" + "ü".repeat(31) + "\"\n");
        assertThat(databaseOf(maintenance)).isEqualTo("app");
        assertThat(in(longName).run("drop").succeeded().out()).startsWith("dropped database");
    }

    private static Path project(String name) throws IOException {
        var project = Files.createDirectories(home.resolve(name));
        Files.writeString(project.resolve("schema.sql"), "CREATE TABLE fruit (name text);\n");
        Files.writeString(project.resolve("seed.sql"), "INSERT INTO fruit VALUES ('apple');\n");
        return project;
    }

    private static Cli in(Path directory) {
        return new Cli(directory)
                .with("HOME", home.toString())
                .with("XDG_DATA_HOME", home.resolve("data").toString());
    }

    @Test
    void aDatabaseOfTheLocalServerIsNamed() throws IOException {
        var project = project("named");
        in(project).run("setup").succeeded();

        in(project).run("triggers-install", "--all").succeeded();
        var missing =
                in(project).run("events-replay", "--to", "local:named_copy").failed(4);
        assertThat(missing.err()).contains("hint: create it: db-ops create local:named_copy\n");
        assertThat(in(project).run("create", "local:named_copy").succeeded().out())
                .isEqualTo("created database \"named_copy\"\n");
        in(project).run("schema-load", "-d", "named_copy").succeeded();
        for (var target : List.of(
                new String[] {"local:named_copy"},
                new String[] {"--url", "local:named_copy"},
                new String[] {"-e", "local:named_copy"},
                new String[] {"--database", "named_copy"})) {
            var words = new ArrayList<>(List.of("query", "--value", "SELECT current_database()"));
            words.addAll(List.of(target));
            assertThat(in(project).run(words.toArray(String[]::new)).succeeded().out())
                    .isEqualTo("named_copy\n");
        }
        assertThat(fruitOf(project)).isEqualTo("1");
        in(project).run("drop", "local:named_copy").succeeded();
        assertThat(databaseOf(project)).isEqualTo("named");
    }

    @Test
    void droppingTheDatabaseOfAnotherProjectAsks() throws IOException {
        var owner = project("owner");
        in(owner).run("setup").succeeded();
        var other = project("visitor");

        assertThat(in(other).run("drop", "-d", "owner").failed(5).err())
                .contains("error: this will drop database \"owner\" of " + owner + " (1 row");
        assertThat(in(other).run("setup", "local:owner").failed(5).err())
                .contains("database \"owner\" and create it again of " + owner);
        assertThat(fruitOf(owner)).isEqualTo("1");
    }

    private static void write(Path project) {
        in(project).run("query", "--write", INSERT).succeeded();
    }

    private static String fruitOf(Path directory) {
        return in(directory)
                .run("query", "--value", "SELECT count(*) FROM fruit")
                .succeeded()
                .out()
                .strip();
    }

    private static String databaseOf(Path directory) {
        return in(directory)
                .run("query", "--value", "SELECT current_database()")
                .succeeded()
                .out()
                .strip();
    }
}
