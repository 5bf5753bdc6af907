package dev.dbops.target;

import java.util.List;

/** The answer to "which database": one that is configured, or the local server. */
public sealed interface Resolution {
    /** What the user should know about the choice, each a sentence without a full stop. */
    List<String> notes();

    /** A database that a URL or the variables name. */
    record Remote(ConnectionTarget target, List<String> notes) implements Resolution {
        public Remote {
            notes = List.copyOf(notes);
        }
    }

    /** Nothing is configured, so it is the private server that db-ops runs, whose address its own files hold. */
    record Local(List<String> notes) implements Resolution {
        public Local {
            notes = List.copyOf(notes);
        }
    }
}
