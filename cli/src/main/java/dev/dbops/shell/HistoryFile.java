package dev.dbops.shell;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.jline.reader.impl.history.DefaultHistory;

/** The history of the input, in a file that only its user can read. Lines that may contain a password are left out. */
final class HistoryFile extends DefaultHistory {
    @Override
    public void add(Instant time, String line) {
        if (!SensitiveText.isIn(line)) {
            super.add(time, line);
        }
    }

    /**
     * Creates the file if it does not exist, readable only by its user.
     *
     * @throws OpsException of kind FAILED when it cannot be written
     */
    static void prepare(Path file) {
        try {
            Files.createDirectories(
                    file.getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            var own = PosixFilePermissions.fromString("rw-------");
            try {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(own));
            } catch (FileAlreadyExistsException _) {
                Files.setPosixFilePermissions(file, own);
            }
        } catch (IOException e) {
            throw new OpsException(
                    Kind.FAILED,
                    "cannot keep the history in %s: %s".formatted(file, e.getMessage()),
                    "name another directory with XDG_STATE_HOME",
                    e);
        }
    }
}
