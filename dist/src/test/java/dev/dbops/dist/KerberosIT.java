package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built distribution, a ticket of a real key distribution center, and a server that requires one. */
class KerberosIT {
    private static final String DB_OPS =
            Path.of("target/db-ops/bin/db-ops").toAbsolutePath().toString();

    private static final String LOGIN = """
        SELECT principal || ' ' || encrypted
          FROM pg_stat_gssapi
         WHERE pid = pg_backend_pid()
        """;

    private static KerberosRealm realm;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startRealm() throws Exception {
        realm = KerberosRealm.start("alice", "brief");
        realm.issueTicket("alice", "1h");
    }

    @AfterAll
    static void stopRealm() throws Exception {
        realm.close();
    }

    @Test
    void aTicketLogsIn() throws Exception {
        var answer = query("alice", "alice", "");

        assertThat(answer.err()).doesNotContain("error");
        assertThat(answer.out()).isEqualTo("alice@EXAMPLE.COM false\n");
    }

    @Test
    void gssencmodeEncryptsTheSession() throws Exception {
        assertThat(query("alice", "alice", "gssencmode=require").out()).isEqualTo("alice@EXAMPLE.COM true\n");
        assertThat(query("alice", "alice", "gssencmode=prefer").out()).isEqualTo("alice@EXAMPLE.COM true\n");
        assertThat(query("alice", "alice", "gssencmode=require&require_auth=gss")
                        .out())
                .isEqualTo("alice@EXAMPLE.COM true\n");
    }

    @Test
    void psqlOfConnectUsesTheSameTicket() throws Exception {
        var answer =
                run(realm.environment("alice"), "-q", "connect", "--url", realm.url("alice", ""), "--", "-XAtc", LOGIN);

        assertThat(answer.out()).startsWith("alice@EXAMPLE.COM ");
    }

    @Test
    void withoutATicketTheHintIsKinit() throws Exception {
        assertThat(query("none", "alice", "").err()).endsWith("""
            error: the server on localhost:%d requires Kerberos, and there is no valid ticket
            hint: get a ticket: kinit
            """.formatted(port()));
    }

    @Test
    void anExpiredTicketGetsTheSameHint() throws Exception {
        realm.issueTicket("brief", "1s");
        while (realm.isValid("brief")) {
            Thread.onSpinWait();
        }

        assertThat(query("brief", "brief", "").err()).contains("there is no valid ticket\nhint: get a ticket: kinit");
    }

    @Test
    void aCacheInTheKeyringIsRefusedWithTheReason() throws Exception {
        var variables = realm.environment("alice");
        variables.put("KRB5CCNAME", "KEYRING:persistent:0");

        assertThat(query(variables, "alice", "").err())
                .contains("there is no valid ticket")
                .endsWith("hint: db-ops reads tickets from files: set KRB5CCNAME=FILE:PATH, then run kinit\n");
    }

    @Test
    void aServiceThatTheRealmDoesNotKnowIsNamed() throws Exception {
        assertThat(query("alice", "alice", "krbsrvname=other").err())
                .contains("error: Kerberos login to localhost:%d failed: Server not found".formatted(port()))
                .contains("the service other/localhost: see krbsrvname and the host name");
        assertThat(query("alice", "alice", "krbsrvname=other&gssencmode=require")
                        .err())
                .contains("error: GSS encryption with localhost:%d failed".formatted(port()))
                .contains("the service other/localhost: see krbsrvname and the host name");
    }

    @Test
    void theTicketOfAnotherUserIsRefusedByTheServer() throws Exception {
        assertThat(query("alice", "brief", "").err())
                .contains("rejects the login: GSSAPI authentication failed for user \"brief\"");
    }

    /** The driver checks require_auth when the login is over, and then knows only of encryption by Kerberos. */
    @Test
    void requireAuthNeedsEncryption() throws Exception {
        assertThat(query("alice", "alice", "require_auth=gss").err())
                .endsWith("hint: require_auth=gss works with encryption by Kerberos only: add gssencmode=require\n");
    }

    @Test
    void aKeyDistributionCenterThatIsDownIsNamed() throws Exception {
        try (var other = KerberosRealm.start("alice")) {
            other.issueTicket("alice", "1h");
            other.stopCenter();

            var refusal = run(other.environment("alice"), "query", "--url", other.url("alice", ""), "--value", LOGIN);

            assertThat(refusal.exit()).isEqualTo(4);
            assertThat(refusal.err())
                    .contains("failed: the key distribution center cannot be reached: ")
                    .contains("hint: check the realm's kdc in /etc/krb5.conf");
        }
    }

    private static int port() {
        return realm.port();
    }

    private Finished query(String cache, String role, String parameters) throws Exception {
        return query(realm.environment(cache), role, parameters);
    }

    /** Fails without the exit code that belongs to the answer. */
    private Finished query(Map<String, String> variables, String role, String parameters) throws Exception {
        var answer = run(variables, "query", "--url", realm.url(role, parameters), "--value", LOGIN);
        assertThat(answer.exit()).as(answer.err()).isEqualTo(answer.err().contains("error:") ? 4 : 0);
        return answer;
    }

    private Finished run(Map<String, String> variables, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(DB_OPS));
        command.addAll(List.of(arguments));
        return Finished.run(directory, variables, command);
    }
}
