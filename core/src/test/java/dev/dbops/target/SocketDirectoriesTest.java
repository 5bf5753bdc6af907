package dev.dbops.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A target without a host is the default Unix-domain socket, where there is one. */
class SocketDirectoriesTest {
    @TempDir
    private Path directory;

    @Test
    void aUrlWithoutHostIsTheDefaultSocketOfItsPort() throws IOException {
        Files.createFile(directory.resolve(".s.PGSQL.5433"));

        assertThat(target("postgresql://:5433/d").description())
                .isEqualTo("db \"d\" on " + directory + ":5433 as bayko");
        assertThat(target("postgresql:///d").address()).isEqualTo("localhost:5432");
        assertThat(target("jdbc:postgresql://:5433/d").address()).isEqualTo("localhost:5433");
    }

    @Test
    void theVariablesWithoutHostAreTheDefaultSocket() throws IOException {
        Files.createFile(directory.resolve(".s.PGSQL.5432"));
        var variables = environment(Map.of("PGDATABASE", "d"));

        var found = (Resolution.Remote) new TargetResolver(variables).resolve(TargetChoice.none());

        assertThat(found.target().address()).isEqualTo(directory.toString());
    }

    @Test
    void theDefaultSocketIsLocalhostInThePasswordFile() throws IOException {
        Files.createFile(directory.resolve(".s.PGSQL.5432"));
        var file = Files.writeString(directory.resolve(".pgpass"), """
            localhost:5432:d:bayko:of the default
            /other:5432:d:bayko:of another
            """);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThat(target("postgresql:///d").password()).contains(new Password("of the default"));
        assertThat(target("postgresql:///d?host=/other").password()).contains(new Password("of another"));
    }

    @Test
    void aUrlWithItsPasswordNamesTheSameSocketAgain() {
        var url = ConnectionUrl.formatWithPassword(target("postgresql://u:p@%2Frun%2Fpostgresql:5433/d"));

        assertThat(url).isEqualTo("postgresql://u:p@%2Frun%2Fpostgresql:5433/d");
    }

    @ParameterizedTest
    @CsvSource({"/run/postgresql, true", "/var/run/postgresql/, true", "/tmp, true", "/run, false", "/other, false"})
    void runIsTheSameDirectoryAsVarRun(String host, boolean expected) {
        assertThat(SocketDirectories.USUAL.contains(host)).isEqualTo(expected);
    }

    private ConnectionTarget target(String url) {
        return ConnectionUrl.parse(url)
                .resolve(new Origin.UrlOption(), environment(Map.of()))
                .target();
    }

    private TargetEnvironment environment(Map<String, String> variables) {
        var sockets = new SocketDirectories(List.of(directory));
        return new TargetEnvironment(variables, Set.of(), "", directory, directory, directory, sockets, "bayko");
    }
}
