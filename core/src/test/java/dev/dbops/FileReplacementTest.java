package dev.dbops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileReplacementTest {
    private static final byte[] NEW = "new\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameAFile() {
        file = directory.resolve("rows.csv");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void aPrivateFileIsItsOwnersAloneAndAnOldOneKeepsItsMode() throws IOException {
        FileReplacement.write(file, out -> out.write(NEW), FileReplacement.PRIVATE);
        assertThat(mode(file)).isEqualTo("rw-------");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        FileReplacement.write(file, out -> out.write("newer\n".getBytes(StandardCharsets.UTF_8)));

        assertThat(file).hasContent("newer\n");
        assertThat(mode(file)).isEqualTo("rw-r-----");
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void aLinkStillPointsAtItsFile() throws IOException {
        Files.writeString(file, "old\n");
        var link = Files.createSymbolicLink(directory.resolve("link"), Path.of("rows.csv"));

        FileReplacement.write(link, out -> out.write(NEW));

        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new\n");
    }

    @Test
    void aFailureLeavesTheOldFile() throws IOException {
        Files.writeString(file, "old\n");

        assertThatThrownBy(() -> FileReplacement.write(file, out -> {
                    out.write(NEW);
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(IOException.class);

        assertThat(file).hasContent("old\n");
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void aNewFileThatCannotBeWrittenIsNotCreated() {
        assertThatThrownBy(() -> FileReplacement.create(file, out -> {
                    out.write(NEW);
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(IOException.class);

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void anExistingFileIsNotCreatedAgain() throws IOException {
        Files.writeString(file, "old\n");

        assertThatThrownBy(() -> FileReplacement.create(file, out -> out.write(NEW)))
                .isInstanceOf(FileAlreadyExistsException.class);

        assertThat(file).hasContent("old\n");
    }

    /** Otherwise a command run by root would replace the machine's null device by a file. */
    @Test
    void aDeviceIsWrittenInPlace() throws IOException {
        // a link, so that a failing test does not change the device
        var device = Files.createSymbolicLink(directory.resolve("null"), Path.of("/dev/null"));
        var full = Files.createSymbolicLink(directory.resolve("full"), Path.of("/dev/full"));

        FileReplacement.write(device, out -> out.write(NEW));
        assertThatThrownBy(() -> FileReplacement.write(full, out -> out.write(NEW)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No space left on device");

        assertThat(device).isSymbolicLink();
        assertThat(full).isSymbolicLink();
        assertThat(Path.of("/dev/null"))
                .exists()
                .satisfies(path -> assertThat(Files.isRegularFile(path)).isFalse());
    }
}
