package dev.dbops.shell;

import dev.dbops.OpsException;
import dev.dbops.script.TypedText;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Tells the editor whether Enter sends the input or begins another line of it, and the prompt of that line. */
final class LineEnds implements Parser {
    private final BooleanSupplier standardStrings;
    private final Supplier<Prompt> prompt;

    LineEnds(BooleanSupplier standardStrings, Supplier<Prompt> prompt) {
        this.standardStrings = standardStrings;
        this.prompt = prompt;
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        switch (context) {
            case ACCEPT_LINE, UNSPECIFIED -> requireWhole(line, false);
            case SECONDARY_PROMPT -> requireWhole(line, true);
            default -> {}
        }
        return TypedLine.of(line, Math.min(cursor, line.length()));
    }

    /** Throws an exception with the prompt of the next line, if the statement is not complete. */
    private void requireWhole(String line, boolean always) {
        if (ShellWord.of(line).isPresent()) {
            return;
        }
        TypedText typed;
        try {
            typed = TypedText.read(line, standardStrings.getAsBoolean());
        } catch (OpsException _) {
            // the same error is shown when the statement is run
            return;
        }
        var hasCommand = typed.parts().stream().anyMatch(TypedText.Command.class::isInstance);
        if (always || !typed.rest().isEmpty() && !hasCommand) {
            throw new EOFError(-1, -1, "not ended", prompt.get().before(typed.missing()));
        }
    }
}
