package dev.dbops.events.received;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/**
 * Searches with Jazzer for text that a reader neither reads nor refuses with a sentence. The search starts from the events
 * in EnvelopeReaderFuzzInputs. It runs for some seconds after the tests (docs/testing.md).
 */
class EnvelopeReaderFuzz {
    @FuzzTest
    void everyTextIsReadOrRefusedWithASentence(byte[] text) {
        ReaderProperties.check(new String(text, StandardCharsets.UTF_8));
    }
}
