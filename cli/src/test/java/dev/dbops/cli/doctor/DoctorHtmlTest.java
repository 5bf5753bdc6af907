package dev.dbops.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of {@code doctor --html}, as a browser shows it. */
class DoctorHtmlTest {
    private static final String HOSTILE = "<script>alert(1)</script>";
    private static final String CONTENTS = """
        CREATE TABLE "%s" (id int PRIMARY KEY, "</title><img src=x onerror=alert(2)>" text);
        INSERT INTO "%s" SELECT i, repeat(md5(i::text), 6) FROM generate_series(1, 4000) AS i;
        CREATE INDEX "unread' onload='alert(3)" ON "%s" ("</title><img src=x onerror=alert(2)>");
        CREATE TABLE messages (id int PRIMARY KEY, body text);
        INSERT INTO messages SELECT i, repeat('y', 300) FROM generate_series(1, 4000) AS i;
        SELECT count(*) FROM messages;
        ANALYZE;
        """.formatted(HOSTILE, HOSTILE, HOSTILE);

    @TempDir
    private static Path profile;

    private static Chromium chromium;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startBrowser() throws IOException {
        chromium = new Chromium(profile.resolve("chromium"));
    }

    @AfterAll
    static void stopBrowser() {
        chromium.close();
    }

    private static ConnectionTarget filledDatabase() {
        var target = TestServer.carried().newDatabase();
        TestServer.carried().execute(target.database(), CONTENTS);
        return target;
    }

    private Path report() {
        return directory.resolve("report.html");
    }

