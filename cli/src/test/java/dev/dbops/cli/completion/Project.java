package dev.dbops.cli.completion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * A project's directory in which a shell completes db-ops, and a program db-ops that shows the words it was given.
 *
 * @param root a temporary directory
 * @param databases variables with the URLs of real databases
 */
record Project(Path root, Map<String, String> databases) {
    /** No shell may show it. */
    static final String SECRET = "hunter2";

    static Project create(Path root) throws IOException {
        var project = new Project(root.toRealPath(), Map.of());
        Files.createDirectories(project.directory().resolve("seeds"));
        for (var file : new String[] {"schema.sql", "my schema.sql", "seeds/demo.sql"}) {
            Files.createFile(project.directory().resolve(file));
        }
        Files.writeString(project.directory().resolve(".env"), """
            # OLD_CONNECTION_URL=postgresql://app:hunter2@old/app
            export STAGING_CONNECTION_URL="postgresql://app:hunter2@staging/app"
              EU_WEST_CONNECTION_URL = 'postgresql://app:hunter2@eu/app'
            PROD_CONNECTION_URL=postgresql://app:hunter2@prod/app
            UNSET_CONNECTION_URL=
            CONNECTION_URL=postgresql://app:hunter2@dev/app
            lower_CONNECTION_URL=hunter2
            hunter2_CONNECTION_URL
            LAST_CONNECTION_URL=postgresql://app:hunter2@last/app\
            """);
        var program = Files.createDirectories(project.bin()).resolve("db-ops");
        Files.writeString(program, """
            #!/bin/sh
            printf words:
            printf '<%s>' "$@"
            echo :end
            """);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return project;
    }

    /**
     * Lets the environment say these URLs of real databases, and db-ops complete their tables.
     *
     * @param url CONNECTION_URL
     * @param staging STAGING_CONNECTION_URL
     */
    Project withDatabases(String url, String staging) throws IOException {
        Files.writeString(directory().resolve(".env"), "CONNECTION_URL=postgresql://app@unused/app\n");
        var program = bin().resolve("db-ops");
        var words = Files.readString(program);
        Files.writeString(
                program, """
                    #!/bin/sh
                    if [ "$1" = completion ]; then
                        exec '%s/bin/java' -XX:TieredStopAtLevel=1 -cp '%s' dev.dbops.cli.DbOps "$@"
                    fi
                    """.formatted(System.getProperty("java.home"), System.getProperty("java.class.path")) + words);
        return new Project(root, Map.of("CONNECTION_URL", url, "STAGING_CONNECTION_URL", staging));
    }

    Path directory() {
        return root.resolve("project");
    }

    private Path bin() {
        return root.resolve("bin");
    }

    /** A shell that starts in the directory, with nothing of this machine's own settings. */
    ProcessBuilder shell(String... command) {
        var builder =
                new ProcessBuilder(command).directory(directory().toFile()).redirectErrorStream(true);
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.endsWith("_CONNECTION_URL") || name.startsWith("XDG_"));
        environment.putAll(Map.of(
                "HOME", root.toString(),
                "SHELL", "/bin/sh",
                "PATH", bin() + ":" + environment.get("PATH"),
                "TERM", "dumb",
                "INPUTRC", "/dev/null",
                "LC_ALL", "C.UTF-8",
                "PROD_CONNECTION_URL", "postgresql://app:" + SECRET + "@prod/app",
                "DEV_CONNECTION_URL", "postgresql://app:" + SECRET + "@dev/app",
                "EMPTY_CONNECTION_URL", ""));
        environment.putAll(databases);
        return builder;
    }
}
