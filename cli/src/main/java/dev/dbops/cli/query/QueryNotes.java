package dev.dbops.cli.query;

import dev.dbops.ScriptPosition;
import dev.dbops.cli.command.Notes;
import dev.dbops.query.QueryListener;

/** Reports on standard error the results of statements without rows, and the notices of the server. */
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
