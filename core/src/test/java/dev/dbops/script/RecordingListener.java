package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.ScriptPosition;
import dev.dbops.postgres.RecordedNotices;

/** Records the events of a running script. */
class RecordingListener extends RecordedNotices implements ScriptListener {
    @Override
    public void echo(String text) {
        heard.add("echo " + text);
    }

    @Override
    public void ignored(ScriptPosition position, String command, String reason) {
        heard.add(position + " ignored " + command);
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
        // Too frequent to record.
    }
}
