package dev.dbops.doctor.figures;

import java.util.OptionalLong;

/**
 * One of a server's databases.
 *
 * @param name its name
 * @param bytes its size; empty if our role cannot connect to it
 * @param transactionAge how many transactions ago its oldest row was frozen; at two thousand million the server stops
 */
public record DatabaseSize(String name, OptionalLong bytes, long transactionAge) {}
