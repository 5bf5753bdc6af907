package dev.dbops.doctor.figures;

/**
 * The locks of one mode on tables and indexes.
 *
 * @param mode such as RowExclusiveLock
 * @param held how many sessions hold it
 * @param wanted how many wait for it
 */
public record LockCount(String mode, int held, int wanted) {}
