package dev.dbops;

import dev.dbops.OpsException.Kind;

/**
 * The longest text that is read into memory at once. It grows with the memory that db-ops may use, because a text takes
 * several times its size: its bytes, its characters, and both again in the driver.
 */
public final class TextLimit {
    private static final long MEBIBYTE = 1024L * 1024L;
    private static final long LEAST = 64 * MEBIBYTE;
    private static final long MOST = 512 * MEBIBYTE;
    private static final int COPIES = 8;

    private TextLimit() {}

    /** The limit in bytes. */
    public static int bytes() {
        return (int) Math.clamp(Runtime.getRuntime().maxMemory() / COPIES, LEAST, MOST);
    }

    /**
     * The failure of a text that is longer.
     *
     * @param text names the text
     * @param size its size in bytes; 0 if it is unknown
     * @param instead another way to pass it, as an imperative
     */
    public static OpsException exceeded(String text, long size, String instead) {
        return exceeded(text, size, instead, bytes());
    }

    static OpsException exceeded(String text, long size, String instead, int limit) {
        var known = size > 0 ? ": it has %d MiB".formatted(size / MEBIBYTE) : "";
        var canRise = limit < MOST * 9 / 10 && size < MOST * 9 / 10;
        return new OpsException(
                Kind.USAGE,
                "%s is larger than %d MiB%s".formatted(text, limit / MEBIBYTE, known),
                canRise ? instead + ", or raise the limit: export DB_OPS_JAVA_OPTIONS=-Xmx4g" : instead);
    }
}
