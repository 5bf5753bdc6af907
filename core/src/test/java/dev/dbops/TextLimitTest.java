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
        var failure = TextLimit.exceeded("the text", 300 * MEBIBYTE, "split it", (int) (64 * MEBIBYTE));

        assertThat(failure).hasMessage("the text is larger than 64 MiB: it has 300 MiB");
        assertThat(failure.hint()).hasValue("split it, or raise the limit: export DB_OPS_JAVA_OPTIONS=-Xmx4g");
    }

    @Test
    void noMemoryIsEnoughForALongerText() {
        assertThat(TextLimit.exceeded("the text", 600 * MEBIBYTE, "split it", (int) (64 * MEBIBYTE))
                        .hint())
                .hasValue("split it");
        assertThat(TextLimit.exceeded("the text", 0, "split it", (int) (512 * MEBIBYTE)))
                .hasMessage("the text is larger than 512 MiB");
    }
}
