package dev.dbops.events;

/**
 * Who reads the log.
 *
 * @param name its name
 * @param sink where its events go
 * @param filter which events it wants, as {@link EventFilter#description} says it
 * @param position how far it is
 * @param idleSeconds how long ago it said so
 */
public record Consumer(String name, String sink, String filter, Position position, double idleSeconds) {}
