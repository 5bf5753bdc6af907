package dev.dbops.target;

import java.util.List;
import java.util.Optional;

/** The database that a command uses: a configured one, or the local server. */
public sealed interface Resolution {
    /** Notes for the user about the choice, each a sentence without a full stop. */
    List<String> notes();

    /** A database that a URL or the variables name. */
    record Remote(ConnectionTarget target, List<String> notes) implements Resolution {
        public Remote {
            notes = List.copyOf(notes);
        }
    }

    /**
     * No database is configured or one of the local server is named, so it is on the private server that db-ops runs;
     * the address is in the server's files.
     *
     * @param database the database that was named; empty for the project's own
     */
    record Local(Optional<String> database, List<String> notes) implements Resolution {
        public Local {
            notes = List.copyOf(notes);
        }
    }
}
