package dev.dbops.cli.compare;

import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.Progress;
import dev.dbops.compare.CompareListener;
import dev.dbops.compare.TableComparison;
import dev.dbops.postgres.Database;

/** Shows how many tables were compared. */
final class CompareProgress implements CompareListener, AutoCloseable {
    private final Context context;
    private final Progress progress;

    CompareProgress(Context context) {
        this.context = context;
        this.progress = context.progress("compare");
    }

    @Override
    public void compared(TableComparison table, int done, int all) {
        progress.update("%d of %d tables".formatted(done, all));
    }

    @Override
    public void opened(Database source) {
        context.watch(source);
    }

    @Override
    public void note(String sentence) {
        progress.clear();
        context.notes().remark(sentence);
    }

    @Override
    public void close() {
        progress.clear();
    }
}
