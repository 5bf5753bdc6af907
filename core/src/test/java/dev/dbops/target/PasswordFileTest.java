package dev.dbops.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The password file gives the same passwords as with libpq, and is refused where libpq refuses it. */
class PasswordFileTest {
    @TempDir
    private Path home;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
        h:5432:d:u:secret                | secret
        *:*:*:*:secret                   | secret
        h:*:d:*:secret                   | secret
        h2:5432:d:u:secret               | -
        h:5433:d:u:secret                | -
        h:5432:e:u:secret                | -
        h:5432:d:v:secret                | -
        hh:5432:d:u:secret               | -
        `#h:5432:d:u:secret`             | -
        h:5432:d:u                       | -
        h:5432:d                         | -
        ``                               | -
        h:5432:d:u:se\\:cr\\\\et         | se:cr\\et
        h:5432:d:u:secret:rest           | secret
        h:5432:d:u:sec ret               | sec ret
        h:5432:d:u:                      | ``
        *h:5432:d:u:secret               | -
        """)
    void findsThePasswordOfALine(String line, String password) throws IOException {
        // given
        write(line, "rw-------");

        // when
        var found = open(new ArrayList<>()).find(new HostPort("h", 5432), "d", "u");

        // then
        assertThat(found).isEqualTo(Optional.ofNullable(password).map(Password::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1:5432:a:u:secret", "\\:\\:1:5432:a:u:secret"})
    void takesAnIpv6AddressWithAndWithoutEscapes(String line) throws IOException {
        // given
        write(line, "rw-------");

        // when
        var found = open(new ArrayList<>()).find(new HostPort("::1", 5432), "a", "u");

        // then
        assertThat(found).contains(new Password("secret"));
    }

    @Test
    void unescapesTheFieldsToo() throws IOException {
        // given
        write("h:5432:a\\:b:c\\\\d:secret", "rw-------");

        // when
        var found = open(new ArrayList<>()).find(new HostPort("h", 5432), "a:b", "c\\d");

        // then
        assertThat(found).contains(new Password("secret"));
    }

    @Test
    void theFirstLineThatMatchesWins() throws IOException {
        // given
        write("# passwords\r\n\r\nother:*:*:*:zero\r\nh:*:*:*:one\r\n*:*:*:*:two\r\n", "rw-------");

        // when
        var found = open(new ArrayList<>()).find(new HostPort("h", 5432), "d", "u");

        // then
        assertThat(found).contains(new Password("one"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rwx--x---"})
    void isIgnoredWithANoteWhenOthersHaveAccess(String permissions) throws IOException {
        // given
        write("*:*:*:*:secret", permissions);
        var notes = new ArrayList<String>();

        // when
        var found = open(notes).find(new HostPort("h", 5432), "d", "u");

        // then
        assertThat(found).isEmpty();
        assertThat(notes)
                .containsExactly("the password file " + file() + " is ignored because others have access to it:"
                        + " run chmod 600 " + file());
    }

    @Test
    void isIgnoredWithANoteUnlessItIsAPlainFile() throws IOException {
        // given
        Files.createDirectory(file());
        var notes = new ArrayList<String>();

        // when
        var found = open(notes).find(new HostPort("h", 5432), "d", "u");

        // then
        assertThat(found).isEmpty();
        assertThat(notes).containsExactly("the password file " + file() + " is ignored: it is not a plain file");
    }

    @Test
    void aMissingFileIsNotNoted() {
        // given
        var notes = new ArrayList<String>();

        // when
        var found = open(notes).find(new HostPort("h", 5432), "d", "u");

        // then
        assertThat(found).isEmpty();
        assertThat(notes).isEmpty();
    }

    @Test
    void completesAUrlWithoutPassword() throws IOException {
        // given
        write("h1:1:d:u:first\nh2:2:d:u:second", "rw-------");

        // when
        var resolution = resolve("postgres://u@h0:1,h1:1/d", Map.of());

        // then
        assertThat(resolution.target().password()).contains(new Password("first"));
        assertThat(resolution.notes()).isEmpty();
    }

    @Test
    void notesThatTheHostsOfATargetHaveSeveralPasswords() throws IOException {
        // given
        write("h1:1:d:u:first\nh2:2:d:u:second", "rw-------");

        // when
        var resolution = resolve("postgres://u@h2:2,h1:1/d", Map.of());

        // then
        assertThat(resolution.target().password()).contains(new Password("second"));
        assertThat(resolution.notes())
                .containsExactly("the password file " + file()
                        + " has several passwords for the hosts of this target: the first is used for all");
    }

    @Test
    void comesAfterThePasswordsOfTheUrlAndOfPgpassword() throws IOException {
        // given
        write("*:*:*:*:file", "rw-------");

        // when, then
        assertThat(resolve("postgres://u:url@h/d", Map.of("PGPASSWORD", "variable"))
                        .target()
                        .password())
                .contains(new Password("url"));
        assertThat(resolve("postgres://u@h/d", Map.of("PGPASSWORD", "variable"))
                        .target()
                        .password())
                .contains(new Password("variable"));
        assertThat(resolve("postgres://u@h/d", Map.of()).target().password()).contains(new Password("file"));
    }

    @Test
    void anotherFileIsNamedByPassfileOrPgpassfile() throws IOException {
        // given
        write("*:*:*:*:home", "rw-------");
        Files.move(file(), home.resolve("named"));

        // when, then
        assertThat(resolve("postgres://u@h/d?passfile=named", Map.of()).target().password())
                .contains(new Password("home"));
        assertThat(resolve("postgres://u@h/d", Map.of("PGPASSFILE", "named"))
                        .target()
                        .password())
                .contains(new Password("home"));
    }

    @Test
    void aNamedFileThatIsMissingIsNoted() {
        // given, when
        var resolution = resolve("postgres://u@h/d", Map.of("PGPASSFILE", "named"));

        // then
        assertThat(resolution.target().password()).isEmpty();
        assertThat(resolution.notes())
                .containsExactly("the password file " + home.resolve("named") + " does not exist (from PGPASSFILE)");
    }

    private Resolution.Remote resolve(String url, Map<String, String> variables) {
        return ConnectionUrl.parse(url).resolve(new Origin.UrlOption(), TestEnvironment.with(variables, home));
    }

    private PasswordFile open(List<String> notes) {
        return PasswordFile.open(file(), notes);
    }

    private Path file() {
        return home.resolve(".pgpass");
    }

    private void write(String text, String permissions) throws IOException {
        Files.writeString(file(), text);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(permissions));
    }
}
