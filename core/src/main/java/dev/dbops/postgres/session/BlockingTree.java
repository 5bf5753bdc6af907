package dev.dbops.postgres.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sessions that hold locks, below each of them the sessions that wait for it, and so on.
 *
 * <p>A session that waits for several others is below the first of them and names all. A prepared transaction holds
 * locks without a process; its number is 0, as in pg_blocking_pids.
 */
public final class BlockingTree {
    /** The number in place of a process where there is none. */
    static final int PREPARED_TRANSACTION = 0;

    private final Map<Integer, Node> nodes = new LinkedHashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Set<Integer> placed = new HashSet<>();

    /**
     * A session and the processes that it waits for.
     *
     * @param session the session
     * @param blockedBy the processes that must release their locks first; empty when it does not wait
     */
    record Node(Session session, List<Integer> blockedBy) {}

    /**
     * A session with its depth in the tree.
     *
     * @param depth 0 for a session that does not wait
     * @param session the session
     * @param blockedBy the processes that must let go first
     */
    public record Entry(int depth, Session session, List<Integer> blockedBy) {}

    BlockingTree(List<Node> sessions) {
        for (var node : sessions) {
            nodes.put(node.session().pid(), node);
        }
        for (var node : sessions) {
            for (var blocker : node.blockedBy()) {
                nodes.computeIfAbsent(blocker, BlockingTree::unseen);
            }
        }
        for (var node : nodes.values()) {
            if (node.blockedBy().isEmpty() && isWaitedFor(node)) {
                place(node, 0);
            }
        }
        // sessions in a deadlock are below no other session, until the server ends the deadlock
        for (var node : nodes.values()) {
            if (!node.blockedBy().isEmpty()) {
                place(node, 0);
            }
        }
    }

    /** A session that has ended since. */
    private static Node unseen(int pid) {
        return new Node(new Session(pid, "", "", "", "", "", "", Duration.ZERO, ""), List.of());
    }

    private boolean isWaitedFor(Node holder) {
        return nodes.values().stream()
                .anyMatch(node -> node.blockedBy().contains(holder.session().pid()));
    }

    private void place(Node node, int depth) {
        if (!placed.add(node.session().pid())) {
            return;
        }
        entries.add(new Entry(depth, node.session(), node.blockedBy()));
        nodes.values().stream()
                .filter(waiter -> waiter.blockedBy().contains(node.session().pid()))
                .sorted(Comparator.comparing((Node waiter) -> waiter.session().inState())
                        .reversed())
                .forEach(waiter -> place(waiter, depth + 1));
    }

    /** All sessions, each before the sessions that wait for it. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** The same without the trees in which no session is connected to that database. */
    public List<Entry> entriesOf(String database) {
        var kept = new ArrayList<Entry>();
        var tree = new ArrayList<Entry>();
        for (var entry : entries) {
            if (entry.depth() == 0) {
                keep(tree, database, kept);
                tree.clear();
            }
            tree.add(entry);
        }
        keep(tree, database, kept);
        return kept;
    }

    private static void keep(List<Entry> tree, String database, List<Entry> kept) {
        if (tree.stream().anyMatch(entry -> entry.session().database().equals(database))) {
            kept.addAll(tree);
        }
    }
}
