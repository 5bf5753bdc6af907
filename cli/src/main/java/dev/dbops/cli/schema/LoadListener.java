package dev.dbops.cli.schema;

import dev.dbops.OpsException;
import dev.dbops.ScriptPosition;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.Progress;
import dev.dbops.script.ScriptListener;
import dev.dbops.script.ScriptOutline.Destructive;
import java.util.function.Consumer;

/** Shows the progress and events of a load on standard error. */
public final class LoadListener implements ScriptListener, AutoCloseable {
    private final Context context;
    private final Progress progress;
    private final Consumer<Destructive> generated;
    private boolean joined;

    public LoadListener(Context context, String script) {
        this(context, script, _ -> {});
    }

    /**
     * @param generated receives each destructive statement that {@code \gexec} or a value of {@code \gset} has
     *     generated, before it runs
     */
    public LoadListener(Context context, String script, Consumer<Destructive> generated) {
        this.context = context;
        this.progress = context.progress(script);
        this.generated = generated;
    }

    @Override
    public void generated(Destructive statement) {
        progress.clear();
        generated.accept(statement);
    }

    @Override
    public void notice(ScriptPosition position, String severity, String message) {
        progress.clear();
        context.notes().notice(position, severity, message);
    }

    @Override
    public void warning(ScriptPosition position, String message) {
        progress.clear();
        context.notes().warning(position, message);
    }

    @Override
    public void echo(String text) {
        progress.clear();
        context.notes().note(text);
    }

    @Override
    public void ignored(ScriptPosition position, String command, String reason) {
        progress.clear();
        context.notes().note("%s: ignored %s, %s".formatted(position, command, reason));
    }

    @Override
    public void joinedTransaction(ScriptPosition begin) {
        if (!joined) {
            joined = true;
            progress.clear();
            context.notes()
                    .note("%s: ignored BEGIN and COMMIT around large objects: the whole script is one transaction"
                            .formatted(begin));
        }
    }

    @Override
    public void failed(OpsException failure) {
        progress.clear();
        context.report(failure);
    }

    @Override
    public void progress(long bytes, long size, int statements, long rows) {
        progress.update(bytes, size, statements, rows);
    }

    @Override
    public void close() {
        progress.clear();
    }
}
