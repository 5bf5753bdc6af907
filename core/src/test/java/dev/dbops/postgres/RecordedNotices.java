package dev.dbops.postgres;

import dev.dbops.ScriptPosition;
import java.util.ArrayList;
import java.util.List;

/** Records the server's notices while a file is loaded. */
public class RecordedNotices implements NoticeListener {
    protected final List<String> heard = new ArrayList<>();

    /** One line for each notice, such as {@code schema.sql:3:1 WARNING beware}. */
    public List<String> heard() {
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
}
