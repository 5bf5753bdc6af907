package dev.dbops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFileTest {
    @TempDir
    private Path directory;

    @Test
    void theSumIsThatOfTheBytesOnDisk() throws IOException {
        var path = Files.writeString(directory.resolve("a.csv"), "abc");

        try (var file = InputFile.ofFile(path, "a.csv")) {
            // The example of FIPS 180-2, appendix B.1.
            assertThat(file.sha256()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        }
    }

    @Test
    void aByteOrderMarkIsNotPartOfTheText() throws IOException {
        var path = Files.writeString(directory.resolve("a.sql"), "\uFEFFSELECT 1;");

        try (var file = InputFile.ofFile(path, "a.sql")) {
            assertThat(text(file)).isEqualTo("SELECT 1;");
        }
    }

    @Test
    void aLongStreamIsKeptInATemporaryFile() throws IOException {
        var content = "x".repeat(InputFile.IN_MEMORY + 1);

        try (var file =
                InputFile.ofStream(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), "stdin")) {
            assertThat(text(file)).isEqualTo(content);
            assertThat(file.size()).isEqualTo(content.length());
            assertThat(copies())
                    .as("what would be left if the process ended now")
                    .isEmpty();
            Thread.currentThread().interrupt();
            assertThat(text(file)).as("after an interrupt").isEqualTo(content);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /** The files of this process: other processes on the machine may run the same tests. */
    private static List<Path> copies() throws IOException {
        var own = new ArrayList<Path>();
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (var descriptor : descriptors.toList()) {
                if (Files.isSymbolicLink(descriptor)) {
                    own.add(Files.readSymbolicLink(descriptor));
                }
            }
        }
        var opened = own.stream()
                .map(Path::toString)
                .filter(name -> name.contains(".input"))
                .toList();
        assertThat(opened).as("open copies").isNotEmpty();
        return own.stream().filter(name -> name.toString().endsWith(".input")).toList();
    }

    @Test
    void theLengthOfACompressedTextIsKnownAfterReadingIt() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write("SELECT 1;".getBytes(StandardCharsets.UTF_8));
        }

        try (var file = InputFile.ofStream(new ByteArrayInputStream(bytes.toByteArray()), "stdin")) {
            assertThat(file.size()).isZero();
            assertThat(text(file)).isEqualTo("SELECT 1;");
            assertThat(file.size()).isEqualTo("SELECT 1;".length());
        }
    }

    @Test
    void aPipeIsReadOnceAndItsTextCanBeReadAgain() throws Exception {
        var pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        var writer = new ProcessBuilder("sh", "-c", "printf 'id\\n1\\n' > \"$0\"", pipe.toString()).start();

        try (var file = InputFile.ofFile(pipe, "pipe")) {
            assertThat(text(file)).isEqualTo("id\n1\n");
            assertThat(text(file)).isEqualTo("id\n1\n");
        }

        assertThat(writer.waitFor()).isZero();
    }

    @Test
    void aFileThatCannotBeReadIsNamed() {
        assertThatThrownBy(() -> InputFile.ofFile(directory.resolve("none"), "none"))
                .hasMessage("there is no file none");
        assertThatThrownBy(() -> InputFile.ofFile(directory, "here")).hasMessage("here is a directory");
    }

    private static String text(InputFile file) throws IOException {
        try (var in = file.open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
