package dev.dbops.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** PostgreSQL's programs, unpacked once under {@code target} for all the tests that are about something else. */
final class SharedPrograms {
    private SharedPrograms() {}

    static Path directory() throws IOException {
        var files = new LocalFiles(Path.of("target/shared-programs").toAbsolutePath());
        files.create(new Account.Self());
        try (var _ = ServerLock.take(files.lock(), TestServer.PATIENCE, _ -> {})) {
            new ServerPrograms(files, new Account.Self()).unpack(TestServer.ARCHIVE, _ -> {});
        }
        try (var entries = Files.list(files.base())) {
            return List.copyOf(entries.toList()).stream()
                    .filter(entry -> entry.getFileName().toString().startsWith("postgresql-"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
