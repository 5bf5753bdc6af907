package dev.dbops.cli.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.postgres.Database;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsListTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {13, 17, 18})
    void listsTheOtherSessionsOfTheDatabase(int major) {
        var server = TestServer.ofMajor(major);
        var target = server.newDatabase();
        var cli = new Cli(directory).with(target);

        assertThat(cli.run("sessions").succeeded().out()).isEqualTo("nobody else is connected\n");
        assertThat(cli.run("sessions", "-o", "json").succeeded().out()).isEqualTo("[]\n");

        try (var other = Database.connect(target)) {
            other.execute("SET application_name = 'the report'");
            other.execute("SELECT 1,\n 2");

            var table = cli.run("sessions").succeeded().out();
            assertThat(table.lines().findFirst().orElseThrow())
                    .matches(" *PID +USER +DATABASE +CLIENT +APPLICATION +STATE +WAIT EVENT +IN STATE +QUERY");
            assertThat(table.lines().skip(1).findFirst().orElseThrow())
                    .matches(
                            "\\d+ +postgres +%s +127.0.0.1 +the report +idle +Client:ClientRead +.*s +SELECT 1, \\.\\.\\."
                                    .formatted(target.database()));

            assertThat(cli.run("sessions", "-o", "json").succeeded().out())
                    .startsWith("[{\"pid\":")
                    .contains("\"application\":\"the report\",\"state\":\"idle\"")
                    .contains("\"query\":\"SELECT 1,\\n 2\"");
            assertThat(new Cli(directory)
                            .with(server.newDatabase())
                            .run("sessions", "--all", "-o", "csv")
                            .succeeded()
                            .out())
                    .contains(",the report,idle,");
        }
    }
}
