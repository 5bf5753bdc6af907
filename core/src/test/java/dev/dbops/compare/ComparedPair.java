package dev.dbops.compare;

import dev.dbops.compare.RowDifference.Kind;
import dev.dbops.events.NameMap;
import dev.dbops.postgres.TableName;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Two databases that a test compares, on servers of two versions. */
final class ComparedPair {
    final TestServer sourceServer;
    final TestServer targetServer;
    ConnectionTarget source;
    ConnectionTarget target;
    final NameMap names = new NameMap();
    final List<String> notes = new ArrayList<>();
    String where = "";
    int limit = 100;
    int jobs = 1;
    boolean strong;
    Duration wait = Duration.ZERO;
    String consumer = "";

    ComparedPair(int sourceMajor, int targetMajor) {
        this(sourceMajor, targetMajor, "");
    }

    ComparedPair(int sourceMajor, int targetMajor, String targetOptions) {
        sourceServer = TestServer.ofMajor(sourceMajor);
        targetServer = TestServer.ofMajor(targetMajor);
        source = sourceServer.newDatabase();
        target = targetServer.newDatabase(targetOptions);
    }

    ComparedPair both(String sql) {
        return inSource(sql).inTarget(sql);
    }

    ComparedPair inSource(String sql) {
        sourceServer.execute(source.database(), sql);
        return this;
    }

    ComparedPair inTarget(String sql) {
        targetServer.execute(target.database(), sql);
        return this;
    }

    List<TableComparison> compare(String... tables) {
        var named = List.of(tables).stream().map(TableName::parse).toList();
        var options = new CompareOptions(named, names, where, limit, jobs, strong, wait, consumer);
        return new Comparison(source, target, options, new CompareListener() {
                    @Override
                    public void note(String sentence) {
                        notes.add(sentence);
                    }
                })
                .run();
    }

    /** Compares one table. */
    TableComparison table(String name) {
        return compare(name).getFirst();
    }

    /** Writes differences as {@code changed id=1 [a, b]}. */
    static List<String> text(TableComparison table) {
        return table.differences().stream().map(ComparedPair::text).sorted().toList();
    }

    private static String text(RowDifference difference) {
        var key = difference.key().entrySet().stream()
                .map(part -> part.getKey() + "=" + part.getValue().orElse("NULL"))
                .collect(Collectors.joining(" "));
        return difference.kind().name().toLowerCase(java.util.Locale.ROOT) + " " + key
                + (difference.kind() == Kind.CHANGED ? " " + difference.columns() : "")
                + (difference.rows() == 1 ? "" : " x" + difference.rows());
    }

    static Optional<String> counts(TableComparison table) {
        return Optional.of(
                "missing %d, extra %d, changed %d".formatted(table.missing(), table.extra(), table.changed()));
    }
}
