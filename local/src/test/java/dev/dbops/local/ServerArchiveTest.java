package dev.dbops.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Archives that are unpacked, and archives that are refused. */
class ServerArchiveTest {
    @TempDir
    private Path temporary;

    private Path archive;
    private LocalFiles files;

    @BeforeEach
    void place() throws Exception {
        archive = temporary.resolve("postgres.txz");
        files = new LocalFiles(temporary.resolve("db-ops"));
        files.create(new Account.Self());
    }

    /** Writes the entries of an archive. */
    @FunctionalInterface
    private interface Contents {
        void write(TarArchiveOutputStream tar) throws IOException;
    }

    @Test
    void filesKeepTheirModesAndLinksStayLinks() throws Exception {
        write(tar -> {
            programs(tar);
            link(tar, "lib/libpq.so", "libpq.so.5");
            file(tar, "lib/libpq.so.5", 0644, "library");
            link(tar, "share/up", "../lib");
        });

        unpack();

        var directory = files.programs("17.11.0");
        assertThat(directory.resolve("bin/postgres")).hasContent("a program");
        assertThat(mode("bin/postgres")).isEqualTo("rwxr-xr-x");
        assertThat(mode("lib/libpq.so.5")).isEqualTo("rw-r--r--");
        assertThat(mode("lib")).isEqualTo("rwxr-xr-x");
        assertThat(mode("")).isEqualTo("rwxr-xr-x");
        assertThat(Files.readSymbolicLink(directory.resolve("lib/libpq.so"))).isEqualTo(Path.of("libpq.so.5"));
        assertThat(directory.resolve("share/up/libpq.so")).hasContent("library");
        assertNothingElseIsLeft(directory);
    }

    @Test
    void whatIsUnpackedIsNotUnpackedAgain() throws Exception {
        write(ServerArchiveTest::programs);
        unpack();
        Files.delete(archive);

        unpack();

        assertThat(files.programs("17.11.0").resolve("bin/postgres")).exists();
    }

    @Test
    void whatAnInterruptedUnpackingLeftIsRemoved() throws Exception {
        write(ServerArchiveTest::programs);
        Files.createDirectories(files.base().resolve("postgresql-17.11.0.new-123/bin"));

        unpack();

        assertNothingElseIsLeft(files.programs("17.11.0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "bin/../../outside", "/outside"})
    void anEntryThatLeadsOutIsRefused(String name) throws Exception {
        write(tar -> {
            programs(tar);
            file(tar, name, 0644, "evil");
        });

        assertDamaged("its entry " + name + " leads out of the directory");
        assertThat(temporary.resolve("outside")).doesNotExist();
        assertThat(files.base().resolve("outside")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc", "../..", "../bin/../../outside"})
    void aLinkThatLeadsOutIsRefused(String target) throws Exception {
        write(tar -> {
            programs(tar);
            link(tar, "lib/link", target);
        });

        assertDamaged("its entry lib/link leads out of the directory");
    }

    @Test
    void anEntryThatIsNeitherFileNorDirectoryNorLinkIsRefused() throws Exception {
        write(tar -> {
            tar.putArchiveEntry(new TarArchiveEntry("pipe", TarConstants.LF_FIFO));
            tar.closeArchiveEntry();
        });

        assertDamaged("it has an unexpected kind of entry, pipe");
    }

    @Test
    void aProgramThatIsMissingIsNamed() throws Exception {
        write(tar -> file(tar, "bin/postgres", 0755, "a program"));

        assertDamaged("there is no bin/initdb in it");
    }

    @Test
    void anArchiveThatBreaksOffIsDamaged() throws Exception {
        var whole = Files.readAllBytes(TestServer.ARCHIVE);
        Files.write(archive, Arrays.copyOf(whole, whole.length / 10));

        assertDamaged("");
    }

    @Test
    void anArchiveWithAnotherByteIsDamaged() throws Exception {
        var bytes = Files.readAllBytes(TestServer.ARCHIVE);
        bytes[bytes.length / 10] ^= 1;
        Files.write(archive, bytes);

        assertDamaged("");
    }

    @Test
    void aFileThatIsNotAnArchiveIsDamaged() throws Exception {
        Files.writeString(archive, "version https://git-lfs.github.com/spec/v1");

        assertDamaged("");
    }

    @Test
    void anEmptyFileIsDamaged() throws Exception {
        Files.writeString(archive, "");

        assertDamaged("");
    }

    private void unpack() {
        new ServerPrograms(files, new Account.Self()).unpack(archive, _ -> {});
    }

    private void assertDamaged(String reason) throws IOException {
        assertThatThrownBy(this::unpack).isInstanceOfSatisfying(OpsException.class, failure -> {
            assertThat(failure)
                    .hasMessageStartingWith("the programs of the local server cannot be unpacked: " + archive
                            + " is damaged: " + reason)
                    .hasMessageNotContaining("null");
            assertThat(failure.hint()).contains("install db-ops again");
        });
        assertThat(files.base().toFile().list()).containsExactly("local");
    }

    private void assertNothingElseIsLeft(Path directory) {
        assertThat(files.base().toFile().list())
                .containsExactlyInAnyOrder(directory.getFileName().toString(), "local");
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(files.programs("17.11.0").resolve(name)));
    }

    private void write(Contents contents) throws IOException {
        try (var tar =
                new TarArchiveOutputStream(new XZOutputStream(Files.newOutputStream(archive), new LZMA2Options(0)))) {
            contents.write(tar);
        }
    }

    private static void programs(TarArchiveOutputStream tar) throws IOException {
        for (var name : new String[] {"initdb", "pg_ctl", "postgres"}) {
            file(tar, "bin/" + name, 0755, "a program");
        }
    }

    private static void file(TarArchiveOutputStream tar, String name, int mode, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var entry = new TarArchiveEntry(name, true);
        entry.setMode(mode);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private static void link(TarArchiveOutputStream tar, String name, String target) throws IOException {
        var entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }
}
