package dev.dbops.redshift.standin;

import java.io.IOException;

/** The objects of a COPY that cannot be read: Redshift reports why, as it does not for a bad row. */
final class SourceFailure extends IOException {
    private static final long serialVersionUID = 1;

    SourceFailure(String message) {
        super(message);
    }
}
