package dev.dbops.migration;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A part of a migration: what applies it, or what undoes it.
 *
 * @param text the file with the lines of the other parts empty, so that the lines keep their numbers
 * @param inTransaction false where the mark says {@code transaction:false}, or the like of another tool
 */
record MigrationSection(String text, boolean inTransaction) {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /**
     * The part that applies a migration: in a file with the marks of a tool its up section, in any other file the whole text.
     *
     * @param name the file's name, for messages
     * @throws OpsException of kind USAGE when the marks are not at valid places, or are not supported
     */
    static MigrationSection up(String name, String text) {
        return new Marked(text).read(name, Part.UP).orElse(new MigrationSection(text, true));
    }

    /**
     * The part that undoes a migration: the down section; empty when the file has none.
     *
     * @param name the file's name, for messages
     * @throws OpsException of kind USAGE when the marks are not at valid places, or are not supported
     */
    static Optional<MigrationSection> down(String name, String text) {
        return new Marked(text).read(name, Part.DOWN);
    }

    private enum Part {
        UP,
        DOWN,
        /** Before the first section. */
        NONE
    }

    /** A file's lines, and the mark that is in a line. */
    private record Marked(List<String> lines, List<Optional<SectionMark>> marks) {
        Marked(String text) {
            var lines = text.lines().toList();
            this(lines, MigrationSection.marks(lines));
        }

        /** Returns nothing where no line marks a section, or none the wanted one. */
        Optional<MigrationSection> read(String name, Part wanted) {
            return marks.stream().flatMap(Optional::stream).anyMatch(MigrationSection::needsSections)
                    ? new Reading(name, this, wanted).section()
                    : Optional.empty();
        }
    }

    /** The marks of the lines. Where a tool's name is in one, the others are ordinary comments. */
    private static List<Optional<SectionMark>> marks(List<String> lines) {
        var marks = lines.stream()
                .map(line -> SectionMark.of(line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line))
                .toList();
        var isTool = marks.stream().flatMap(Optional::stream).anyMatch(SectionMark::isTool);
        return isTool
                ? marks.stream().map(mark -> mark.filter(SectionMark::isTool)).toList()
                : marks;
    }

    /** A comment "up" alone does not matter: the whole file is run. */
    private static boolean needsSections(SectionMark mark) {
        return mark.isTool() || mark.kind() != SectionMark.Kind.UP;
    }

    /** The lines of a file with marks, one after another. */
    private static final class Reading {
        private final String name;
        private final List<String> lines;
        private final List<Optional<SectionMark>> marks;
        private final Part wanted;
        private Part part = Part.NONE;
        private boolean wasUp;
        private boolean wasDown;
        private boolean inTransaction = true;
        private final StringBuilder kept = new StringBuilder();

        private Reading(String name, Marked file, Part wanted) {
            this.name = name;
            this.lines = file.lines();
            this.marks = file.marks();
            this.wanted = wanted;
            var first = marks.stream().flatMap(Optional::stream).findFirst().orElseThrow();
            if (first.kind() == SectionMark.Kind.DOWN_ONLY) {
                part = Part.UP;
                wasUp = true;
            }
        }

        private Optional<MigrationSection> section() {
            for (var i = 0; i < lines.size(); i++) {
                if (marks.get(i).isPresent()) {
                    apply(marks.get(i).get(), i);
                } else if (part == wanted) {
                    kept.append(lines.get(i));
                }
                kept.append('\n');
            }
            if (!wasUp) {
                throw misplaced(IntStream.range(0, lines.size())
                        .filter(line -> marks.get(line).isPresent())
                        .findFirst()
                        .orElseThrow());
            }
            return wanted == Part.UP || wasDown
                    ? Optional.of(new MigrationSection(kept.toString(), inTransaction))
                    : Optional.empty();
        }

        private void apply(SectionMark mark, int line) {
            switch (mark.kind()) {
                case UP -> {
                    if (!wasUp && !isCommentary(lines.subList(0, line))) {
                        throw misplaced(line);
                    }
                    wasUp = true;
                    begin(Part.UP, mark, line);
                }
                case DOWN, DOWN_ONLY -> {
                    if (!wasUp) {
                        throw misplaced(line);
                    }
                    wasDown = true;
                    begin(Part.DOWN, mark, line);
                }
                case NO_TRANSACTION -> inTransaction = false;
                case STATEMENT_END -> kept.append(part == wanted ? ";" : "");
                case STATEMENT_BEGIN -> {}
                case UNKNOWN ->
                    throw failure(
                            line,
                            "db-ops does not know what \"%s\" means in a migration".formatted(mark.option()),
                            "remove the line, if the statements do not depend on it");
            }
        }

        private void begin(Part next, SectionMark mark, int line) {
            part = next;
            if (part == wanted) {
                inTransaction &= inTransaction(mark.option(), line);
            }
        }

        private static boolean isCommentary(List<String> lines) {
            return lines.stream()
                    .allMatch(line -> line.isBlank() || line.stripLeading().startsWith("--"));
        }

        private boolean inTransaction(String option, int line) {
            return switch (option) {
                case "", "transaction:true" -> true;
                case "transaction:false" -> false;
                default ->
                    throw failure(
                            line,
                            "unknown option of a migration: " + option,
                            "there is one, -- migrate:up transaction:false");
            };
        }

        private OpsException misplaced(int line) {
            return failure(
                    line,
                    "no up section begins before this line, or there are statements before it",
                    "add a line -- migrate:up before the statements to run; if this is an ordinary comment, reword"
                            + " it");
        }

        private OpsException failure(int line, String message, String hint) {
            return new OpsException(Kind.USAGE, message, hint)
                    .at(new ScriptPosition(name, line + 1, 1, lines.get(line)));
        }
    }
}
