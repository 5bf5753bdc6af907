package dev.dbops.events.replay;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Batch;

/** The events of a database that accepts any bytes. */
final class Utf8Events {
    private Utf8Events() {}

    /**
     * Refuses the first event that no sink could get as it is.
     *
     * @throws DeliveryFailure when there is one
     */
    static void require(Batch batch) {
        for (var i = 0; i < batch.events().size(); i++) {
            if (!batch.events().get(i).isUtf8()) {
                throw new DeliveryFailure(
                        i,
                        new OpsException(
                                Kind.FAILED,
                                "it has bytes that are not UTF-8, which the source accepts because its encoding is"
                                        + " SQL_ASCII",
                                "--on-error dead-letter sets such events aside; correct the row in the source, whose"
                                        + " next event replaces this one"));
            }
        }
    }
}
