package dev.dbops.cli.command;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.process.Invocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A question to the user at the terminal. */
final class Question {
    private final Invocation invocation;
    private final GlobalOptions options;

    Question(Invocation invocation, GlobalOptions options) {
        this.invocation = invocation;
        this.options = options;
    }

    /** Returns whether the user sees questions and can type answers. */
    boolean canAsk() {
        return !options.noInput()
                && invocation.terminal().in()
                && invocation.terminal().err();
    }

    /** The code of an MFA device; empty when nobody can be asked. */
    Optional<String> code(String device) {
        return canAsk()
                ? Optional.of(ask("code of the MFA device %s: ".formatted(device), null)
                        .strip())
                : Optional.empty();
    }

    /**
     * The typed line without its line end. Spaces are kept, because they may be part of a name.
     *
     * @param hint what to do when nothing can be read
     */
    String ask(String question, String hint) {
        invocation.err().print(question);
        invocation.err().flush();
        var answer = new ByteArrayOutputStream();
        try {
            int next;
            while ((next = invocation.in().read()) >= 0 && next != '\n') {
                answer.write(next);
            }
            if (next < 0) {
                invocation.err().println();
            }
        } catch (IOException e) {
            throw new OpsException(Kind.REFUSED, "no answer: " + e.getMessage(), hint, e);
        }
        var line = answer.toString(StandardCharsets.UTF_8);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }
}
