package dev.dbops.local;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A user of this machine, from {@code /etc/passwd}: initdb refuses to run as a user that is not in it.
 *
 * @param name the login name
 * @param uid its number
 * @param gid the number of its first group
 */
record UserEntry(String name, int uid, int gid) {
    private static final Path PASSWD = Path.of("/etc/passwd");
    private static final int FIELDS = 4;

    /** Those of the names that exist, in the order of the names. */
    static List<UserEntry> withName(List<String> names) {
        var found = new ArrayList<UserEntry>();
        for (var name : names) {
            found.addAll(all(user -> user.name().equals(name)));
        }
        return found;
    }

    static List<UserEntry> withUid(int uid) {
        return all(user -> user.uid() == uid);
    }

    private static List<UserEntry> all(Predicate<UserEntry> wanted) {
        var users = new ArrayList<UserEntry>();
        try {
            for (var line : Files.readAllLines(PASSWD, StandardCharsets.ISO_8859_1)) {
                var fields = line.split(":", -1);
                if (fields.length >= FIELDS && number(fields[2]) && number(fields[3])) {
                    users.add(new UserEntry(fields[0], Integer.parseInt(fields[2]), Integer.parseInt(fields[3])));
                }
            }
        } catch (IOException e) {
            throw new OpsException(
                    Kind.FAILED,
                    PASSWD + " cannot be read, so root finds no other user to run the local server as",
                    "run db-ops as an ordinary user, or name a database with --url",
                    e);
        }
        users.removeIf(wanted.negate());
        return users;
    }

    private static boolean number(String text) {
        return !text.isEmpty() && text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
