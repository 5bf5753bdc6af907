package dev.dbops.postgres;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Prevents the driver from printing to standard error what it also throws. */
public final class DriverLog {
    /** Held here, because unreferenced loggers are garbage-collected. */
    private static final Logger DRIVER = Logger.getLogger("org.postgresql");

    private DriverLog() {}

    /** From now on the driver prints nothing. */
    public static void silence() {
        DRIVER.setLevel(Level.OFF);
    }
}
