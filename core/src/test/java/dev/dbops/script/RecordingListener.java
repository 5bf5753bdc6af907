package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.ScriptPosition;
import java.util.ArrayList;
import java.util.List;

/** Remembers what it hears while a script runs. */
class RecordingListener implements ScriptListener {
    private final List<String> heard = new ArrayList<>();

    List<String> heard() {
        return heard;
    }

    @Override
    public void notice(ScriptPosition position, String severity, String message) {
        heard.add(position + " " + severity + " " + message);
    }

    @Override
    public void warning(ScriptPosition position, String message) {
        heard.add(position + " WARNING " + message);
    }

    @Override
    public void echo(String text) {
        heard.add("echo " + text);
    }

    @Override
    public void passedOver(ScriptPosition position, String command) {
        heard.add(position + " passed over " + command);
    }

    @Override
    public void joinedTransaction(ScriptPosition begin) {
        heard.add(begin + " joined");
    }

    @Override
    public void failed(OpsException failure) {
        heard.add(failure.position().orElseThrow() + " failed: " + failure.getMessage());
    }

    @Override
    public void progress(long bytes, long size, int statements, long rows) {
        // Too often to remember.
    }
}
