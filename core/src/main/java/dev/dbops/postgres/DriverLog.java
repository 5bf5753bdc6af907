package dev.dbops.postgres;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the driver from printing to standard error what it throws as well. */
public final class DriverLog {
    /** Kept here, since loggers are forgotten. */
    private static final Logger DRIVER = Logger.getLogger("org.postgresql");

    private DriverLog() {}

    /** From now on the driver prints nothing. */
    public static void silence() {
        DRIVER.setLevel(Level.OFF);
    }
}
