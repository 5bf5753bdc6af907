package dev.dbops.postgres;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;

/** Holds a session to UTF-8. The driver sends UTF-8 only: another encoding would store its text as other characters. */
public final class Utf8Session {
    private Utf8Session() {}

    /**
     * Closes the session if SQL has changed its encoding.
     *
     * @throws OpsException of kind FAILED then
     */
    public static void require(Database database) {
        var encoding = database.connection().getParameterStatus("client_encoding");
        if (encoding != null && !encoding.equals("UTF8")) {
            database.close();
            throw new OpsException(
                    Kind.FAILED,
                    "the SQL set client_encoding to " + encoding + ", so db-ops ended the session",
                    "leave it out: text is UTF-8 here; schema-load and seed read scripts in other encodings");
        }
    }
}
