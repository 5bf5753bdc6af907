package dev.dbops.compare;

import dev.dbops.compare.RowDifference.Kind;
import dev.dbops.compare.SessionPair.Both;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads rows by their keys, through the index. */
final class RowLookup {
    /** Keys in one statement, whose text is at most some 3 kB each. */
    private static final int PORTION = 1000;

    private final SessionPair sessions;
    private final SideQuery source;
    private final SideQuery target;

    RowLookup(SessionPair sessions, SideQuery source, SideQuery target) {
        this.sessions = sessions;
        this.source = source;
        this.target = target;
    }

    /** Returns the same differences, those of changed rows with the columns that differ. */
    List<RowDifference> withColumns(List<RowDifference> differences) {
        var complete = new ArrayList<>(differences);
        var places = IntStream.range(0, differences.size())
                .filter(i -> differences.get(i).kind() == Kind.CHANGED)
                .filter(i -> differences.get(i).key().values().stream().allMatch(Optional::isPresent))
                .boxed()
                .toList();
        for (var from = 0; from < places.size(); from += PORTION) {
            var portion = places.subList(from, Math.min(places.size(), from + PORTION));
            var keys = keys(portion.stream().map(differences::get).toList());
            var rows = sessions.both(
                    session -> session.rows(source.rowsOf(keys, false), RowLookup::columns),
                    session -> session.rows(target.rowsOf(keys, false), RowLookup::columns));
            for (var i = 0; i < portion.size(); i++) {
                var at = portion.get(i);
                complete.set(at, complete.get(at).withColumns(differing(rows, i)));
            }
        }
        return complete;
    }

    private List<String> differing(Both<Map<Integer, List<String>>> rows, int place) {
        var one = rows.source().get(place);
        var other = rows.target().get(place);
        if (one == null || other == null) {
            return List.of();
        }
        return IntStream.range(0, one.size())
                .filter(i -> !one.get(i).equals(other.get(i)))
                .mapToObj(i -> source.columns().get(i).name())
                .toList();
    }

    /** Returns the hashes of the rows with these keys, by their place; a row that does not exist has none. */
    Both<Map<Integer, List<String>>> hashes(List<RowDifference> differences) {
        var keys = keys(differences);
        return sessions.both(
                session -> session.rows(source.rowsOf(keys, true), RowLookup::columns),
                session -> session.rows(target.rowsOf(keys, true), RowLookup::columns));
    }

    private static List<List<String>> keys(List<RowDifference> differences) {
        return differences.stream()
                .map(difference -> difference.key().values().stream()
                        .map(Optional::orElseThrow)
                        .toList())
                .toList();
    }

    private static Map<Integer, List<String>> columns(ResultSet rows) throws SQLException {
        var found = new HashMap<Integer, List<String>>();
        while (rows.next()) {
            var texts = new ArrayList<String>();
            for (var i = 2; i <= rows.getMetaData().getColumnCount(); i++) {
                texts.add(rows.getString(i));
            }
            found.put(rows.getInt(1) - 1, texts);
        }
        return found;
    }
}
