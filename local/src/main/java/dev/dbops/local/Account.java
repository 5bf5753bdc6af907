package dev.dbops.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The account that runs the server's programs: PostgreSQL refuses to run as root. */
sealed interface Account {
    /** The command that runs a program as this account. */
    List<String> command(List<String> program);

    /** Gives a new file or directory to the account. */
    void own(Path file) throws IOException;

    /** Ourselves, an ordinary user. */
    record Self() implements Account {
        @Override
        public List<String> command(List<String> program) {
            return program;
        }

        @Override
        public void own(Path file) {
            // made by us, so ours already
        }
    }

    /** Root in a separate user namespace, where it appears as nobody; its files still belong to root. */
    record Namespace() implements Account {
        @Override
        public List<String> command(List<String> program) {
            var command = new ArrayList<>(List.of("unshare", "-U", "--"));
            command.addAll(program);
            return command;
        }

        @Override
        public void own(Path file) {
            // root's already
        }
    }

    /**
     * Another user, whom root switches to.
     *
     * @param stepDown the command that runs the words after it as that user
     */
    record Other(int uid, int gid, List<String> stepDown) implements Account {
        @Override
        public List<String> command(List<String> program) {
            var command = new ArrayList<>(stepDown);
            command.addAll(program);
            return command;
        }

        @Override
        public void own(Path file) throws IOException {
            // not through links: the directory belongs to the other user, who must not get root's files this way
            Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(file, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** Returns whether the current user is root, the user 0. */
    static boolean weAreRoot() {
        try {
            return uid(Path.of("/proc/self")) == 0;
        } catch (IOException e) {
            return "root".equals(System.getProperty("user.name")); // no /proc, as on macOS
        }
    }

    /** The number of the user a file belongs to. */
    static int uid(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:uid");
    }
}
