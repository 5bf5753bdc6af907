package dev.dbops.target;

import dev.dbops.BoundedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The password file, {@code ~/.pgpass} (PostgreSQL documentation, 34.16): lines of {@code
 * host:port:database:user:password}, of which the first that matches is used.
 *
 * <p>The driver has a reader of its own, but that looks up the file in the environment and the system properties of the
 * process, and accepts it whoever can read it. This one takes the path from {@link TargetEnvironment} and, like libpq,
 * refuses a file that is open to other users.
 */
final class PasswordFile {
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private final String[] lines;

    private PasswordFile(String text) {
        this.lines = text.split("\n");
    }

    /**
     * Opens the file; a file that is missing or must not be used has no passwords.
     *
     * @param notes takes the reason why an existing file is not used
     */
    static PasswordFile open(Path file, List<String> notes) {
        if (!Files.exists(file)) {
            return new PasswordFile("");
        }
        try {
            if (!Files.isRegularFile(file)) {
                notes.add("the password file " + file + " is ignored: it is not a plain file");
                return new PasswordFile("");
            }
            if (isOpenToOthers(file)) {
                notes.add("the password file " + file + " is ignored because others have access to it: run chmod 600 "
                        + file);
                return new PasswordFile("");
            }
            return new PasswordFile(new String(BoundedFile.read(file), StandardCharsets.UTF_8));
        } catch (BoundedFile.TooLargeException e) {
            notes.add("the password file " + file + " is ignored: " + e.getMessage());
            return new PasswordFile("");
        } catch (IOException _) {
            notes.add("the password file " + file + " is ignored: it cannot be read");
            return new PasswordFile("");
        }
    }

    private static boolean isOpenToOthers(Path file) throws IOException {
        var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            // the system has no such permissions: the directory protects the file
            return false;
        }
        for (var permission : view.readAttributes().permissions()) {
            if (OTHERS.contains(permission)) {
                return true;
            }
        }
        return false;
    }

    /** The password of the first line that matches. */
    Optional<Password> find(HostPort address, String database, String user) {
        return find(address, database, user, true);
    }

    /**
     * The password of the first line that matches.
     *
     * @param anyHost whether a line for all hosts ("*") applies to this host
     */
    Optional<Password> find(HostPort address, String database, String user, boolean anyHost) {
        var fields = List.of(address.host(), Integer.toString(address.port()), database, user);
        for (var raw : lines) {
            if (raw.startsWith("#") || !anyHost && raw.startsWith("*:")) {
                continue;
            }
            var line = raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw;
            int position = 0;
            for (var field : fields) {
                position = position < 0 ? position : afterField(line, position, field);
            }
            if (position >= 0) {
                return Optional.of(new Password(unescape(line, position)));
            }
        }
        return Optional.empty();
    }

    /**
     * Returns where the next field begins if this one is "*" or the wanted text; otherwise -1.
     *
     * <p>In a field "\" escapes ":" and "\", but the ":" of an IPv6 address may be unescaped, as in libpq.
     */
    private static int afterField(String line, int start, String wanted) {
        if (line.startsWith("*:", start)) {
            return start + 2;
        }
        int position = start;
        int matched = 0;
        while (position < line.length()) {
            boolean escaped = line.charAt(position) == '\\' && position + 1 < line.length();
            if (escaped) {
                position++;
            }
            char found = line.charAt(position);
            if (found == ':' && !escaped && matched == wanted.length()) {
                return position + 1;
            }
            if (matched == wanted.length() || found != wanted.charAt(matched)) {
                return -1;
            }
            position++;
            matched++;
        }
        return -1;
    }

    private static String unescape(String line, int start) {
        var password = new StringBuilder();
        for (int i = start; i < line.length() && line.charAt(i) != ':'; i++) {
            if (line.charAt(i) == '\\' && i + 1 < line.length()) {
                i++;
            }
            password.append(line.charAt(i));
        }
        return password.toString();
    }
}
