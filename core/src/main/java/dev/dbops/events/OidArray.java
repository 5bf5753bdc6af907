package dev.dbops.events;

import java.util.Collection;

/** The parameter of a query for OIDs, with the type bigint[]. */
public final class OidArray {
    private OidArray() {}

    /** An object, because a method with variable arguments would take the elements of an array for its arguments. */
    public static Object of(Collection<Long> oids) {
        return oids.toArray(Long[]::new);
    }
}
