package dev.dbops.dist;

import dev.dbops.testing.FreePort;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A realm with a key distribution center of MIT Kerberos, and a PostgreSQL server of Debian that logs in by it. */
final class KerberosRealm implements AutoCloseable {
    static final String REALM = "EXAMPLE.COM";

    private static final String PASSWORD = "the password of all principals";

    private static final int NOBODY = 65534;

    private static final int TIMEOUT_SECONDS = 30;

    private static final String SETTINGS = """
        [libdefaults]
         default_realm = EXAMPLE.COM
         dns_lookup_realm = false
         dns_lookup_kdc = false
         rdns = false
        [realms]
         EXAMPLE.COM = {
          kdc = 127.0.0.1:%d
         }
        [domain_realm]
         localhost = EXAMPLE.COM
        """;

    private static final String CENTER_SETTINGS = """
        [kdcdefaults]
         kdc_listen = 127.0.0.1:%1$d
         kdc_tcp_listen = 127.0.0.1:%1$d
        [realms]
         EXAMPLE.COM = {
          database_name = %2$s/principals
          key_stash_file = %2$s/stash
          acl_file = %2$s/acl
         }
        """;

    /** The role {@code guest} needs no ticket, so that it can prepare the server. */
    private static final String RULES = """
        local all all trust
        host all guest 127.0.0.1/32 trust
        host all all 127.0.0.1/32 gss include_realm=0
        """;

    private final Path directory;
    private final int serverPort;
    private Process center;

    private KerberosRealm(Path directory, int serverPort) {
        this.directory = directory;
        this.serverPort = serverPort;
    }

    static KerberosRealm start(String... principals) throws IOException, InterruptedException {
        var everyoneReads = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));
        var realm = new KerberosRealm(
                Files.createTempDirectory(Path.of("/tmp"), "kerberos", everyoneReads), FreePort.choose());
        try {
            realm.startCenter(FreePort.choose(), principals);
            realm.startServer(principals);
            return realm;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            realm.close();
            throw e;
        }
    }

    private void startCenter(int port, String... principals) throws IOException, InterruptedException {
        Files.writeString(directory.resolve("krb5.conf"), SETTINGS.formatted(port));
        Files.writeString(directory.resolve("kdc.conf"), CENTER_SETTINGS.formatted(port, directory));
        run("kdb5_util", "create", "-s", "-r", REALM, "-P", PASSWORD);
        for (var principal : principals) {
            administer("addprinc -pw \"%s\" %s".formatted(PASSWORD, principal));
        }
        administer("addprinc -randkey postgres/localhost");
        administer("ktadd -k %s/keytab postgres/localhost".formatted(directory));
        Files.setPosixFilePermissions(directory.resolve("keytab"), PosixFilePermissions.fromString("rw-r--r--"));
        center = builder(List.of(program("krb5kdc"), "-n")).start();
        try (var lines = center.inputReader(StandardCharsets.UTF_8)) {
            while (!"krb5kdc: starting...".equals(lines.readLine())) {
                assertCenterRuns();
            }
        }
    }

    private void assertCenterRuns() {
        if (!center.isAlive()) {
            throw new AssertionError("krb5kdc ended with " + center.exitValue());
        }
    }

    private void administer(String command) throws IOException, InterruptedException {
        run("kadmin.local", "-r", REALM, "-q", command);
    }

    private void startServer(String... roles) throws IOException, InterruptedException {
        var data = Files.createDirectory(directory.resolve("server"));
        if (isRoot()) {
            run("chown", NOBODY + ":" + NOBODY, data.toString());
        }
        serve("initdb", "--pgdata=" + data + "/data", "--username=guest", "--auth=trust", "--no-sync");
        Files.writeString(data.resolve("data/pg_hba.conf"), RULES);
        var options = "-p %d -k %s -c listen_addresses=127.0.0.1 -c krb_server_keyfile=%s/keytab -c fsync=off"
                .formatted(serverPort, data, directory);
        serve(
                "pg_ctl",
                "start",
                "--wait",
                "--pgdata=" + data + "/data",
                "--log=" + data + "/log",
                "--options=" + options);
        for (var role : roles) {
            serve(
                    "psql",
                    "-h",
                    data.toString(),
                    "-p",
                    "" + serverPort,
                    "-U",
                    "guest",
                    "-c",
                    "CREATE ROLE " + role + " LOGIN",
                    "postgres");
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** Runs a program of the server, which refuses to be run by root. */
    private void serve(String program, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        command.add(serverPrograms().resolve(program).toString());
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    /** Debian's server has GSSAPI; the servers that the other tests use have not. */
    private static Path serverPrograms() throws IOException {
        try (var versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(programs -> Files.exists(programs.resolve("initdb")))
                    .max(Comparator.naturalOrder())
                    .orElseThrow(() -> new AssertionError("no server in /usr/lib/postgresql: apt install postgresql"));
        }
    }

    int port() {
        return serverPort;
    }

    String url(String role, String parameters) {
        return "postgresql://%s@localhost:%d/postgres?%s".formatted(role, serverPort, parameters);
    }

    /** The environment of a program that uses the ticket cache of that name. */
    Map<String, String> environment(String cache) {
        var variables = new HashMap<String, String>();
        variables.put("KRB5_CONFIG", directory.resolve("krb5.conf").toString());
        variables.put("KRB5CCNAME", "FILE:" + directory.resolve(cache));
        return variables;
    }

    /**
     * Gets a ticket into the cache that has the principal's name.
     *
     * @param lifetime in kinit's form, such as {@code 1h}
     */
    void issueTicket(String principal, String lifetime) throws IOException, InterruptedException {
        var kinit = builder(List.of(program("kinit"), "-l", lifetime, principal));
        kinit.environment().putAll(environment(principal));
        var process = kinit.start();
        try (var input = process.outputWriter(StandardCharsets.UTF_8)) {
            input.write(PASSWORD + "\n");
        }
        await(process, "kinit");
    }

    /** Returns whether the ticket in the principal's cache can still be used. */
    boolean isValid(String principal) throws IOException, InterruptedException {
        var klist = builder(List.of(program("klist"), "-s"));
        klist.environment().putAll(environment(principal));
        return klist.start().waitFor() == 0;
    }

    void stopCenter() throws InterruptedException {
        center.destroy();
        center.waitFor();
    }

    private void run(String... command) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of(command));
        words.set(0, program(command[0]));
        await(builder(words).start(), String.join(" ", command));
    }

    /** The programs for administrators are not on the PATH of all users. */
    private static String program(String name) {
        var path = Path.of("/usr/sbin", name);
        return Files.exists(path) ? path.toString() : name;
    }

    private ProcessBuilder builder(List<String> command) {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("KRB5_CONFIG", directory.resolve("krb5.conf").toString());
        builder.environment()
                .put("KRB5_KDC_PROFILE", directory.resolve("kdc.conf").toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder;
    }

    private static void await(Process process, String command) throws IOException, InterruptedException {
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError(command + " failed: " + output);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (center != null) {
                stopCenter();
            }
            var data = directory.resolve("server/data");
            if (Files.exists(data.resolve("postmaster.pid"))) {
                serve("pg_ctl", "stop", "--mode=immediate", "--pgdata=" + data);
            }
            run("rm", "-rf", directory.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(e.getMessage());
        }
    }
}
