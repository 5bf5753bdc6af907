package dev.dbops.target;

/**
 * A password that does not print itself.
 *
 * @param value the clear text; hand it to the driver and to nobody else
 */
public record Password(String value) {
    /** Stands in for the password wherever a target is shown. */
    @Override
    public String toString() {
        return "****";
    }
}
