package dev.dbops.doctor;

import java.util.function.Consumer;

/** A section of what the doctor looks at. It changes nothing, and what it cannot try is a finding too. */
public interface CheckSuite {
    /** The word that its findings have in common, such as server. */
    String section();

    /**
     * Looks, step by step.
     *
     * @param findings gets each finding as soon as it is made: somebody is waiting for it
     */
    void examine(Consumer<Finding> findings);
}
