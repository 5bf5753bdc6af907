package dev.dbops.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.testing.ShellWord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A local server on a disk that is too small: a real one, in a mount namespace of its own. */
@EnabledOnOs(OS.LINUX)
class LocalServerDiskFullTest {
    private static final String HINT = " | make room there, or set XDG_DATA_HOME to a directory on another disk;"
            + " then run: db-ops local-start";

    @TempDir
    private Path temporary;

    private Path disk;
    private Path base;

    @BeforeEach
    void place() throws Exception {
        Namespaces.require();
        disk = Files.createDirectory(temporary.resolve("disk"));
        base = disk.resolve("db-ops");
    }

    @Test
    void unpackingOntoAFullDiskSaysHowMuchRoomItNeedsAndLeavesNothing() throws Exception {
        var transcript = run("size=20m", "true", "start", "programs");

        assertThat(DriverProcess.lineOf(transcript, "start"))
                .startsWith("start FAILED the disk is full: the local server needs about 65 MB in " + base
                        + ", and the file system " + disk + " (tmpfs) has ")
                .endsWith(" MB left" + HINT);
        assertThat(DriverProcess.lineOf(transcript, "programs")).isEqualTo("programs [local]");
    }

    @Test
    void unpackingOntoADiskWithoutInodesLeavesNothingEither() throws Exception {
        var transcript = run("size=200m,nr_inodes=100", "true", "start", "programs");

        assertThat(DriverProcess.lineOf(transcript, "start")).startsWith("start FAILED the disk is full: ");
        assertThat(DriverProcess.lineOf(transcript, "programs")).isEqualTo("programs [local]");
    }

    @Test
    void initdbOnAFullDiskSaysHowMuchRoomItNeedsAndLeavesNothing() throws Exception {
        var transcript = run("size=20m", sharePrograms(), "start", "status", "files");

        assertThat(DriverProcess.lineOf(transcript, "start"))
                .startsWith("start FAILED the disk is full: the local server needs about 60 MB in "
                        + base.resolve("local") + ", and the file system " + disk + " (tmpfs) has ")
                .endsWith(HINT);
        assertThat(DriverProcess.lineOf(transcript, "status")).isEqualTo("status Absent[]");
        assertThat(DriverProcess.lineOf(transcript, "files")).contains(" data= ");
    }

    @Test
    void startingOnAFullDiskSaysSoAndWorksOnceThereIsRoom() throws Exception {
        var transcript = run(
                "size=80m",
                sharePrograms(),
                "start",
                "stop",
                "fill",
                "start",
                "unfill",
                "connect",
                "start",
                "connect",
                "stop");

        assertThat(transcript.lines().filter(line -> line.startsWith("start ")))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("start Running["),
                        line -> assertThat(line)
                                .startsWith("start FAILED the disk is full: the local server needs about 40 MB in ")
                                .endsWith(HINT),
                        line -> assertThat(line).startsWith("start Running["));
        assertThat(DriverProcess.lineOf(transcript, "connect")).isEqualTo("connect answered by 17.11");
        assertThat(DriverProcess.lineOf(transcript, "stop")).isEqualTo("stop true");
    }

    private String sharePrograms() throws Exception {
        var shared = SharedPrograms.directory();
        return "mkdir " + ShellWord.of(base) + " && ln -s " + ShellWord.of(shared) + " " + ShellWord.of(base);
    }

    /** Mounts a small file system on the data home that only the driver and its server can see. */
    private String run(String size, String preparation, String... actions) throws Exception {
        var prefix = new ArrayList<>(List.of("unshare", Namespaces.MOUNTS));
        prefix.addAll(List.of(
                "sh", "-c", "mount -t tmpfs -o " + size + " tmpfs \"$0\" && " + preparation + " && exec \"$@\""));
        prefix.add(disk.toString());
        try (var driver = DriverProcess.start(
                prefix,
                DriverProcess.classPath(),
                Map.of("XDG_DATA_HOME", disk.toString()),
                TestServer.ARCHIVE,
                List.of(actions))) {
            return driver.transcript();
        }
    }
}
