package dev.dbops.script.lexer;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;

/** The failure of a statement that is too long for the memory of db-ops. */
public final class StatementMemory {
    private static final long MEGABYTE = 1024L * 1024L;

    private StatementMemory() {}

    /** @param begin where the statement begins */
    public static OpsException exceeded(ScriptPosition begin, OutOfMemoryError cause) {
        return new OpsException(
                        Kind.FAILED,
                        "this statement does not fit into the memory of db-ops, which is %d MB"
                                .formatted(Runtime.getRuntime().maxMemory() / MEGABYTE),
                        "load its data with COPY, or allow more memory: export DB_OPS_JAVA_OPTIONS=-Xmx4g",
                        cause)
                .at(begin);
    }
}
