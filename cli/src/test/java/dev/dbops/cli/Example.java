package dev.dbops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command line that a command's help gives as an example.
 *
 * @param command the command
 * @param line as a person types it
 */
record Example(String command, String line) {
    private static final String MARK = "Example: ";

    /** The examples of a command, at the end of its help. */
    static List<Example> of(CommandSpec spec) {
        var examples = new ArrayList<Example>();
        for (var line : spec.usageMessage().footer()) {
            if (line.startsWith(MARK)) {
                examples.add(new Example(spec.name(), line.substring(MARK.length())));
            }
        }
        return examples;
    }

    /** The words after {@code db-ops}, as a shell splits them; examples use no other feature of shells. */
    String[] words() throws IOException, InterruptedException {
        assertThat(line.replaceAll("'[^']*'|\"[^\"$`]*\"", ""))
                .as("an example is one command of plain or quoted words")
                .startsWith("db-ops " + command)
                .doesNotContainPattern("[\"'|&;<>$`(){}*?~#\\\\]");
        var shell = new ProcessBuilder("sh", "-c", "printf '%s\\0' " + line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var answer = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(line).isZero();
        var words = answer.split("\0", -1);
        // the program's own name, and nothing after the last zero byte
        return Arrays.copyOfRange(words, 1, words.length - 1);
    }

    @Override
    public String toString() {
        return line;
    }
}
