package dev.dbops.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.script.lexer.MissingEnd;
import org.junit.jupiter.api.Test;
import org.postgresql.core.TransactionState;

class PromptTest {
    @Test
    void theNameOfADatabaseDoesNotSteerTheTerminal() {
        var prompt = new Prompt("a\u001b[2J\n%\u202eb", "", false, TransactionState.IDLE, false);

        assertThat(prompt.before(MissingEnd.NOTHING)).isEqualTo("a\\x1B[2J\\n%%\\u202Eb=> ");
    }
}
