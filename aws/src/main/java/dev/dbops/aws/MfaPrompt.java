package dev.dbops.aws;

import java.util.Optional;

/** Asks the user for the code of an MFA device. */
@FunctionalInterface
public interface MfaPrompt {
    /** Without a user: nobody is asked. */
    MfaPrompt NONE = _ -> Optional.empty();

    /**
     * Asks for the current code.
     *
     * @param device the device's serial number or ARN
     * @return the typed code; empty when nobody can be asked
     */
    Optional<String> code(String device);
}
