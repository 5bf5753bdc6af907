package dev.dbops.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8BufferTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 99, 100, 1_000_000_000_000L, Long.MAX_VALUE, -1, -10, Long.MIN_VALUE})
    void aNumberIsWrittenInFull(long number) {
        assertThat(new Utf8Buffer().append("x").append(number).append('y')).hasToString("x" + number + "y");
    }
}
