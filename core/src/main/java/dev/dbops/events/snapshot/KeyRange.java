package dev.dbops.events.snapshot;

import java.util.List;
import java.util.Optional;

/**
 * A range of keys that one connection reads.
 *
 * @param after the key before its first row; empty at the beginning of the table
 * @param upTo the key of its last row; empty at the end of the table
 */
record KeyRange(Optional<List<String>> after, Optional<List<String>> upTo) {}
