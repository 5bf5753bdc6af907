package dev.dbops.local;

import dev.dbops.OpsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Runs a local server from a process of its own: as another user, under another root directory, in another terminal.
 *
 * <p>Arguments: the archive, then what to do in turn. Prints a line for each.
 */
public final class LocalServerDriver {
    private LocalServerDriver() {}

    public static void main(String[] arguments) throws Exception {
        var directories = LocalDirectories.of(System.getenv());
        var server = new LocalServer(directories, Path.of(arguments[0]), note -> System.out.println("note " + note));
        for (var i = 1; i < arguments.length; i++) {
            try {
                System.out.println(arguments[i] + " " + perform(arguments[i], server, directories));
            } catch (OpsException e) {
                System.out.println(arguments[i] + " " + e.kind() + " " + e.getMessage() + " | "
                        + e.hint().orElse(""));
            }
        }
    }

    private static String perform(String action, LocalServer server, LocalDirectories directories) throws Exception {
        return switch (action) {
            case "start" -> server.start().toString();
            case "status" -> server.status().toString();
            case "stop" -> Boolean.toString(server.stop());
            case "delete" -> Boolean.toString(server.delete());
            case "target" -> server.target("postgres").toString();
            case "connect" -> answer(server);
            case "files" -> files(directories.files().directory());
            case "programs" -> names(directories.files().base());
            case "fill" -> fill(directories.files().directory().resolve("filling"));
            case "unfill" ->
                Boolean.toString(
                        Files.deleteIfExists(directories.files().directory().resolve("filling")));
            case "hold" -> "until " + System.in.read();
            default -> throw new IllegalArgumentException(action);
        };
    }

    private static String answer(LocalServer server) throws SQLException {
        var target = server.target("postgres");
        var login = new Properties();
        login.setProperty("user", target.user());
        login.setProperty("password", target.password().orElseThrow().value());
        try (var connection =
                        DriverManager.getConnection("jdbc:postgresql://" + target.address() + "/postgres", login);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT 'answered by ' || current_setting('server_version')")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String files(Path directory) throws IOException {
        var text = new StringBuilder();
        for (var name : new String[] {".", "data", "password"}) {
            var file = directory.resolve(name);
            text.append(name).append('=');
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                text.append(Files.getOwner(file)).append(' ');
                text.append(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
            text.append(' ');
        }
        return text.toString();
    }

    private static String names(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .sorted()
                    .toList()
                    .toString();
        }
    }

    private static String fill(Path file) {
        var block = new byte[4096];
        try (var out = Files.newOutputStream(file)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
