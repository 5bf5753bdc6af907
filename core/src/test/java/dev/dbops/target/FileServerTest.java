package dev.dbops.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords from one origin are not sent to a server from another. */
class FileServerTest {
    @TempDir
    private Path home;

    /** "NAME=VALUE" words; the target's password, or "-". */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        CONNECTION_URL=postgres://u@h/d                  | -                                              | PGPASSWORD=mine | mine
        -                                                | CONNECTION_URL=postgres://u@h/d                | PGPASSWORD=mine | -
        CONNECTION_URL=postgres://u@h/d                  | PGPASSWORD=file                                | -               | -
        -                                                | CONNECTION_URL=postgres://u@h/d PGPASSWORD=file | -              | file
        -                                                | CONNECTION_URL=postgres://u:url@h/d            | PGPASSWORD=mine | url
        PGHOST=h PGDATABASE=d                            | PGPASSWORD=file                                | -               | -
        PGHOST=h                                         | PGDATABASE=d PGUSER=u                          | PGPASSWORD=mine | mine
        -                                                | PGHOST=h PGDATABASE=d                          | PGPASSWORD=mine | -
        -                                                | PGDATABASE=d                                   | PGPASSWORD=mine | -
        -                                                | PGHOST=h PGDATABASE=d PGPASSWORD=file          | -               | file
        PGPORT=1                                         | PGHOST=h PGDATABASE=d PGPASSWORD=file          | PGPASSWORD=mine | mine
        """)
    void aPasswordGoesToAServerOfItsOwnOrigin(String real, String file, String password, String used) {
        var variables = words(real);
        variables.putAll(words(password));

        var target = resolve(variables, words(file)).target();

        assertThat(target.password().map(Password::value).orElse(null)).isEqualTo(used);
    }

    @Test
    void unusedSettingsAreNoted() {
        var url = "CONNECTION_URL=postgres://u@h/d";

        assertThat(resolve(words("PGPASSWORD=mine"), words(url)).notes())
                .containsExactly("PGPASSWORD is not used: the server is named in .env");
        assertThat(resolve(words(url), words("PGPASSWORD=file PGSSLMODE=disable PGOPTIONS=-cx=y PGAPPNAME=a"))
                        .notes())
                .containsExactlyInAnyOrder(
                        "PGPASSWORD in .env is not used: the server is named outside of that file",
                        "PGSSLMODE in .env is not used: the server is named outside of that file",
                        "PGOPTIONS in .env is not used: the server is named outside of that file");
    }

    @Test
    void aServerIsNotCombinedFromTwoOrigins() {
        var target = resolve(words("PGPORT=1 PGDATABASE=d"), words("PGHOST=elsewhere PGHOSTADDR=10.0.0.1"))
                .target();

        assertThat(target.address()).isEqualTo("localhost:1");
        assertThat(target.origin().isFile()).isFalse();
    }

    @Test
    void theUsersTlsSettingsApplyToAServerFromAFile() {
        var target = resolve(words("PGSSLMODE=verify-full"), words("CONNECTION_URL=postgres://u@h/d PGSSLMODE=disable"))
                .target();

        assertThat(target.parameters()).containsEntry("sslmode", "verify-full");
    }

    @ParameterizedTest
    @ValueSource(strings = {"passfile", "service", "sslcert", "sslkey"})
    void aUrlFromAFileCannotNameTheUsersFiles(String name) {
        assertThatThrownBy(() -> resolve(words(""), words("CONNECTION_URL=postgres://u@h/d?" + name + "=x")))
                .isInstanceOf(OpsException.class)
                .hasMessage("\"" + name + "\" in the connection URL cannot be used: a file of variables may not choose"
                        + " your files (from CONNECTION_URL in .env)");
    }

    @Test
    void aLineForAllHostsDoesNotApplyToAServerFromAFile() throws IOException {
        passwordFile("*:*:*:u:all\nknown:*:*:u:known\n");

        var foreign = resolve(words(""), words("CONNECTION_URL=postgres://u@h/d"));
        assertThat(foreign.target().password()).isEmpty();
        assertThat(foreign.notes())
                .containsExactly("the line for all hosts in the password file " + home
                        + "/.pgpass is not used: the server is named in .env");

        assertThat(password("", "CONNECTION_URL=postgres://u@known/d")).isEqualTo("known");
        assertThat(password("", "CONNECTION_URL=postgres://u@127.0.0.1/d")).isEqualTo("all");
        assertThat(password("", "CONNECTION_URL=postgres://u@127.0.0.1.example.com/d"))
                .isEmpty();
        assertThat(password("CONNECTION_URL=postgres://u@h/d", "")).isEqualTo("all");
    }

    @Test
    void aHostWhoseAddressComesFromAFileGetsNoPasswordFromThePasswordFile() throws IOException {
        passwordFile("known:*:*:u:known\n");

        assertThat(password("", "CONNECTION_URL=postgres://u@known/d?hostaddr=10.0.0.1"))
                .isEmpty();
        assertThat(password("CONNECTION_URL=postgres://u@known/d?hostaddr=10.0.0.1", ""))
                .isEqualTo("known");
    }

    @Test
    void aServerBehindATunnelOfAFileGetsThePasswordFileOnlyIfItProvesItsName() throws IOException {
        passwordFile("known:*:*:u:known\n*:*:*:u:all\n");
        var url = "postgres://u@known/d?via=ssh:b";

        var foreign = resolve(words(""), words("CONNECTION_URL=" + url));
        assertThat(foreign.target().password()).isEmpty();
        assertThat(foreign.notes()).containsExactly(FileServer.WAY_OF_ITS_OWN.formatted(".env"));

        assertThat(password("", "CONNECTION_URL=" + url + "&sslmode=require")).isEmpty();
        assertThat(password("", "CONNECTION_URL=" + url + "&sslmode=verify-full&sslrootcert=/tmp/own.pem"))
                .isEmpty();
        assertThat(password("", "CONNECTION_URL=" + url + "&sslmode=verify-full"))
                .isEqualTo("known");
        assertThat(password("", "CONNECTION_URL=" + url + "&sslrootcert=system"))
                .isEqualTo("known");
        assertThat(password("CONNECTION_URL=" + url, "")).isEqualTo("known");
        assertThat(password("", "CONNECTION_URL=postgres://u@localhost/d?via=ssh:b&sslmode=verify-full"))
                .isEmpty();
        assertThat(password("CONNECTION_URL=postgres://u@localhost/d?via=ssh:b", ""))
                .isEqualTo("all");
    }

    private void passwordFile(String text) throws IOException {
        var file = Files.writeString(home.resolve(".pgpass"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private String password(String real, String file) {
        return resolve(words(real), words(file))
                .target()
                .password()
                .map(Password::value)
                .orElse("");
    }

    private Resolution.Remote resolve(Map<String, String> real, Map<String, String> file) {
        var variables = new HashMap<>(file);
        variables.putAll(real);
        Set<String> fromFile = new HashSet<>(file.keySet());
        fromFile.removeAll(real.keySet());
        var targetEnvironment = new TargetEnvironment(
                variables, fromFile, ".env", home, home, home, TestEnvironment.NO_SOCKETS, "bayko");
        return (Resolution.Remote) new TargetResolver(targetEnvironment).resolve(TargetChoice.none());
    }

    private static Map<String, String> words(String text) {
        var variables = new HashMap<String, String>();
        for (var word : text == null || text.isEmpty() ? new String[0] : text.split(" ")) {
            variables.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
        }
        return variables;
    }
}
