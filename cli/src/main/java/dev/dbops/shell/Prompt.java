package dev.dbops.shell;

import dev.dbops.script.lexer.MissingEnd;
import dev.dbops.text.VisibleText;
import org.postgresql.core.TransactionState;

/**
 * The prompt, as psql's is by default ({@code %/%R%x%#}), with the mark of a protected database in it.
 *
 * @param database the database's name
 * @param mark the text that marks a protected database, such as prod; empty for none
 * @param color whether the mark is red
 * @param transaction whether a transaction is open, or has failed
 * @param superuser whether the role may do everything
 */
record Prompt(String database, String mark, boolean color, TransactionState transaction, boolean superuser) {
    private static final String RED = "\u001b[1;31m";
    private static final String PLAIN = "\u001b[0m";

    /** The prompt for the next line of a statement that lacks an end. */
    String before(MissingEnd missing) {
        var name = VisibleText.line(database).replace("%", "%%");
        var reminder = mark.isEmpty() ? "" : " (" + (color ? RED + mark + PLAIN : mark) + ")";
        var state = switch (transaction) {
            case IDLE -> "";
            case OPEN -> "*";
            case FAILED -> "!";
        };
        return name + reminder + missing.sign() + state + (superuser ? "#" : ">") + " ";
    }
}
