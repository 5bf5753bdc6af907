package dev.dbops.doctor;

import java.util.function.Consumer;

/** A section of doctor's checks. It changes nothing; a step that cannot run is a finding too. */
public interface CheckSuite {
    /** The name of the section, common to its findings, such as server. */
    String section();

    /**
     * Runs the checks, step by step.
     *
     * @param findings receives each finding immediately: a user is waiting for it
     */
    void examine(Consumer<Finding> findings);
}
