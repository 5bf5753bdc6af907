package dev.dbops.events.replay.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.postgres.Database;
import dev.dbops.testing.TestServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

/** Names of members, with and without a JSON parser. */
class JsonNamesTest {
    private final JsonNames names = new JsonNames();
    private final MemberPlaces places = new MemberPlaces();

    @Test
    void sameNamesReturnTheSameList() {
        var first = names.of("{\"id\": 1, \"name\": \"a\"}");
        var second = names.of("{\"id\": 22, \"name\": {\"name\": [\"}\", 2], \"id\": null}}");

        assertThat(first).containsExactly("id", "name").isSameAs(second);
    }

    @Test
    void otherNamesOfTheSameLengthsAreNotMixedUp() {
        var one = names.of("{\"aax\": 1, \"b\": 2}");
        var other = names.of("{\"abx\": 1, \"b\": 2}");
        var again = names.of("{\"aax\": 3, \"b\": 4}");

        assertThat(one).containsExactly("aax", "b").isSameAs(again);
        assertThat(other).containsExactly("abx", "b");
    }

    @Test
    void aPrefixOfTheNamesIsAnotherList() {
        assertThat(names.of("{\"id\": 1, \"name\": 2}")).containsExactly("id", "name");
        assertThat(names.of("{\"id\": 1}")).containsExactly("id");
        assertThat(names.of("{}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": 1}",
                "{\"a\": -1.5e+10, \"b\": true, \"c\": null}",
                "{\"a\": \"x, \\\"b\\\": 1}\", \"b\": \"\\\\\", \"c\": \"\\\\\\\"\"}",
                "{\"a\": [], \"b\": {}, \"c\": [[{\"d\": \"]\"}], \"{\"]}",
                "{\"a \\\"quoted\\\" name\": 1, \"back\\\\slash\": 2, \"\\u0001\": 3, \"\": 4, \"ä€😀\": 5}",
            })
    void theServersTextNeedsNoParser(String object) {
        String written;
        try (var database = Database.connect(TestServer.carried().newDatabase())) {
            written = database.query("SELECT (?::jsonb)::text", row -> row.getString(1), object)
                    .getFirst();
        }

        assertThat(places.find(written)).isTrue();
        assertThat(names.of(written)).isEqualTo(names.of("  " + written));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"a\":1,\"b\":2}", " {\"a\": 1, \"b\": 2}", "{\"a\": 1,\n\"b\": 2}", "{\"a\" : 1, \"b\": 2} "})
    void otherFormsAreParsed(String object) {
        assertThat(places.find(object)).isFalse();
        assertThat(names.of(object)).isEqualTo(List.of("a", "b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\": 1", "{\"a\": \"1}", "{\"a\": [1}", "{\"a", "{\"a\"", "{\"a\":", "{\"a\": "})
    void anIncompleteObjectIsNotFound(String object) {
        assertThat(places.find(object)).isFalse();
        assertThatThrownBy(() -> names.of(object)).isInstanceOf(JacksonException.class);
    }
}
