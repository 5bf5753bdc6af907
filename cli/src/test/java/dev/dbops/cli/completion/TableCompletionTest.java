package dev.dbops.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The names of tables, which each shell lets db-ops ask a real database for. */
class TableCompletionTest {
    @TempDir
    private Path root;

    private Project project;
    private String url;

    /** Candidates for the last word of a line. */
    private interface CompletingShell {
        List<String> candidates(String line) throws Exception;
    }

    @BeforeEach
    void twoDatabases() throws Exception {
        var server = TestServer.carried();
        var own = server.newDatabase().database();
        var staging = server.newDatabase().database();
        server.execute(own, """
            CREATE TABLE users ();
            CREATE TABLE usage_of_rooms ();
            CREATE TABLE "Needs quotes" ();
            CREATE SCHEMA audit;
            CREATE TABLE audit.log ();
            """);
        server.execute(staging, "CREATE TABLE staged ()");
        url = url(server, own);
        project = Project.create(root).withDatabases(url, url(server, staging));
    }

    private static String url(TestServer server, String database) {
        return "postgresql://postgres@127.0.0.1:%d/%s".formatted(server.port(), database);
    }

    @Test
    void bashOffersThem() throws Exception {
        var script = CompletionCases.SCRIPTS.resolve(ShellKind.bash.fileName());
        try (var bash = ShellTerminal.bash(project, "set -u; source '%s'".formatted(script))) {
            offersTablesOfTheDatabaseThatIsMeant(bash::candidates);
        }
    }

    @Test
    void zshOffersThem() throws Exception {
        var start = "fpath=('%s' $fpath); autoload -Uz compinit; compinit -u".formatted(CompletionCases.SCRIPTS);
        try (var zsh = ShellTerminal.zsh(project, start)) {
            offersTablesOfTheDatabaseThatIsMeant(zsh::candidates);
        }
    }

    @Test
    void fishOffersThem() throws Exception {
        var fish =
                FishShell.with(project, Files.readString(CompletionCases.SCRIPTS.resolve(ShellKind.fish.fileName())));
        offersTablesOfTheDatabaseThatIsMeant(
                line -> fish.describedCandidates(line).keySet().stream().toList());
    }

    private void offersTablesOfTheDatabaseThatIsMeant(CompletingShell shell) throws Exception {
        assertThat(shell.candidates("db-ops triggers-install --table "))
                .containsExactly("audit.log", "usage_of_rooms", "users");
        assertThat(shell.candidates("db-ops events-list --table users --table=use"))
                .containsExactly("--table=users");
        assertThat(shell.candidates("db-ops -e staging cognito-sync --table ")).containsExactly("staged");
        assertThat(shell.candidates("db-ops events-list staging --table ")).containsExactly("staged");
        assertThat(shell.candidates("../bin/db-ops events-list --url '" + url + "' --table us"))
                .containsExactly("usage_of_rooms", "users");
        // its password is not shown, which the shells' transcripts are held to
        assertThat(shell.candidates("db-ops events-list prod --table ")).isEmpty();
    }
}
