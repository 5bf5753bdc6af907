package dev.dbops;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * A place in a script.
 *
 * @param file the script's name as the user gave it, or "stdin"
 * @param line counted from 1; 0 when only the file is known
 * @param column in characters, counted from 1; 0 when only the line is known
 * @param lineText the text of that line, without its end; empty when it is not known
 */
public record ScriptPosition(String file, int line, int column, String lineText) {
    /** A file as a whole. */
    public static ScriptPosition ofFile(String file) {
        return new ScriptPosition(file, 0, 0, "");
    }

    /** The place with the text of its line, for the excerpt. */
    public ScriptPosition withLineOf(InputFile script) {
        try (var lines = new BufferedReader(new InputStreamReader(script.open(), StandardCharsets.UTF_8))) {
            for (var skipped = 1; skipped < line; skipped++) {
                lines.readLine();
            }
            var text = lines.readLine();
            return new ScriptPosition(file, line, column, text == null ? "" : text);
        } catch (IOException e) {
            // The excerpt is optional: the failure itself must be reported anyway.
            return this;
        }
    }

    /** The form that editors and compilers use, {@code file:line:column}, as far as the place is known. */
    @Override
    public String toString() {
        if (line == 0) {
            return file;
        }
        return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
}
