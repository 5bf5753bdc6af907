package dev.dbops.cli.command;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.Optional;

/**
 * Determines whether another user could have written a file: the file and its folder must belong to the user or to
 * root, and no other user may write to them.
 *
 * <p>As with git's {@code safe.directory}, root under sudo trusts the user who called sudo. As with sshd's {@code
 * StrictModes}, file modes are checked. Parent folders are not checked: a user who can replace the folder owns the new
 * one, and it is refused because of its owner.
 */
public final class FileTrust {
    private static final int OTHERS_WRITE = 0002;
    private static final int GROUP_WRITE = 0020;
    private static final int STICKY = 01000;

    private final UserPrincipal user;
    private final boolean root;
    private final String caller;
    private final UserGroups groups = new UserGroups();

    /**
     * @param variables the environment variables; root reads SUDO_UID in them
     */
    public FileTrust(Map<String, String> variables) throws IOException {
        var self = Path.of("/proc/self");
        // without /proc, as on macOS, the name of the user leads to the number
        user = Files.exists(self)
                ? Files.getOwner(self)
                : FileSystems.getDefault()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName(System.getProperty("user.name"));
        root = Files.exists(self) ? uid(self) == 0 : user.getName().equals("root");
        caller = variables.getOrDefault("SUDO_UID", "");
    }

    /**
     * The reason not to trust the file; empty if the file is trusted.
     *
     * @param file a regular file, or a symbolic link to one
     */
    public static Optional<Doubt> doubt(Path file, Map<String, String> variables) throws IOException {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
            // no owner and no mode: the permissions of the folder protect the file
            return Optional.empty();
        }
        var trust = new FileTrust(variables);
        var named = file.toAbsolutePath();
        var real = file.toRealPath();
        var doubt = trust.ofPlace(named);
        return doubt.isPresent() || named.equals(real) ? doubt : trust.ofPlace(real);
    }

    /**
     * A reason not to trust a file.
     *
     * @param reason a clause that follows "because", such as {@code it belongs to the user "nobody"}
     * @param remedy the command that fixes it
     */
    record Doubt(String reason, String remedy) {}

    private Optional<Doubt> ofPlace(Path file) throws IOException {
        var folder = file.getParent().toRealPath();
        var doubt = ofEntry(file, "it");
        return doubt.isPresent() ? doubt : ofEntry(folder, "its folder " + folder);
    }

    private Optional<Doubt> ofEntry(Path path, String called) throws IOException {
        var owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
        var name = quoted(path);
        if (!isTrusted(path, owner)) {
            return Optional.of(new Doubt(
                    "%s belongs to the user \"%s\"".formatted(called, owner.getName()),
                    "sudo chown \"$(id -u)\" " + name));
        }
        var mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if (Files.isSymbolicLink(path) || Files.isDirectory(path) && (mode & STICKY) != 0) {
            // a link has no mode of its own; in a sticky folder, only the owner of a file can replace it
            return Optional.empty();
        }
        if ((mode & OTHERS_WRITE) != 0) {
            return Optional.of(new Doubt("every user may write to " + called, "chmod o-w " + name));
        }
        var gid = (int) Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS);
        if ((mode & GROUP_WRITE) != 0 && !groups.isPrivate(gid, owner.getName())) {
            return Optional.of(new Doubt("other members of its group may write to " + called, "chmod g-w " + name));
        }
        return Optional.empty();
    }

    private boolean isTrusted(Path path, UserPrincipal owner) throws IOException {
        var uid = uid(path);
        return owner.equals(user) || uid == 0 || root && caller.equals(Integer.toString(uid));
    }

    private static int uid(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\\''") + "'";
    }
}
