package dev.dbops.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * Programs in place of the AWS CLI and its Session Manager plugin. They have their messages and their handling of
 * signals, and forward on this machine: no emulator of AWS has sessions.
 */
public final class SsmStandIn {
    private final Path directory;

    /** Puts the programs into a directory, an empty one. */
    public SsmStandIn(Path directory) throws IOException {
        this.directory = directory;
        for (var name : List.of("aws", "session-manager-plugin")) {
            try (var program = SsmStandIn.class.getResourceAsStream("/ssm/" + name)) {
                var file = directory.resolve(name);
                Files.copy(program, file);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        Files.createFile(log());
    }

    private Path log() {
        return directory.resolve("log");
    }

    /** The variables by which the programs are found. */
    public Map<String, String> variables() {
        return Map.of("PATH", directory + ":/usr/bin:/bin", "SSM_LOG", log().toString());
    }

    /** Removes the plugin, as on a machine where only the AWS CLI is installed. */
    public void removePlugin() throws IOException {
        Files.delete(directory.resolve("session-manager-plugin"));
    }

    /** The arguments of each call, and "terminated" for each session that was ended properly. */
    public List<String> calls() throws IOException {
        return Files.readAllLines(log());
    }

    /** The processes of the programs that still run. */
    public List<Long> processes() {
        return ProcessHandle.allProcesses()
                .filter(other -> other.info().commandLine().orElse("").contains(directory + "/"))
                .map(ProcessHandle::pid)
                .toList();
    }
}
