package dev.dbops.dist.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory for the PATH, with only the programs that install.sh calls. */
final class Programs {
    private static final String[] CALLED = {
        "sh",
        "cat",
        "tr",
        "uname",
        "curl",
        "wget",
        "cp",
        "grep",
        "tail",
        "cut",
        "sha256sum",
        "mkdir",
        "rm",
        "rmdir",
        "sort",
        "mktemp",
        "readlink",
        "tar",
        "gzip",
        "xz",
        "mv",
        "ln",
        "sed",
        "setpriv"
    };

    private final Path directory;

    Programs(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        for (var name : CALLED) {
            for (var place : new String[] {"/usr/bin/", "/bin/"}) {
                if (Files.exists(Path.of(place + name))) {
                    with(name, "exec %s%s \"$@\"".formatted(place, name));
                    break;
                }
            }
        }
    }

    Programs without(String... names) throws IOException {
        for (var name : names) {
            Files.delete(directory.resolve(name));
        }
        return this;
    }

    /** Adds a program that is a shell script. */
    Programs with(String name, String script) throws IOException {
        var file = directory.resolve(name);
        Files.deleteIfExists(file);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return this;
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
