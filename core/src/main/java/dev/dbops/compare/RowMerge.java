package dev.dbops.compare;

import dev.dbops.OpsException;
import dev.dbops.compare.RowDifference.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the rows of both sides in the order of their hashes, and finds those that only one side has. What is left of a
 * key on both sides is a changed row.
 */
final class RowMerge {
    /** Rows of one key that wait for a partner; a table without a unique index can have many. */
    private static final int MOST_LEFT = 1000;

    private final RowCursor source;
    private final RowCursor target;
    private final boolean keyed;
    private final FoundRows found;
    private final List<HashedRow> leftOfSource = new ArrayList<>();
    private final List<HashedRow> leftOfTarget = new ArrayList<>();

    /**
     * @param keyed whether a key identifies the rows, and not all of their columns
     * @param found takes what differs
     */
    RowMerge(RowCursor source, RowCursor target, boolean keyed, FoundRows found) {
        this.source = source;
        this.target = target;
        this.keyed = keyed;
        this.found = found;
    }

    void run() {
        while (source.current() != null || target.current() != null) {
            if (Thread.currentThread().isInterrupted()) {
                // a request to cancel is lost between two portions
                throw new OpsException(OpsException.Kind.INTERRUPTED, "interrupted; nothing was changed");
            }
            key(
                    source.current() == null
                            ? target.current().keyHash()
                            : target.current() == null
                                    ? source.current().keyHash()
                                    : Math.min(
                                            source.current().keyHash(),
                                            target.current().keyHash()));
        }
    }

    private void key(long hash) {
        while (true) {
            var one = at(source, hash);
            var other = at(target, hash);
            if (one == null && other == null) {
                pairUp();
                return;
            }
            var order = one == null ? 1 : other == null ? -1 : one.compareRow(other);
            if (order == 0) {
                leave(one.count() - other.count(), one, other);
            }
            if (order < 0) {
                leave(Kind.MISSING, one);
            }
            if (order > 0) {
                leave(Kind.EXTRA, other);
            }
            if (order <= 0) {
                source.next();
            }
            if (order >= 0) {
                target.next();
            }
        }
    }

    private static HashedRow at(RowCursor cursor, long hash) {
        var row = cursor.current();
        return row != null && row.keyHash() == hash ? row : null;
    }

    private void leave(long more, HashedRow one, HashedRow other) {
        if (more > 0) {
            leave(Kind.MISSING, one.times(more));
        } else if (more < 0) {
            leave(Kind.EXTRA, other.times(-more));
        }
    }

    private void leave(Kind kind, HashedRow row) {
        var left = kind == Kind.MISSING ? leftOfSource : leftOfTarget;
        if (keyed && left.size() < MOST_LEFT) {
            left.add(row);
        } else {
            found.add(kind, row);
        }
    }

    /** Two keys can have one hash, so their text decides. */
    private void pairUp() {
        for (var row : leftOfSource) {
            var count = row.count();
            for (var i = 0; i < leftOfTarget.size() && count > 0; i++) {
                var other = leftOfTarget.get(i);
                var common = other.identity().equals(row.identity()) ? Math.min(count, other.count()) : 0;
                if (common > 0) {
                    found.add(Kind.CHANGED, row.times(common));
                    leftOfTarget.set(i, other.times(other.count() - common));
                    count -= common;
                }
            }
            found.add(Kind.MISSING, row.times(count));
        }
        leftOfTarget.forEach(row -> found.add(Kind.EXTRA, row));
        leftOfSource.clear();
        leftOfTarget.clear();
    }
}
