package dev.dbops.doctor.figures;

import java.time.Duration;

/**
 * The sessions in one state, without ours.
 *
 * @param state PostgreSQL's name for it, such as idle; hidden if our role cannot see it
 * @param sessions how many
 * @param longest the longest time that one of them has been in it
 */
public record ConnectionCount(String state, int sessions, Duration longest) {}
