package dev.dbops.aws.lambda.role;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"a": 1, "b": [2]}       | {"b": 2, "a": 1}         | true
        {"a": ["x", "y"]}        | {"a":["y","x"]}          | true
        {"a": {"b": true}}       | {"a": {"b": false}}      | false
        {"a": "1"}               | {"a": 1}                 | false
        {"a": ["x", "y"]}        | {"a": "x"}               | false
        {"a": 1}                 | {"a": 1, "c": null}      | false
        {broken                  | {broken                  | false
        """)
    void policiesAreComparedByTheirMeaning(String one, String other, boolean equal) {
        assertThat(CanonicalJson.areEqual(one, other)).isEqualTo(equal);
    }
}
