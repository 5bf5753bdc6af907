package dev.dbops.compare;

import dev.dbops.compare.RowDifference.Kind;
import dev.dbops.compare.SessionPair.Both;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Compares the rows of one table: first one sum of each side, then the sums of 16,384 buckets if these differ, and at last
 * the hashes of the rows in the buckets that differ, which both servers sort.
 */
final class TableComparer {
    private final SessionPair sessions;
    private final TablePair pair;
    private final SideQuery source;
    private final SideQuery target;
    private final boolean byKey;

    TableComparer(SessionPair sessions, TablePair pair, RowHash hash, String where) {
        this.sessions = sessions;
        this.pair = pair;
        this.source = SideQuery.ofSource(sessions.source().database(), pair, hash, where);
        this.target = SideQuery.ofTarget(sessions.target().database(), pair, hash, where);
        // text of one encoding may not exist in the other
        this.byKey = pair.sharesKeys() && !hash.toUtf8();
    }

    /** Returns whether {@link #lookup} finds the rows of both sides by the keys of either. */
    boolean readsByKey() {
        return byKey;
    }

    /** The number of rows of a table or of a bucket, and the text of their sums. */
    private record Sum(String text, long rows) {
        static Sum read(ResultSet row) throws SQLException {
            return new Sum(row.getString(1), row.getLong(2));
        }
    }

    /**
     * Compares the rows.
     *
     * @param most how many rows that differ are kept
     */
    TableComparison compare(int most) {
        both(SideQuery::check, (session, sql) -> session.texts(sql));
        var sums = both(
                SideQuery::sum,
                (session, sql) -> session.rows(sql, rows -> {
                    rows.next();
                    return Sum.read(rows);
                }));
        var found = new FoundRows(source.identity(), most);
        if (!sums.source().equals(sums.target())) {
            merge(differingBuckets(), found);
        }
        return new TableComparison(
                pair.source().name(),
                pair.target().name(),
                sums.source().rows(),
                sums.target().rows(),
                found.count(Kind.MISSING),
                found.count(Kind.EXTRA),
                found.count(Kind.CHANGED),
                0,
                byKey,
                pair.definitions(),
                lookup().withColumns(found.first()));
    }

    /** Returns what reads single rows of the same snapshots. */
    RowLookup lookup() {
        return new RowLookup(sessions, source, target);
    }

    private <T> Both<T> both(Function<SideQuery, String> statement, BiFunction<SnapshotSession, String, T> work) {
        return sessions.both(
                session -> work.apply(session, statement.apply(source)),
                session -> work.apply(session, statement.apply(target)));
    }

    private Set<Integer> differingBuckets() {
        var sums = both(SideQuery::bucketSums, (session, sql) -> session.rows(sql, TableComparer::buckets));
        var differing = new HashSet<>(sums.source().keySet());
        differing.addAll(sums.target().keySet());
        differing.removeIf(bucket ->
                Objects.equals(sums.source().get(bucket), sums.target().get(bucket)));
        return differing;
    }

    private static Map<Integer, Sum> buckets(ResultSet rows) throws SQLException {
        var sums = new HashMap<Integer, Sum>();
        while (rows.next()) {
            sums.put(rows.getInt(3), Sum.read(rows));
        }
        return sums;
    }

    /** The servers sort at the same time: each cursor returns its first row when that is done. */
    private void merge(Set<Integer> buckets, FoundRows found) {
        if (buckets.isEmpty()) {
            return;
        }
        var cursors = sessions.both(
                session -> RowCursor.open(session, source, source.rows(buckets)),
                session -> RowCursor.open(session, target, target.rows(buckets)));
        try (var one = cursors.source();
                var other = cursors.target()) {
            new RowMerge(one, other, !pair.key().isEmpty(), found).run();
        }
    }
}