    @Test
    void aBrowserShowsItWithoutScriptNetworkOrComplaint() throws IOException {
        var target = filledDatabase();

        var transcript = new Cli(directory)
                .with(target)
                .run("doctor", "--html", "report.html")
                .succeeded();

        assertThat(transcript.err()).contains("the report is in " + report());
        assertThat(Files.readString(report())).doesNotContain(TestServer.PASSWORD);
        chromium.width(1200).scheme("light").load(report());
        assertThat(chromium.evaluate("document.querySelector('h1').innerText")).isEqualTo(target.database());
        assertThat(chromium.evaluate("document.body.innerText"))
                .contains(HOSTILE, "messages", "unread' onload='alert(3)", "Largest tables", "Connections", "Locks")
                .contains("Found in memory", "Transaction ids", "Databases", "Index and sequential scans");
        assertThat(chromium.evaluate("document.scripts.length + document.images.length"))
                .isEqualTo("0");
        assertThat(chromium.evaluate("document.querySelectorAll('[onload],[onerror]').length"))
                .isEqualTo("0");
        assertThat(chromium.requests())
                .allMatch(request ->
                        request.endsWith(" requests " + report().toUri()) || request.contains(" requests data:"));
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void itsChartsAreSeenAndSaidInWords() {
        new Cli(directory)
                .with(filledDatabase())
                .run("doctor", "--html", "report.html")
                .succeeded();
        chromium.width(1200).scheme("light").load(report());

        var charts = Integer.parseInt(chromium.evaluate("document.querySelectorAll('svg[role=img]').length"));
        assertThat(charts).isGreaterThan(8);
        assertThat(chromium.evaluate("""
            [...document.querySelectorAll('svg[role=img]')].filter(chart => {
              const box = chart.getBoundingClientRect();
              return box.width > 50 && box.height > 10 && chart.getAttribute('aria-label').length > 5;
            }).length\
            """.replace("\n", " "))).isEqualTo(Integer.toString(charts));
        // the longest bar of the tables fills its place, and has the colour of its legend
        assertThat(chromium.evaluate("""
            (() => {
              const bar = document.querySelector('.card.wide svg.bar');
              const drawn = [...bar.querySelectorAll('rect')].reduce((sum, part) => sum + part.getBBox().width, 0);
              return Math.round(100 * drawn / bar.getBoundingClientRect().width);
            })()\
            """.replace("\n", " "))).isEqualTo("100");
        assertThat(chromium.evaluate("getComputedStyle(document.querySelector('rect.one')).fill"))
                .isEqualTo("rgb(47, 111, 214)");
        assertThat(chromium.evaluate("[...document.querySelectorAll('h1,h2')].map(each => each.tagName).join('')"))
                .startsWith("H1H2H2");
        assertThat(chromium.evaluate("[...document.querySelectorAll('table.bars tbody tr')].filter(row =>"
                        + " !row.querySelector('th[scope=row]')).length"))
                .isEqualTo("0");
    }

    @Test
    void itFitsAPhoneAndTheDark() {
        new Cli(directory)
                .with(filledDatabase())
                .run("doctor", "--html", "report.html")
                .succeeded();

        chromium.width(1200).scheme("light").load(report());
        var light = chromium.evaluate("getComputedStyle(document.body).backgroundColor");
        chromium.width(360).scheme("dark").load(report());

        assertThat(chromium.evaluate("getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(14, 19, 25)")
                .isNotEqualTo(light);
        assertThat(chromium.evaluate("document.documentElement.scrollWidth <= 360"))
                .isEqualTo("true");
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void whoWaitsForWhomIsDrawn() throws SQLException {
        var target = filledDatabase();
        try (var holder = Database.connect(target);
                var waiter = Database.connect(target)) {
            holder.connection().setAutoCommit(false);
            holder.executeAsIs("UPDATE messages SET body = '' WHERE id = 1");
            waiter.executeAsIs("SET application_name = '<b>worker</b>'");
            var pid = waiter.connection().getBackendPID();
            var wait = CompletableFuture.runAsync(
                    () -> waiter.executeAsIs("UPDATE messages SET body = 'private words' WHERE id = 1"));
            while (TestServer.carried()
                    .rows(target.database(), "SELECT 1 WHERE cardinality(pg_blocking_pids(%d)) > 0".formatted(pid))
                    .isEmpty()) {
                Thread.onSpinWait();
            }

            new Cli(directory).with(target).run("doctor", "--html", "report.html");

            chromium.width(1200).scheme("light").load(report());
            assertThat(chromium.evaluate("document.querySelector('svg.graph').textContent"))
                    .contains(Integer.toString(holder.connection().getBackendPID()), pid + "  <b>worker</b>")
                    .contains("waits for ShareLock on transactionid");
            assertThat(chromium.evaluate("document.querySelectorAll('svg.graph path.edge').length"))
                    .isEqualTo("1");
            assertThat(chromium.evaluate("document.documentElement.innerHTML")).doesNotContain("private words");
            holder.connection().rollback();
            wait.join();
        }
    }

    @Test
    void aDatabaseThatCannotBeReachedHasFindingsAlone() throws IOException {
        new Cli(directory)
                .run("doctor", "--url", "postgresql://app:hunter2@127.0.0.1:1/cruddur", "--html", "report.html")
                .failed(1);

        chromium.width(1200).scheme("light").load(report());
        assertThat(chromium.evaluate("document.querySelector('.finding.failed').innerText"))
                .contains("TCP", "127.0.0.1:1");
        assertThat(chromium.evaluate("document.body.innerText"))
                .contains("No figures")
                .contains("The figures of the database could not be read; see the findings above.");
        assertThat(Files.readString(report())).doesNotContain("hunter2");
    }

    @Test
    void anOlderReportIsReplacedAndNothingElseIsLeft() throws IOException {
        Files.writeString(report(), "older");

        new Cli(directory)
                .with(filledDatabase())
                .run("doctor", "--html", "report.html")
                .succeeded();

        assertThat(Files.readString(report())).startsWith("<!doctype html>").endsWith("</html>\n");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(report());
        }
    }

    @Test
    void aPlaceThatCannotBeWrittenIsSaidFirst() {
        var cli = new Cli(directory).with("CONNECTION_URL", "postgresql://app@127.0.0.1:1/cruddur");

        var directoryItself = cli.run("doctor", "--html", ".").failed(2);
        var missing = cli.run("doctor", "--html", "missing/report.html").failed(2);

        assertThat(directoryItself.err())
                .contains("is a directory (from --html)")
                .contains("name a file in it");
        assertThat(missing.err())
                .startsWith("error: there is no directory " + directory.resolve("missing") + " (from --html)");
        assertThat(missing.out()).isEmpty();
    }
}
