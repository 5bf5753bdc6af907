package dev.dbops.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stand-in for the command line, with which the distribution is built and measured until the real one is there. */
public final class DbOps {
    private DbOps() {}

    public static void main(String... args) {
        var terminal = System.getProperty("dbops.terminal", "");
        var invocation = new Invocation(
                new FileInputStream(FileDescriptor.in),
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.getenv(),
                Path.of(""),
                new Invocation.TerminalStreams(
                        terminal.indexOf('0') >= 0, terminal.indexOf('1') >= 0, terminal.indexOf('2') >= 0));
        System.exit(run(invocation, args));
    }

    public static int run(Invocation invocation, String... args) {
        if (args.length == 1 && args[0].equals("--version")) {
            invocation.out().println("db-ops 0.1.0-SNAPSHOT");
            return 0;
        }
        if (args.length == 1 && args[0].equals("standin-terminal")) {
            invocation.out().println(invocation.terminal());
            return 0;
        }
        if (args.length == 1 && args[0].equals("standin-exit")) {
            return 42;
        }
        if (args.length == 1 && args[0].equals("standin-sleep")) {
            invocation.out().println("sleeping");
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                return 130;
            }
            return 0;
        }
        var line = new CommandLine(new Root());
        line.addSubcommand(new Sessions(invocation));
        return line.setOut(new java.io.PrintWriter(invocation.out(), true))
                .setErr(new java.io.PrintWriter(invocation.err(), true))
                .execute(args);
    }

    @Command(name = "db-ops", mixinStandardHelpOptions = true, description = "One command for a database.")
    static final class Root implements Runnable {
        @Override
        public void run() {}
    }

    @Command(name = "sessions", mixinStandardHelpOptions = true, description = "The sessions of the database.")
    static final class Sessions implements java.util.concurrent.Callable<Integer> {
        @Option(names = "--url", description = "The database.")
        private String url;

        @Option(
                names = {"-o", "--output"},
                description = "table, json or csv.")
        private String output = "table";

        private final Invocation invocation;

        Sessions(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws SQLException {
            var properties = new Properties();
            properties.setProperty("assumeMinServerVersion", "14");
            var uri = java.net.URI.create(url);
            var user = uri.getUserInfo().split(":");
            properties.setProperty("user", user[0]);
            properties.setProperty("password", user[1]);
            var jdbc = "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath()
                    + (uri.getQuery() == null ? "" : "?" + uri.getQuery());
            try (var connection = new org.postgresql.Driver().connect(jdbc, properties);
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery(
                            "select pid, usename, application_name, state, backend_start from pg_stat_activity"
                                    + " where datname = current_database()")) {
                while (rows.next()) {
                    invocation
                            .out()
                            .println(rows.getInt(1) + " " + rows.getString(2) + " " + rows.getString(3) + " "
                                    + rows.getString(4) + " " + rows.getString(5));
                }
            }
            return 0;
        }
    }
}
