package dev.dbops.target;

/**
 * A password that does not print itself.
 *
 * @param value the clear text; pass it only to the driver
 */
public record Password(String value) {
    /** Replaces the password wherever a target is shown. */
    @Override
    public String toString() {
        return "****";
    }
}
