package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.ScriptPosition;
import dev.dbops.postgres.RecordedNotices;

/** Remembers what it hears while a script runs. */
class RecordingListener extends RecordedNotices implements ScriptListener {
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
