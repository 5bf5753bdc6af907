package dev.dbops.cli.aws;

import dev.dbops.aws.rds.WaitTimer;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.Progress;

/** Notes each state during a wait for AWS; on a terminal also the time so far. */
public final class StateNotes implements WaitTimer.Observer {
    private final Context context;
    private Progress progress;
    private String subject = "";
    private String last = "";

    public StateNotes(Context context) {
        this.context = context;
    }

    @Override
    public void sees(String what, String state) {
        if (!what.equals(subject)) {
            subject = what;
            last = "";
            progress = context.progress(what);
        }
        if (!state.equals(last)) {
            last = state;
            progress.clear();
            context.notes().note("%s is %s".formatted(what, state));
        } else {
            progress.update(state);
        }
    }

    @Override
    public void over() {
        if (progress != null) {
            progress.clear();
        }
    }
}
