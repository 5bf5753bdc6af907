package dev.dbops.cli.aws;

import dev.dbops.aws.DatabaseInstance;
import dev.dbops.aws.Patience;
import dev.dbops.cli.Context;
import dev.dbops.cli.Progress;
import java.time.Duration;

/** Says each state that is seen while AWS is waited for, and on a terminal for how long already. */
public final class StateNotes implements Patience.Observer {
    private final Context context;
    private Progress progress;
    private String last = "";

    public StateNotes(Context context) {
        this.context = context;
    }

    @Override
    public void sees(DatabaseInstance database, Duration waited) {
        if (progress == null) {
            progress = context.progress(database.description());
        }
        if (!database.state().equals(last)) {
            last = database.state();
            progress.clear();
            context.notes().note("%s is %s".formatted(database.description(), last));
        } else {
            progress.update(last);
        }
    }

    @Override
    public void over() {
        if (progress != null) {
            progress.clear();
        }
    }
}
