package dev.dbops.doctor.figures;

import java.time.Duration;

/**
 * The sessions in one state, ours not among them.
 *
 * @param state PostgreSQL's word for it, such as idle; hidden where we may not know
 * @param sessions how many
 * @param longest how long one of them has been in it
 */
public record ConnectionCount(String state, int sessions, Duration longest) {}
