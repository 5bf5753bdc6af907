package dev.dbops.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Recognizes that a process has ended. */
final class ProcessEnd {
    private ProcessEnd() {}

    /**
     * Returns whether a process has ended, and with it has closed its files and ports. One that only waits to be reaped
     * has ended.
     *
     * <p>Its command line says too little: Linux removes that first, and closes the files some milliseconds later.
     */
    static boolean reached(long pid) {
        if (!CommandLine.PROC) {
            return ProcessHandle.of(pid).isEmpty();
        }
        try (var threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.allMatch(ProcessEnd::hasEnded);
        } catch (IOException e) {
            return true; // no such process
        }
    }

    /** The files are closed when the last thread has ended, which need not be the first one. */
    private static boolean hasEnded(Path thread) {
        try {
            var status = Files.readString(thread.resolve("stat"));
            // the state follows the name, which may contain anything
            return status.startsWith(") Z", status.lastIndexOf(')'));
        } catch (IOException e) {
            return true; // it has ended meanwhile
        }
    }
}
