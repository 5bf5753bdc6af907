package dev.dbops.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClientProgramFilesTest {
    private static final Path FILES = Path.of("src/main/postgresql-client/linux-amd64");
    private static final Path SUMS = FILES.resolve("SHA256SUMS");

    @Test
    void everyFileHasItsDigest() throws Exception {
        for (var line : Files.readAllLines(SUMS)) {
            var digestAndName = line.split("  ");

            assertThat(sha256(FILES.resolve(digestAndName[1])))
                    .as(digestAndName[1])
                    .isEqualTo(digestAndName[0]);
        }
        try (var files = Files.walk(FILES)) {
            assertThat(files.filter(Files::isRegularFile).filter(file -> !file.equals(SUMS)))
                    .hasSameSizeAs(Files.readAllLines(SUMS));
        }
    }

    @Test
    void theProgramsCanBeRun() {
        assertThat(Stream.of("pg_dump", "pg_restore", "psql"))
                .allMatch(program -> Files.isExecutable(FILES.resolve("bin").resolve(program)));
    }

    private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
