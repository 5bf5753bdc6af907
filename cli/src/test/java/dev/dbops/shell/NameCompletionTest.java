package dev.dbops.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.postgres.catalog.CompletionNames;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The editor writes what it offers to the terminal as it is. */
class NameCompletionTest {
    private static final String EVIL = "\"a\u001b[2J\"";

    private static final CompletionNames NAMES = new CompletionNames(
            List.of("users", EVIL, "public." + EVIL),
            List.of(new CompletionNames.Column("users", "id"), new CompletionNames.Column("users", "b\u202ec")),
            List.of("public", "s\u200b"),
            List.of("now", "f\u009b"),
            List.of("select"));

    @ParameterizedTest
    @ValueSource(strings = {"", "users.", "public.", "SELECT ", "SELECT * FROM "})
    void namesWithControlCharactersAreNotOffered(String typed) {
        assertThat(offered(typed)).allMatch(name -> name.matches("\\p{ASCII}+") && !name.contains("\u001b"));
    }

    @Test
    void theOthersAre() {
        assertThat(offered("SELECT ")).containsExactly("users", "public.", "id", "now(", "select");
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            delimiter = ';',
            value = {
                "SELECT * FROM ;users public.",
                "SELECT * FROM users ;select",
                "SELECT * FROM users S;SELECT",
                "UPDATE users ;select",
                "\\d ;users public.",
                "\\d us;users public.",
                "\\dt ;users public.",
                "\\dn ;public",
                "\\x ;on off auto",
                "\\timing ;on off",
                "\\pset ;null"
            })
    void whatFollowsIsOffered(String typed, String names) {
        assertThat(offered(typed)).containsExactly(names.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\d users ", "\\dt users u", "\\l ", "\\x on "})
    void nothingIsOfferedAfterTheOneArgument(String typed) {
        assertThat(offered(typed)).isEmpty();
    }

    private static List<String> offered(String typed) {
        var candidates = new ArrayList<Candidate>();
        new NameCompletion(() -> NAMES).complete(null, TypedLine.of(typed, typed.length()), candidates);
        return candidates.stream().map(Candidate::value).toList();
    }
}
