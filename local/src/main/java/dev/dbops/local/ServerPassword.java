package dev.dbops.local;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.target.Password;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** The password of the local server's superuser: random, and kept in a file for its owner alone. */
final class ServerPassword {
    /** 144 bits, which base64 needs no padding for. */
    private static final int BYTES = 18;

    private ServerPassword() {}

    /** Makes a new one. */
    static void create(Path file, Account account) throws IOException {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        SmallFile.write(file, Base64.getUrlEncoder().encodeToString(bytes), account);
    }

    /**
     * Reads it.
     *
     * @throws OpsException (FAILED) when the file is missing, empty or not ours to read
     */
    static Password read(Path file) {
        try {
            var password = Files.readString(file).strip();
            if (!password.isEmpty()) {
                return new Password(password);
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        throw unreadable(file, null);
    }

    private static OpsException unreadable(Path file, IOException cause) {
        return new OpsException(
                Kind.FAILED,
                "the password of the local server cannot be read: " + file
                        + (Files.exists(file) ? " is empty or belongs to another user" : " is missing"),
                "restore the file, or delete the databases of all projects: db-ops local-stop --delete",
                cause);
    }
}
