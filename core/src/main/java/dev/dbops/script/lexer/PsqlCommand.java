package dev.dbops.script.lexer;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;

/**
 * A psql backslash command, before it is interpreted.
 *
 * @param name without its backslash
 * @param arguments the rest of its line, as written
 * @param source the script that contains it
 * @param line counted from 1
 * @param column of its backslash, in characters, counted from 1
 */
public record PsqlCommand(String name, String arguments, InputFile source, int line, int column) implements Segment {
    public ScriptPosition position() {
        return new ScriptPosition(source.name(), line, column, "");
    }

    /** The failure that refuses this command. */
    public OpsException refused(String reason, String hint) {
        return new OpsException(Kind.USAGE, reason, hint).at(position());
    }
}
