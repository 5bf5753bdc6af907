package dev.dbops.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

/** Linux's namespaces, by which a test gets disks and root directories of its own. */
final class Namespaces {
    /** The option of unshare that lets us mount: an ordinary user first becomes root of a user namespace. */
    static final String MOUNTS = Account.weAreRoot() ? "-m" : "-Urm";

    private Namespaces() {}

    /** Fails with advice where they are not to be had. */
    static void require() throws Exception {
        var unshare = new ProcessBuilder("unshare", MOUNTS, "mount", "-t", "tmpfs", "tmpfs", "/mnt")
                .redirectErrorStream(true)
                .start();
        var said = new String(unshare.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(unshare.waitFor())
                .as(
                        "unshare %s: %s; run the tests as root, or allow user namespaces"
                                + " (on Ubuntu: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0)",
                        MOUNTS, said)
                .isZero();
    }
}
