package dev.dbops.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service provides the settings that the URL omits, and comes before the PG* variables, as in libpq. */
class ServiceFileTest {
    @TempDir
    private Path home;

    @BeforeEach
    void writeServices() throws IOException {
        Files.writeString(home.resolve(".pg_service.conf"), """
            # the services of this machine
            host=not.in.any.section

            [staging]
            host=first.example.com
            host=second.example.com
            port=6543
              dbname=cruddur
            user=ann
            password=a=b c
            sslmode=require

            [stagin]
            dbname=other
            """);
    }

    @Test
    void providesTheSettingsThatTheUrlOmits() {
        // given, when
        var target = resolve("postgres://?service=staging", Map.of());

        // then
        assertThat(target.description()).isEqualTo("db \"cruddur\" on first.example.com:6543 as ann");
        assertThat(target.password()).contains(new Password("a=b c"));
        assertThat(target.parameters()).containsExactly(Map.entry("sslmode", "require"));
    }

    @Test
    void comesAfterTheUrlAndBeforeTheVariables() {
        // given
        var variables = Map.of("PGUSER", "bob", "PGSSLMODE", "disable", "PGAPPNAME", "x");

        // when
        var target = resolve("postgres://h:1/d?service=staging", variables);

        // then
        assertThat(target.description()).isEqualTo("db \"d\" on h:1 as ann");
        assertThat(target.parameters())
                .containsOnly(Map.entry("sslmode", "require"), Map.entry("application_name", "x"));
    }

    @Test
    void pgserviceComesBeforeTheOtherVariables() {
        // given
        var variables = Map.of("PGSERVICE", "staging", "PGHOST", "h", "PGDATABASE", "d");

        // when
        var resolution = new TargetResolver(TestEnvironment.with(variables, home)).resolve(TargetChoice.none());

        // then
        assertThat(((Resolution.Remote) resolution).target().description())
                .isEqualTo("db \"cruddur\" on first.example.com:6543 as ann");
    }

    @Test
    void pgserviceDoesNotChangeAUrl() {
        // given, when
        var target = resolve("postgres:///d", Map.of("PGSERVICE", "staging"));

        // then
        assertThat(target.description()).isEqualTo("db \"d\" on localhost:5432 as bayko");
    }

    @Test
    void pgservicefileReplacesTheFileInTheHomeDirectory() throws IOException {
        // given
        Files.writeString(home.resolve("other.conf"), "[local]\ndbname=d\n");

        // when
        var target = resolve("postgres://?service=local", Map.of("PGSERVICEFILE", "other.conf"));

        // then
        assertThat(target.database()).isEqualTo("d");
    }

    @Test
    void theSharedDirectoryIsSearchedLast() throws IOException {
        // given
        var shared = Files.createDirectory(home.resolve("etc"));
        Files.writeString(shared.resolve("pg_service.conf"), "[staging]\ndbname=shared\n[more]\ndbname=more\n");
        var variables = Map.of("PGSYSCONFDIR", shared.toString());

        // when, then
        assertThat(resolve("postgres://?service=staging", variables).database()).isEqualTo("cruddur");
        assertThat(resolve("postgres://?service=more", variables).database()).isEqualTo("more");
    }

    @Test
    void anUnknownServiceIsAnError() {
        assertThatThrownBy(() -> resolve("postgres://?service=prod", Map.of()))
                .asInstanceOf(InstanceOfAssertFactories.type(OpsException.class))
                .satisfies(e -> {
                    assertThat(e).hasMessage("the service \"prod\" is not defined");
                    assertThat(e.hint())
                            .contains("add a section [prod] to " + home.resolve(".pg_service.conf")
                                    + ", or name another file in PGSERVICEFILE");
                });
    }

    @Test
    void aNamedServiceFileThatIsMissingIsAnError() {
        assertThatThrownBy(() -> resolve("postgres://?service=prod", Map.of("PGSERVICEFILE", "/nonexistent/s.conf")))
                .asInstanceOf(InstanceOfAssertFactories.type(OpsException.class))
                .satisfies(e -> {
                    assertThat(e).hasMessage("the service file /nonexistent/s.conf does not exist");
                    assertThat(e.hint())
                            .contains("set PGSERVICEFILE to a file that does, or unset it to use ~/.pg_service.conf");
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        hostt=h            | unknown parameter "hostt" in line 2 of FILE   | did you mean "host"?
        host = h           | unknown parameter "host " in line 2 of FILE   | did you mean "host"?
        secret             | line 2 of FILE has no "="                     | write NAME=VALUE, without spaces around "="
        service=other      | line 2 of FILE names another service          | copy that service's lines instead
        ldap://h/x?y       | line 2 of FILE asks for LDAP, which is not supported | write NAME=VALUE lines there instead
        sslmode=yes        | unknown sslmode "yes" in line 2 of FILE       | use one of disable, allow, prefer, require, verify-ca, verify-full
        port=x             | the port in line 2 of FILE is not a number from 1 to 65535 | PostgreSQL's own port is 5432
        host=@a            | the host in line 2 of FILE is an abstract Unix-domain socket, which Java does not support | use a directory of unix_socket_directories that begins with "/", or localhost
        """)
    void anInvalidLineIsNamed(String line, String message, String hint) throws IOException {
        // given
        var file = home.resolve(".pg_service.conf");
        Files.writeString(file, "[bad]\n" + line + "\ndbname=d\n");

        // when, then
        assertThatThrownBy(() -> resolve("postgres://?service=bad", Map.of()))
                .asInstanceOf(InstanceOfAssertFactories.type(OpsException.class))
                .satisfies(e -> {
                    assertThat(e).hasMessage(message.replace("FILE", file.toString()));
                    assertThat(e.hint()).contains(hint);
                    assertThat(e.kind()).isEqualTo(OpsException.Kind.USAGE);
                });
    }

    @Test
    void aFileThatCannotBeReadIsAnError() throws IOException {
        // given
        var file = home.resolve(".pg_service.conf");
        Files.delete(file);
        Files.createDirectory(file);

        // when, then
        assertThatThrownBy(() -> resolve("postgres://?service=staging", Map.of()))
                .hasMessage("the service file " + file + " cannot be read");
    }

    private ConnectionTarget resolve(String url, Map<String, String> variables) {
        return ConnectionUrl.parse(url)
                .resolve(new Origin.UrlOption(), TestEnvironment.with(variables, home))
                .target();
    }
}
