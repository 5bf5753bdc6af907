package dev.dbops.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedFileTest {
    @TempDir
    private Path directory;

    @Test
    void theSumIsThatOfTheBytesOnDisk() throws IOException {
        var path = Files.writeString(directory.resolve("a.csv"), "abc");

        try (var file = SeedFile.ofPath(path, "a.csv")) {
            // The example of FIPS 180-2, appendix B.1.
            assertThat(file.sha256()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        }
    }

    @Test
    void aPipeIsReadOnceAndGivesItsTextAsOftenAsItIsAskedFor() throws Exception {
        var pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        var writer = new ProcessBuilder("sh", "-c", "printf 'id\\n1\\n' > \"$0\"", pipe.toString()).start();

        try (var file = SeedFile.ofPath(pipe, "pipe")) {
            assertThat(text(file)).isEqualTo("id\n1\n");
            assertThat(text(file)).isEqualTo("id\n1\n");
        }

        assertThat(writer.waitFor()).isZero();
    }

    @Test
    void whatCannotBeReadIsNamed() {
        assertThatThrownBy(() -> SeedFile.ofPath(directory.resolve("none"), "none"))
                .hasMessage("there is no file none");
        assertThatThrownBy(() -> SeedFile.ofPath(directory, "here")).hasMessage("here is a directory");
    }

    private static String text(SeedFile file) throws IOException {
        try (var in = file.open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
