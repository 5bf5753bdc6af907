package dev.dbops.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.ServerVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientProgramsTest {
    private static final ServerVersion SERVER_15 = new ServerVersion("15.18", 150_018);

    @TempDir
    private Path directory;

    @Test
    void theProgramOfTheServersVersionIsUsedWhereverItIs() throws IOException {
        install("path", "17.6");
        install("postgresql/16/bin", "16.10 (Debian 16.10-1)");
        install("postgresql/15/bin", "15.14 (Debian 15.14-0+deb12u1)");

        var found = search().fitting(SERVER_15);

        assertThat(found).isEqualTo(new ClientProgram(directory.resolve("postgresql/15/bin/pg_dump"), "15.14", 15));
    }

    @Test
    void withoutTheServersVersionTheNextNewerProgramIsUsed() throws IOException {
        install("path", "18beta1");
        install("postgresql/13/bin", "13.22");
        install("postgresql/16/bin", "16.10");
        install("postgresql/17/bin", "17.6");

        assertThat(search().fitting(SERVER_15).version()).isEqualTo("16.10");
    }

    @Test
    void theProgramOnThePathIsPreferred() throws IOException {
        install("path", "15.2");
        install("postgresql/15/bin", "15.14");

        assertThat(search().fitting(SERVER_15).file()).isEqualTo(directory.resolve("path/pg_dump"));
    }

    @Test
    void ifAllProgramsAreOlderTheFailureNamesThemAndTheNeededVersion() throws IOException {
        install("path", "13.22");
        install("postgresql/14/bin", "14.19");

        assertThatExceptionOfType(OpsException.class)
                .isThrownBy(() -> search().fitting(SERVER_15))
                .withMessage("the server is PostgreSQL 15.18, which needs a pg_dump of version 15 or newer; there is"
                        + " 13.22 (%1$s/path/pg_dump), 14.19 (%1$s/postgresql/14/bin/pg_dump)".formatted(directory))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Kind.FAILED))
                .satisfies(failure ->
                        assertThat(failure.hint()).get().asString().contains("apt-get install postgresql-client-15"));
    }

    @Test
    void withoutAnyProgramTheFailureSaysSo() throws IOException {
        assertThatExceptionOfType(OpsException.class)
                .isThrownBy(() -> search().fitting(SERVER_15))
                .withMessageEndingWith("which needs a pg_dump of version 15 or newer; there is none");
    }

    @Test
    void theIncludedProgramIsUsedIfNoInstalledOneFits() throws IOException {
        install("path", "13.22");
        install("included", "18.0");

        assertThat(search().fitting(SERVER_15).file()).isEqualTo(directory.resolve("included/pg_dump"));

        install("postgresql/16/bin", "16.10");

        assertThat(search().fitting(SERVER_15).version()).isEqualTo("16.10");
    }

    @Test
    void otherProgramsAndThoseThatCannotRunAreSkipped() throws IOException {
        program("path", "#!/bin/sh\necho 'fish, version 3.6.0'\n");
        program("postgresql/15/bin", "\u007fELF of another machine");
        install("postgresql/16/bin", "16.10");

        assertThat(search().fitting(SERVER_15).version()).isEqualTo("16.10");
    }

    @Test
    void aMissingLibraryIsNamed() throws IOException {
        program(
                "included",
                "#!/bin/sh\necho \"$0: error while loading shared libraries: libgssapi_krb5.so.2: cannot open shared"
                        + " object file: No such file or directory\" >&2\nexit 127\n");
        var there = "; there is %s/included/pg_dump, which cannot run without libgssapi_krb5.so.2".formatted(directory);

        assertThatExceptionOfType(OpsException.class)
                .isThrownBy(() -> search().fitting(SERVER_15))
                .withMessageEndingWith(there);
        assertThatExceptionOfType(OpsException.class)
                .isThrownBy(() -> search().newest())
                .withMessage("a pg_dump is needed" + there);
    }

    @Test
    void theNewestProgramIsUsedForArchives() throws IOException {
        install("path", "15.14");
        install("postgresql/17/bin", "17.6");
        install("included", "16.0");

        assertThat(search().newest().version()).isEqualTo("17.6");
    }

    @Test
    void aNamedProgramIsTheOnlyOne() throws IOException {
        install("path", "15.14");
        var older = install("other", "14.19");

        assertThatExceptionOfType(OpsException.class)
                .isThrownBy(() -> ClientPrograms.of(older).fitting(SERVER_15))
                .withMessageContaining("there is 14.19");
        assertThatExceptionOfType(OpsException.class)
                .isThrownBy(() -> ClientPrograms.of(directory))
                .withMessage(directory + " is not an executable program");
    }

    private ClientPrograms search() {
        return ClientPrograms.in(
                "pg_dump",
                directory + "/nowhere:" + directory + "/path:relative:",
                List.of(directory + "/missing/*/bin", directory + "/postgresql/*/bin"),
                directory.resolve("included"));
    }

    private Path install(String in, String version) throws IOException {
        return program(in, "#!/bin/sh\n[ \"$1\" = --version ] && echo 'pg_dump (PostgreSQL) " + version + "'\n");
    }

    private Path program(String in, String text) throws IOException {
        var file = Files.createDirectories(directory.resolve(in)).resolve("pg_dump");
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
