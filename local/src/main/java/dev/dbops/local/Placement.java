package dev.dbops.local;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;

/**
 * The location of the server and the account that runs it, which require a decision only for root.
 *
 * @param account as whom
 * @param files where
 */
record Placement(Account account, LocalFiles files) {
    private static final Path ROOT = Path.of("/");

    /**
     * Decides. Data that exist already decide it by their owner; otherwise root prefers a user namespace, in which it
     * keeps its own directories, to another user, whose server must lie where that user can reach it.
     *
     * @throws OpsException (FAILED) when the user is root and no other account can be used
     */
    static Placement find(LocalDirectories directories) {
        var files = directories.files();
        if (!Account.weAreRoot()) {
            return new Placement(new Account.Self(), files);
        }
        var owner = files.hasCluster() ? owner(files.data()) : 0;
        if (owner != 0) {
            return new Placement(stepDown(UserEntry.withUid(owner), new ArrayList<>()), files);
        }
        var refusals = new ArrayList<String>();
        if (works(List.of("unshare", "-U", "--", "true"), refusals)) {
            return new Placement(new Account.Namespace(), files);
        }
        if (files.hasCluster()) {
            throw new OpsException(
                    Kind.FAILED,
                    "the local server's data in " + files.data()
                            + " belong to root, and PostgreSQL runs as root only in"
                            + " a user namespace, which is not to be had here (" + refusals.getFirst() + ")",
                    "run db-ops where it was set up, or delete the databases of all projects: db-ops local-stop"
                            + " --delete");
        }
        var account = stepDown(UserEntry.withName(List.of("postgres", "nobody")), refusals);
        var user = directories.user();
        return new Placement(account, new LocalFiles(canBeEntered(user) ? user : directories.system()));
    }

    private static int owner(Path data) {
        try {
            return Account.uid(data);
        } catch (IOException e) {
            throw LocalFailures.writing(e, data, Cluster.MEGABYTES);
        }
    }

    private static Account stepDown(List<UserEntry> candidates, List<String> refusals) {
        for (var user : candidates) {
            var ids = List.of("setpriv", "--reuid=" + user.uid(), "--regid=" + user.gid(), "--clear-groups", "--");
            for (var command : List.of(ids, List.of("runuser", "-u", user.name(), "--"))) {
                var probe = new ArrayList<>(command);
                probe.add("true");
                if (works(probe, refusals)) {
                    return new Account.Other(user.uid(), user.gid(), command);
                }
            }
        }
        throw new OpsException(
                Kind.FAILED,
                "PostgreSQL does not run as root, and here root can neither have a user namespace nor become another"
                        + " user (" + String.join("; ", refusals) + ")",
                "run db-ops as an ordinary user, or name a database with --url");
    }

    private static boolean works(List<String> command, List<String> refusals) {
        var result = Programs.run(ROOT, command);
        if (!result.succeeded()) {
            refusals.add(result.lastLines(1));
        }
        return result.succeeded();
    }

    /** Returns whether any user can enter an existing directory, or one that db-ops would create in an existing one. */
    private static boolean canBeEntered(Path base) {
        if (!Files.isDirectory(base.getParent())) {
            return false;
        }
        try {
            for (var path = Files.exists(base) ? base : base.getParent(); path != null; path = path.getParent()) {
                if (!Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
