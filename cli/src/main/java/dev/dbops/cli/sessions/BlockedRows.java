package dev.dbops.cli.sessions;

import dev.dbops.cli.output.Output;
import dev.dbops.postgres.session.BlockingTree;
import java.time.Duration;
import java.util.List;

/** Shows who waits for whom: as a tree for people, with the processes that are waited for to programs. */
final class BlockedRows {
    private static final String NONE = "nobody waits for a lock";

    private BlockedRows() {}

    /**
     * For programs.
     *
     * @param pid the process; 0 for a prepared transaction
     * @param blockedBy the processes that must let go first
     * @param depth 0 for one that waits for nobody, and one more than the one above it else
     */
    private record Blocked(
            int pid,
            List<Integer> blockedBy,
            int depth,
            String user,
            String database,
            String client,
            String application,
            String state,
            String waitEvent,
            Duration inState,
            String query) {
        static Blocked of(BlockingTree.Entry entry) {
            var session = entry.session();
            return new Blocked(
                    session.pid(),
                    entry.blockedBy(),
                    entry.depth(),
                    session.user(),
                    session.database(),
                    session.client(),
                    session.application(),
                    session.state(),
                    session.waitEvent(),
                    session.inState(),
                    session.query());
        }
    }

    /** For people; those that wait are indented below the one they wait for. */
    private record Line(
            String pid,
            List<Integer> waitsFor,
            String user,
            String database,
            String application,
            String state,
            Duration inState,
            String query) {
        static Line of(BlockingTree.Entry entry) {
            var session = entry.session();
            return new Line(
                    entry.depth() == 0 ? "" + session.pid() : "│ ".repeat(entry.depth() - 1) + "└ " + session.pid(),
                    entry.blockedBy(),
                    session.user(),
                    session.database(),
                    session.application(),
                    session.state(),
                    session.inState(),
                    session.query());
        }
    }

    static void print(Output output, List<BlockingTree.Entry> entries) {
        if (output.isForPeople()) {
            output.print(entries.stream().map(Line::of).toList(), NONE);
        } else {
            output.print(entries.stream().map(Blocked::of).toList(), NONE);
        }
    }
}
