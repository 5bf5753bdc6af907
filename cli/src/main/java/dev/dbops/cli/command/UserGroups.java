package dev.dbops.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The groups of this machine, from {@code /etc/group} and {@code /etc/passwd}. Debian and Fedora give each user a
 * private group and a umask that lets the group write. Such a group contains no other user.
 */
public final class UserGroups {
    private static final int ROOT = 0;

    private final Path users;
    private final Path groups;

    public UserGroups() {
        this(Path.of("/etc/passwd"), Path.of("/etc/group"));
    }

    public UserGroups(Path users, Path groups) {
        this.users = users;
        this.groups = groups;
    }

    /**
     * Returns whether the user is the only member of the group, apart from root.
     *
     * @param gid the group's number
     * @param user the user's name
     */
    public boolean isPrivate(int gid, String user) throws IOException {
        if (gid == ROOT) {
            return true;
        }
        var known = false;
        for (var fields : entries(users)) {
            // name:password:uid:gid:...
            if (fields.length > 3 && fields[3].equals(Integer.toString(gid))) {
                if (!fields[0].equals(user)) {
                    return false;
                }
                known = true;
            }
        }
        for (var fields : entries(groups)) {
            // name:password:gid:members
            if (fields.length > 3 && fields[2].equals(Integer.toString(gid))) {
                if (!fields[3].isEmpty()
                        && !List.of(fields[3].split(",")).stream().allMatch(user::equals)) {
                    return false;
                }
                known |= fields[0].equals(user);
            }
        }
        return known;
    }

    private static List<String[]> entries(Path file) throws IOException {
        var entries = new ArrayList<String[]>();
        for (var line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            entries.add(line.split(":", -1));
        }
        return entries;
    }
}
