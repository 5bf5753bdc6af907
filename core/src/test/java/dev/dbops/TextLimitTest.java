package dev.dbops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextLimitTest {
    private static final long MEBIBYTE = 1024L * 1024L;

    @Test
    void itIsAnEighthOfTheMemoryAndAtLeast64MiB() {
        assertThat((long) TextLimit.bytes())
                .isEqualTo(Math.clamp(Runtime.getRuntime().maxMemory() / 8, 64 * MEBIBYTE, 512 * MEBIBYTE));
    }

    @Test
    void theErrorNamesSizeAndLimitAndTheVariableThatRaisesIt() {
        var failure = TextLimit.exceeded("the text", 300 * MEBIBYTE, "split it");

        assertThat(failure)
                .hasMessage("the text is larger than %d MiB: it has 300 MiB".formatted(TextLimit.bytes() / MEBIBYTE));
        assertThat(failure.hint()).hasValue("split it, or raise the limit: export DB_OPS_JAVA_OPTIONS=-Xmx4g");
    }

    @Test
    void noMemoryIsEnoughForALongerText() {
        assertThat(TextLimit.exceeded("the text", 600 * MEBIBYTE, "split it").hint())
                .hasValue("split it");
        assertThat(TextLimit.exceeded("the text", 0, "split it")).hasMessageEndingWith(" MiB");
    }
}
