package dev.dbops.script.lexer;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;

/** The failure of a statement that is too long for the memory of db-ops. */
public final class StatementMemory {
    private static final long MEGABYTE = 1024L * 1024L;

    private StatementMemory() {}

    /**
     * The failure of a statement during which the memory ran out.
     *
     * @param begin where the statement begins
     */
    public static OpsException exhausted(ScriptPosition begin, OutOfMemoryError cause) {
        return new OpsException(
                        Kind.FAILED,
                        "db-ops ran out of memory at this statement: it may use %d MB"
                                .formatted(Runtime.getRuntime().maxMemory() / MEGABYTE),
                        "let the statement send or return less, or allow more memory: export"
                                + " DB_OPS_JAVA_OPTIONS=-Xmx4g",
                        cause)
                .at(begin);
    }

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
