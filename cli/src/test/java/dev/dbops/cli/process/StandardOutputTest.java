package dev.dbops.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardOutputTest {
    @ParameterizedTest
    @CsvSource({"Broken pipe, true", "No space left on device, false"})
    void aReaderThatHasEndedIsDistinguishedFromAFullDisk(String failure, boolean abandoned) {
        var out = new StandardOutput(new OutputStream() {
            @Override
            public void write(int single) throws IOException {
                throw new IOException(failure);
            }
        });

        out.print("x");

        assertThat(out.checkError()).isTrue();
        assertThat(out.isAbandoned()).isEqualTo(abandoned);
    }

    @Test
    void whatIsReadIsNotAbandoned() {
        var out = new StandardOutput(OutputStream.nullOutputStream());

        out.print("x");

        assertThat(out.checkError()).isFalse();
        assertThat(out.isAbandoned()).isFalse();
    }
}
