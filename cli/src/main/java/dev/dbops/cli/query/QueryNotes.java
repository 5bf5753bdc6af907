package dev.dbops.cli.query;

import dev.dbops.ScriptPosition;
import dev.dbops.cli.command.Notes;
import dev.dbops.query.QueryListener;

/** Says on standard error what statements without a result have done, and what the server says besides. */
record QueryNotes(Notes notes) implements QueryListener {
    @Override
    public void done(String tag) {
        notes.note(tag);
    }

    @Override
    public void notice(ScriptPosition position, String severity, String message) {
        notes.notice(position, severity, message);
    }

    @Override
    public void warning(ScriptPosition position, String message) {
        notes.warning(position, message);
    }
}
