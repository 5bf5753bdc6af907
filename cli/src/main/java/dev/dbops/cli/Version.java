package dev.dbops.cli;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The version. It is a constant, because reading it from the jar takes longer than printing it. */
final class Version {
    /** The version of the Maven project; a test holds the two together. */
    static final String NUMBER = "0.1.0-SNAPSHOT";

    private static final int LONGEST = 100;

    private Version() {}

    /**
     * The version, followed by the commit and its date where the distribution knows them: {@code db-ops 0.1.0 (1a2b3c4d,
     * 2026-11-28)}.
     *
     * @param home the directory of the distribution, whose build writes {@code lib/commit}
     */
    static String line(Path home) {
        try (var commit = new FileInputStream(home.resolve("lib/commit").toFile())) {
            return "db-ops " + NUMBER + " (" + new String(commit.readNBytes(LONGEST), StandardCharsets.UTF_8).strip()
                    + ")";
        } catch (IOException e) {
            // run from classes, which no build has put together
            return "db-ops " + NUMBER;
        }
    }
}
